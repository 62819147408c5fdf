namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>
/// Why a host did not do what it was asked, for people: <paramref name="Reason"/> is a stable word such as <c>hostkey.changed</c>,
/// <paramref name="What"/> one sentence that names the host and the cause, <paramref name="Remedy"/> what to do or which command to run.
/// </summary>
public sealed record HostProblem(string Reason, string What, string Remedy)
{
    /// <summary>Whether trying again a moment later may help.</summary>
    public bool MayPass { get; init; }

    public override string ToString() => $"{What} {Remedy}";
}

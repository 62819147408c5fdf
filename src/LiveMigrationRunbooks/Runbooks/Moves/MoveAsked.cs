namespace LiveMigrationRunbooks.Runbooks;

/// <summary>One guest that somebody wants moved, with no runbook that says so. A plan keeps it, so that its run can be taken up.</summary>
/// <param name="Guest">Name or UUID, as it was typed.</param>
/// <param name="From">The host that it leaves; null until it is found.</param>
/// <param name="To">A pattern of hosts, of which one takes it.</param>
/// <param name="Policy">Null for the usual one.</param>
/// <param name="HasTerms">Whether a runbook lends it policies, guest catalogue and window.</param>
public sealed record MoveAsked(string Guest, string? From, string To, string? Policy, bool HasTerms)
{
    /// <summary>The words of <c>evacuate.watch</c>, without braces; null for none.</summary>
    public string? Watch { get; init; }

    /// <summary>Where the guest answers; null where the catalogue or its host says it.</summary>
    public string? Address { get; init; }
}

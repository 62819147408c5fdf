namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>
/// One kind of step on the tier that can show it: the step, how to read the host without <c>lmr</c>, what that reading must hold afterwards,
/// and how a person would change it by hand and back.
/// </summary>
/// <param name="Step">YAML of one step; <c>notify</c> may name the handler <c>restart libvirt</c>.</param>
/// <param name="Reading">Shell text: the value in force, then the files that persist it.</param>
/// <param name="Wanted">Lines of the reading after apply.</param>
/// <param name="ByHand">Shell text that moves the value in force.</param>
/// <param name="Back">Shell text that undoes it.</param>
public sealed record SettingCase(string Kind, string Host, string Step, string Reading, string[] Wanted, string ByHand, string Back)
{
    public string Tier => Host.StartsWith("vm", StringComparison.Ordinal) ? "vm" : "container";

    /// <summary>Values that neither a fresh host nor the demo's tuning has, so a case always has something to change.</summary>
    public static IReadOnlyList<SettingCase> All { get; } =
        [.. NicCases.All, .. KernelCases.All, .. FilesCases.All, .. LibvirtCases.All, .. TlsCases.All, .. FirewallCases.All, .. ServicesCases.All, .. SshCases.All, .. StorageCases.All];

    /// <summary>Kinds that are shown, and drawn, by no case: a cluster of Ceph comes up for its own tests alone (CephTests).</summary>
    public static IReadOnlySet<string> Elsewhere { get; } = new HashSet<string>(StringComparer.Ordinal) { "storage.ceph" };

    /// <summary>Shell text that prepares the host.</summary>
    public string Given { get; init; } = "true";

    /// <summary>Draws a step of this kind that the host can carry out, with other values each time; what it writes is what <see cref="Reading"/> reads.</summary>
    public Func<Random, string>? Any { get; init; }

    /// <summary>Whether a boot keeps what was changed by hand, so that it must be put back before one.</summary>
    public bool Lasts { get; init; }

    /// <summary>Shell text that takes the preparation away.</summary>
    public string After { get; init; } = "true";

    /// <summary>Files beside the runbook, by name.</summary>
    public IReadOnlyDictionary<string, string> Beside { get; init; } = new Dictionary<string, string>();

    /// <summary>Writes the files that the step names into the runbook's folder.</summary>
    public void PutBeside(string folder)
    {
        foreach (var (name, text) in Beside)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
            // A secret is read from a file of its owner's alone.
            File.SetUnixFileMode(Path.Combine(folder, name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public override string ToString() => $"{Kind} on {Host}";
}

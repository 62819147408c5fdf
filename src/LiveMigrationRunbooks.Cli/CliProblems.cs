using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Cli;

/// <summary>What can be wrong with the command line itself: codes LMR902 to LMR909.</summary>
[ProblemFamily]
internal static class CliProblems
{
    public static Diagnostic NoInventory() => new(
        "LMR902", Severity.Error, null, "No inventory is given.", "Without one there are no hosts.", "Add -i inventories/hosts.yml.");

    public static Diagnostic HostGone(string host) => new(
        "LMR903", Severity.Error, null, $"The run changed {host}, which this inventory does not have.", "It cannot be reached to take the change back.", "Give the inventory of the run.");
}

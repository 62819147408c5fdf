using LiveMigrationRunbooks.Tests.Cli;
using LiveMigrationRunbooks.Tests.Rooms;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cases;

/// <summary>One folder a case: a runbook and an inventory with something wrong, and what <c>lmr validate</c> says to that.</summary>
public sealed class CaseTests
{
    public static TheoryData<string> Names => [.. Directory.GetDirectories(Repository.TestPath("Cases")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Validate_says_what_is_wrong_and_where(string name)
    {
        var folder = Repository.TestPath("Cases", name);
        var more = Path.Combine(folder, "arguments.txt");
        using var lmr = new Lmr();
        var (exitCode, said, errors) = lmr.Run(folder, ["validate", "runbook.yml", "-i", "inventory.yml", .. File.Exists(more) ? File.ReadAllText(more).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : []]);

        Assert.Equal((1, ""), (exitCode, said));
        Assert.Empty(lmr.SshCalls);
        Baseline.Verify(Path.Combine(folder, "diagnostics"), errors);
    }
}

using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.Tests.Docs;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Docs;

/// <summary>The plan that the README shows is the plan of the lab's hosts. What the machine's kernel brings along may differ elsewhere.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task The_plan_in_the_README_is_the_plan_of_fresh_hosts()
    {
        var shown = ReadmeBlocks.Of(LabFolder.Repository, "console lab").Single(command => command.Command.StartsWith("lmr plan ", StringComparison.Ordinal));
        using var lmr = new Lmr(await File.ReadAllTextAsync(Path.Combine(LabFolder.Repository, "runbooks", "tune-migration-hosts.yml")));
        var printed = Comparable((await lmr.RunAsync("plan")).Output);
        Assert.Contains(printed, line => line.Contains("nic.mtu", StringComparison.Ordinal));
        Assert.Equal(Comparable(shown.Output), printed);
    }

    // Kernel keys and control groups are the machine's; an idle libvirtd goes to rest after two minutes and then has nothing loaded.
    private static List<string> Comparable(string plan)
    {
        var lines = new List<string>();
        var skipped = false;
        foreach (var line in plan.Split('\n').Skip(1).Where(line => !line.StartsWith("Plan:", StringComparison.Ordinal)))
        {
            if (!line.StartsWith("    ", StringComparison.Ordinal))
                skipped = new[] { " sysctl", " libvirt.", " cpu.reserve" }.Any(kind => line.Contains(kind, StringComparison.Ordinal));
            if (!skipped) lines.Add(line);
        }
        return lines;
    }
}

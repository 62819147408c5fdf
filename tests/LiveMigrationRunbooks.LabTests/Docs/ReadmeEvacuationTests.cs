using System.Text.RegularExpressions;
using LiveMigrationRunbooks.LabTests.Guests;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.Tests.Docs;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Docs;

/// <summary>What the README shows of an evacuation is what it says: all but times, sizes and the run's name, the order in which guests come to their ends, and which of two hosts with the same memory takes which.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Alone)]
public sealed partial class ReadmeEvacuationTests : IClassFixture<OpenHostPorts>
{
    [Fact]
    public async Task The_evacuation_in_the_README_is_one_of_the_labs_hosts()
    {
        var shown = ReadmeBlocks.Of(LabFolder.Repository, "console lab").Single(command => command.Command.StartsWith("lmr apply ", StringComparison.Ordinal));
        await using var large = await Guest.StartAsync("db-1", "kvm1", autostart: false, words: ["--memory", "160"]);
        await using var small = await Guest.StartAsync("web-1", "kvm1");
        var runbooks = Path.Combine(LabFolder.Repository, "runbooks");
        using var lmr = new Lmr(await File.ReadAllTextAsync(Path.Combine(runbooks, "evacuate-host.yml")));
        File.Copy(Path.Combine(runbooks, "guests.yml"), Path.Combine(lmr.Folder, "guests.yml"));

        var ended = await lmr.RunAsync("apply", "-e", "host=kvm1", "-e", "to=kvm2:kvm3", "--yes");

        Assert.True(ended.ExitCode == 0, ended.All);
        var (expected, said) = (Comparable(shown.Output), Comparable(ended.Output + ended.Error));
        Assert.True(expected.SequenceEqual(said), $"README:\n{string.Join('\n', expected)}\nlmr:\n{ended.All}");
    }

    private static List<string> Comparable(string text) => text.Split('\n').Skip(1).Where(line => line.Trim().Length > 0 && !line.Contains(" left, ", StringComparison.Ordinal))
        .Select(line => Spaces().Replace(Figures().Replace(Target().Replace(Run().Replace(line, "RUN"), "TARGET"), "N"), " ").Trim()).Order(StringComparer.Ordinal).ToList();

    [GeneratedRegex(@"\d{8}-\d{6}-[a-z0-9]{4}")]
    private static partial Regex Run();

    [GeneratedRegex(@"\bkvm[23]\b|198\.51\.100\.1[23]\b")]
    private static partial Regex Target();

    [GeneratedRegex(@"(?<![\w.-])\d+(\.\d+)?( ?(ms|s|m|[KMG]iB)(/s)?)?(\d+m?s)?(?![\w-])")]
    private static partial Regex Figures();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

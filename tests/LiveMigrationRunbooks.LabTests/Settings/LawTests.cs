using System.Text.Json.Nodes;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.Steps;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>
/// What holds for every reversible setting, whatever value it is given: apply does what the plan says, a satisfied host is left alone, the way
/// back is the exact inverse. All kinds of a host in one runbook, with values drawn anew in each round.
/// </summary>
public abstract class LawTests(string host, int rounds, ITestOutputHelper told)
{
    private const string Parting = "--- next ---";
    private const string Handlers = "    handlers:\n      - name: restart libvirt\n        libvirt.restart: {}\n";

    [Fact]
    public async Task Apply_is_the_plan_twice_is_once_and_the_way_back_is_the_inverse()
    {
        await Leftovers.RemoveAsync(host);
        var cases = SettingCase.All.Where(it => it.Host == host && it.Any is not null && IsDrawn(it)).ToList();
        // The suite draws the same values each time; tests/lab/campaign draws others, and tells with which seed.
        var seed = Campaign.Seed;
        var random = new Random(seed);
        for (var round = 0; round < rounds; round++)
        {
            var steps = string.Join('\n', cases.Select(it => "- " + (it.Any?.Invoke(random) ?? "").Replace("\n", "\n  ", StringComparison.Ordinal)));
            Campaign.Tell(told, $"{host}, seed {seed}, round {round}:\n{steps}\n");
            await HoldAsync(cases, steps);
        }
    }

    /// <summary>Whether the case takes part on this host.</summary>
    protected virtual bool IsDrawn(SettingCase it) => true;

    private async Task HoldAsync(List<SettingCase> cases, string steps)
    {
        using var lmr = Lmr.Steps(host, steps);
        foreach (var it in cases) it.PutBeside(lmr.Folder);
        File.AppendAllText(lmr.Runbook, Handlers);
        var before = await ReadAsync(cases);
        var planned = Changes(JsonNode.Parse((await lmr.RunAsync("plan", "--json")).Output));
        if (planned.Count == 0) return;
        try
        {
            var report = await lmr.ApplyAsync();
            Assert.Equal(planned, Done(report));
            var again = await lmr.RunAsync("apply", "--yes");
            Assert.True(again.ExitCode == 0, again.All);
            Assert.Single(Directory.GetDirectories(Path.Combine(lmr.Folder, ".lmr", "runs")));
        }
        catch
        {
            // What went wrong is told, not what follows from it.
            await lmr.RollbackAsync();
            throw;
        }
        await lmr.RollsBackAsync();
        var after = await ReadAsync(cases);
        Assert.All(cases.Index(), it => Assert.Equal((it.Item.ToString(), before[it.Index]), (it.Item.ToString(), after[it.Index])));
    }

    private static List<string> Changes(JsonNode? plan) =>
        [.. (plan?["deeds"]?.AsArray() ?? []).Select(deed => (string?)deed?["id"] ?? "").Order(StringComparer.Ordinal)];

    private static List<string> Done(JsonNode report) =>
        [.. (report["deeds"]?.AsArray() ?? []).Where(deed => (string?)deed?["end"] == "done").Select(deed => (string?)deed?["id"] ?? "").Order(StringComparer.Ordinal)];

    // One login for all: each costs an emulated host a second.
    private async Task<string[]> ReadAsync(IEnumerable<SettingCase> cases) =>
        (await new HostView(host).RunAsync(string.Join($"\necho {Parting}\n", cases.Select(it => it.Reading)))).Output.Split(Parting + "\n");
}

[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class ContainerLawTests(ITestOutputHelper told) : LawTests("kvm2", 2, told)
{
    [Fact]
    public void Every_reversible_kind_has_values_to_draw()
    {
        var drawn = SettingCase.All.Where(it => it.Any is not null).Select(it => it.Kind).ToHashSet(StringComparer.Ordinal);
        // A host by itself takes nothing from others: those kinds have tests of their own (TrustTests).
        Assert.Equal([], StepCatalogue.Kinds.Values.Where(kind => !kind.IsCheck && !kind.IsOperation && !kind.Type.IsAssignableTo(typeof(ILooksAtPeers)) && !drawn.Contains(kind.Name) && !SettingCase.Elsewhere.Contains(kind.Name)).Select(kind => kind.Name));
    }
}

[Trait("Category", "Lab")]
[Collection(Lanes.Odd)]
public sealed class OddLawTests(ITestOutputHelper told) : LawTests("kvm5", 2, told);

[Trait("Category", "Lab")]
[Collection(Lanes.Vm)]
public sealed class VmLawTests(ITestOutputHelper told) : LawTests("vm1", 1, told)
{
    // Time is dear on an emulated host: what a container can show is shown there.
    protected override bool IsDrawn(SettingCase it) => !SettingCase.All.Any(other => other.Kind == it.Kind && other.Any is not null && other.Tier != it.Tier);
}

/// <summary>The same with values that nobody has tried yet.</summary>
[Trait("Category", Campaign.Name)]
[Collection(Lanes.Hosts)]
public sealed class ContainerLawCampaign(ITestOutputHelper told) : LawTests("kvm2", 10, told);

[Trait("Category", Campaign.Name)]
[Collection(Lanes.Odd)]
public sealed class OddLawCampaign(ITestOutputHelper told) : LawTests("kvm5", 10, told);

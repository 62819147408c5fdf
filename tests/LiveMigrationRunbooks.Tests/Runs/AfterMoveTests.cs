using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Hosts.Hypervisors.Simulated;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Runs.Guests;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

/// <summary>What stands around a move: programs before and after it, the guest's clock, and whether it serves again.</summary>
public sealed class AfterMoveTests
{
    private const long Mib = 1 << 20;
    private const string Catalogue = "guests: [{ name: web, readiness: { by: agent, within: 20s } }]\n";
    private const string Hooks = ", hooks: { before_guest: { argv: [./before.sh, pool-a] }, after_guest: { argv: [./after.sh] } }";
    private const string Good = "#!/bin/sh\ncat >\"$0.in\"\necho \"$*\" >>\"$0.in\"\necho drained\n";
    private const string Bad = "#!/bin/sh\ncat >\"$0.in\"\necho nobody there >&2\nexit 3\n";
    private static readonly SimulatedTerms s_terms = new(32 * Mib);

    [Fact]
    public async Task A_guest_whose_agent_answers_again_serves_and_has_its_clock()
    {
        using var move = new SimulatedMove(Web(agent: true), s_terms, files: ("guests.yml", Catalogue));
        await move.RunAsync();

        Assert.Equal(
            ["web: defined on kvm2, autostart on, clock set by its agent", "web: definition on kvm1 removed", "web: serves on kvm2 (its guest agent answers)"],
            move.Results.Skip(1).Select(result => result.Text));
        Assert.Equal(1, move.Results[0].Figures[MoveFigures.ServedBefore]);
    }

    [Fact]
    public async Task One_that_answers_no_more_is_told_in_time_and_stays_where_it_is()
    {
        using var move = new SimulatedMove(Web(agent: true), s_terms, files: ("guests.yml", Catalogue));
        move.Cluster.At(TimeSpan.FromSeconds(2), cluster => cluster.SilenceAgent(SimulatedMove.Uuid));
        var (moved, last) = await move.RunAsync();

        Assert.Equal((DeedEnd.Done, DeedEnd.Failed), (moved.End, last.End));
        Assert.Equal("web: runs on kvm2, and does not serve: its guest agent has not answered within 20s; it is left there, look at it", last.Text);
        Assert.Equal(("not there", "running (migrated)"), await move.SidesAsync());
        Assert.Equal((8, "guest.after_move"), Summary(move));
        Assert.Empty(last.Figures);
    }

    [Fact]
    public async Task A_definition_that_libvirt_holds_for_a_while_is_removed_when_it_lets_go()
    {
        using var move = new SimulatedMove(Web(agent: true), s_terms);
        move.Cluster.HoldDefinition("kvm1", SimulatedMove.Uuid);
        move.Cluster.At(TimeSpan.FromSeconds(60), cluster => cluster.HoldDefinition("kvm1", SimulatedMove.Uuid, isHeld: false));
        var (_, last) = await move.RunAsync();

        Assert.Equal((DeedEnd.Done, "web: definition on kvm1 removed"), (last.End, last.Text));
        Assert.Equal(("not there", "running (migrated)"), await move.SidesAsync());
        Assert.InRange(move.Cluster.Now, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(70));
    }

    [Theory]
    [InlineData(false, 120)]
    [InlineData(true, 0)]
    public async Task One_that_it_does_not_let_go_of_is_left_with_what_is_to_be_done(bool stopped, int seconds)
    {
        using var move = new SimulatedMove(Web(agent: true), s_terms);
        using var stop = new CancellationTokenSource();
        move.Cluster.HoldDefinition("kvm1", SimulatedMove.Uuid);
        if (stopped) move.Cluster.At(TimeSpan.FromSeconds(3), _ => stop.Cancel());
        var (_, last) = await move.RunAsync(stop: stop.Token);

        Assert.Equal(DeedEnd.Held, last.End);
        Assert.Contains("cannot acquire state change lock", last.Text, StringComparison.Ordinal);
        Assert.Contains("goes when the daemon is restarted", last.Text, StringComparison.Ordinal);
        Assert.InRange(move.Cluster.Now, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 30));
        Assert.Equal(("shut off (migrated)", "running (migrated)"), await move.SidesAsync());
    }

    [Fact]
    public async Task Where_guests_are_counted_it_fails_no_host()
    {
        using var move = new SimulatedMove(Web(agent: true), s_terms, evacuate: ", max_failed: 1", files: ("guests.yml", Catalogue));
        move.Cluster.At(TimeSpan.FromSeconds(2), cluster => cluster.SilenceAgent(SimulatedMove.Uuid));
        Assert.Equal(1, (await move.RunAsync()).Last.Figures[MoveFigures.HostSpared]);
        Assert.Equal((8, "guest.after_move"), Summary(move));
    }

    [Fact]
    public async Task Of_one_that_did_not_answer_before_nothing_is_concluded_and_nobody_waits()
    {
        using var move = new SimulatedMove(Web(agent: false), s_terms, files: ("guests.yml", Catalogue));
        var (_, last) = await move.RunAsync();

        Assert.Equal((DeedEnd.Done, "web: runs on kvm2; its guest agent does not answer, as it did not before the move"), (last.End, last.Text));
        Assert.Equal("web: defined on kvm2, autostart on", move.Results[1].Text);
    }

    [Fact]
    public async Task Hooks_are_told_about_the_guest_before_and_after()
    {
        using var move = new SimulatedMove(Web(agent: true), s_terms, evacuate: Hooks, files: [("guests.yml", Catalogue), ("before.sh", Good), ("after.sh", Good)]);
        await move.RunAsync();

        Assert.All(move.Results, result => Assert.Equal(DeedEnd.Done, result.End));
        Assert.Equal(("web: before_guest is done: drained", "web: after_guest is done: drained"), (move.Results[0].Text, move.Results[^1].Text));
        var (before, arguments) = Read(move, "before.sh.in");
        var (after, none) = Read(move, "after.sh.in");
        Assert.Equal(("pool-a", ""), (arguments, none));
        Assert.Equal("1 before_guest false web 128 true kvm1 kvm2  ", Told(before));
        Assert.Equal("1 after_guest false web 128 true kvm1 kvm2 moved true", Told(after));
        Assert.Equal(SimulatedMove.Uuid, before["guest"]?["uuid"]?.GetValue<string>());
    }

    [Fact]
    public async Task A_guest_stays_where_the_first_fails_and_the_second_hears_of_it()
    {
        using var move = new SimulatedMove(Web(agent: true), s_terms, evacuate: Hooks, files: [("guests.yml", Catalogue), ("before.sh", Bad), ("after.sh", Good)]);
        await move.RunAsync();

        Assert.Equal([DeedEnd.Failed, DeedEnd.NotRun, DeedEnd.NotRun, DeedEnd.NotRun, DeedEnd.NotRun, DeedEnd.Done], move.Results.Select(result => result.End));
        Assert.Equal("web: stays on kvm1: before_guest (./before.sh pool-a) ended with 3: nobody there", move.Results[0].Text);
        Assert.Equal("1 after_guest false web 128 true kvm1 kvm2 stayed ", Told(Read(move, "after.sh.in").Input));
        Assert.Equal(("running (booted)", "not there"), await move.SidesAsync());
        Assert.Equal((2, "host.failed"), Summary(move));
    }

    [Fact]
    public async Task The_second_is_run_too_where_the_move_itself_came_to_nothing()
    {
        var busy = new SimulatedGuest(SimulatedMove.Uuid, "web", 256 * Mib, 128 * Mib, 100 * Mib);
        using var move = new SimulatedMove(busy, s_terms, "{ extends: gentle }", Hooks, files: [("before.sh", Good), ("after.sh", Good)]);
        await move.RunAsync();

        Assert.Equal([DeedEnd.Done, DeedEnd.Failed, DeedEnd.NotRun, DeedEnd.NotRun, DeedEnd.Done], move.Results.Select(result => result.End));
        Assert.Equal("stayed", Read(move, "after.sh.in").Input["outcome"]?.GetValue<string>());
    }

    [Fact]
    public async Task It_is_not_run_where_there_is_nothing_to_take_back_and_while_nobody_knows_where_the_guest_is()
    {
        const string Only = ", hooks: { after_guest: { argv: [./after.sh] } }";
        var busy = new SimulatedGuest(SimulatedMove.Uuid, "web", 256 * Mib, 128 * Mib, 100 * Mib);
        using var stays = new SimulatedMove(busy, s_terms, "{ extends: gentle }", Only, files: ("after.sh", Good));
        await stays.RunAsync();
        Assert.Equal((DeedEnd.NotRun, false), (stays.Results[^1].End, File.Exists(stays.At("after.sh.in"))));

        using var lost = new SimulatedMove(Web(agent: false), s_terms, "{ extends: balanced }", Hooks, files: [("before.sh", Good), ("after.sh", Good)]);
        lost.Cluster.At(TimeSpan.FromSeconds(2), cluster => cluster.Reach("kvm2", false));
        await lost.RunAsync();
        Assert.Equal([DeedEnd.Done, DeedEnd.Held], lost.Results.Select(result => result.End));
    }

    [Fact]
    public async Task What_fails_after_the_move_is_a_warning_and_a_human_looks()
    {
        using var move = new SimulatedMove(Web(agent: false), s_terms, "{ extends: balanced }", Hooks, files: [("before.sh", Good), ("after.sh", Bad)]);
        await move.RunAsync();

        Assert.Equal((DeedEnd.Failed, "web: runs on kvm2, but after_guest (./after.sh) ended with 3: nobody there"), (move.Results[^1].End, move.Results[^1].Text));
        Assert.Equal((8, "guest.after_move"), Summary(move));
    }

    [Fact]
    public async Task A_program_that_is_another_one_by_now_is_not_run()
    {
        using var move = new SimulatedMove(Web(agent: false), s_terms, "{ extends: balanced }", Hooks, files: [("before.sh", Good), ("after.sh", Good)]);
        await File.WriteAllTextAsync(move.At("before.sh"), Good + "touch \"$0.evil\"\n");
        await move.RunAsync();

        Assert.Equal("web: stays on kvm1: before_guest (./before.sh pool-a) is not run: it is not what it was when the run was planned", move.Results[0].Text);
        Assert.False(File.Exists(move.At("before.sh.evil")));
    }

    private static SimulatedGuest Web(bool agent) => new(SimulatedMove.Uuid, "web", 128 * Mib, 8 * Mib, 8 * Mib) { HasAgent = agent };

    private static (int, string) Summary(SimulatedMove move)
    {
        var summary = RunSummary.Of(move.Id, move.Results, [], interrupted: false);
        return (summary.ExitCode, summary.Reason);
    }

    private static (JsonNode Input, string Arguments) Read(SimulatedMove move, string file)
    {
        var lines = File.ReadAllText(move.At(file)).TrimEnd('\n').Split('\n');
        return (JsonNode.Parse(lines[0])!, lines.Length > 1 ? lines[^1] : "");
    }

    private static string Told(JsonNode input) => string.Join(' ', new[]
    {
        input["lmr_hook"], input["when"], input["again"], input["guest"]?["name"], input["guest"]?["memory_mib"], input["guest"]?["running"], input["source"], input["target"], input["outcome"], input["serves"],
    }.Select(node => node?.ToString() ?? ""));
}

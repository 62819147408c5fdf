using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Tests.Libvirt;
using LiveMigrationRunbooks.Tests.Rooms;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

/// <summary>kvm2 runs lv-a and the larger lv-b; waves say who goes first, and how.</summary>
public sealed class WavePlannerTests
{
    private const string Runbook = """
        name: Empty kvm2 in waves
        policies:
          night: { extends: must-leave, bandwidth_per_guest: 800Mbit/s, pause: { start: 100ms, ceiling: 500ms }, deadline: 10m }
        plays:
          - name: Empty
            hosts: kvm2
            evacuate:
              to: "kvm1:kvm3"
              policy: night
              limits: { per_source: 1, per_target: 2 }
              waves:
                - { name: canary, guests: lv-a, soak: 90s }
                - { name: databases, guests: ["db-*", lv-a], policy: gentle }
                - { name: rest }
              new_guests: refuse
            steps:
              - name: mark
                directory: { path: /srv/empty }
        """;

    [Fact]
    public void Guests_leave_wave_by_wave_and_the_steps_come_last()
    {
        var plan = Plan(Runbook);

        Assert.Equal(
            ["p1.move.lv-a@kvm2", "p1.settle.lv-a@kvm2", "p1.undefine.lv-a@kvm2", "p1.move.lv-b@kvm2", "p1.settle.lv-b@kvm2", "p1.undefine.lv-b@kvm2", "p1.s1@kvm2"],
            plan.Deeds.Select(deed => deed.Id));
        Assert.Null(Approval.Refusal(plan));
    }

    [Fact]
    public void The_plan_for_people_shows_waves_policies_and_what_is_odd()
    {
        using var folder = new RunbookFolder(Runbook);
        var plan = Readings().Plan(folder.Bind());

        Baseline.Verify(Repository.TestPath("Plans", "waves.plan"), PlanText.Of(plan).Replace(folder.Root + "/", "", StringComparison.Ordinal));
    }

    [Fact]
    public void The_file_of_the_plan_keeps_waves_and_terms()
    {
        var written = PlanFile.Write(Plan(Runbook));
        var read = PlanFile.Read(written)!;

        Assert.Equal(written, PlanFile.Write(read));
        Assert.Equal(["canary: lv-a", "databases: ", "rest: lv-b"], read.Plays[0].Evacuation!.Waves.Select(wave => $"{wave.Name}: {string.Join(' ', wave.Guests)}"));
        var night = new MigrationPolicy("night", 95, AutoConverge: true, 100, 500, TimeSpan.FromMinutes(10))
        {
            Stall = TimeSpan.FromMinutes(2), Retries = 2, PostCopy = PostCopyUse.WhenStalled, ForecastTimes = 4, ForecastGrace = TimeSpan.FromMinutes(5),
        };
        Assert.All(read.Deeds.OfType<MoveDeed>(), deed => Assert.Equal(night, deed.Move.Terms));
    }

    [Fact]
    public void A_wave_may_have_a_policy_of_its_own_and_the_evacuation_stands_above_both()
    {
        var waves = Runbook.Replace("{ name: rest }", "{ name: rest, policy: gentle }", StringComparison.Ordinal);
        var limited = waves.Replace("policy: night\n", "policy: night\n      bandwidth_per_guest: 10MiB/s\n      auto_converge: true\n", StringComparison.Ordinal);

        Assert.Equal(["night 95 True", "gentle  False"], Plan(waves).Deeds.OfType<MoveDeed>().Select(Terms));
        Assert.Equal(["night 10 True", "gentle 10 True"], Plan(limited).Deeds.OfType<MoveDeed>().Select(Terms));
        Assert.Contains("--bandwidth 10 ", Plan(limited).Deeds.OfType<MoveDeed>().Last().Move.Command!.ToString(), StringComparison.Ordinal);

        static string Terms(MoveDeed deed) => $"{deed.Move.Terms.Name} {deed.Move.Terms.BandwidthMibPerSecond} {deed.Move.Terms.AutoConverge}";
    }

    [Fact]
    public void The_catalogue_counts_above_the_wave_and_its_pause_is_never_exceeded()
    {
        using var folder = new RunbookFolder("guests: guests.yml\n" + Runbook);
        folder.Write("guests.yml", """
            guests:
              - { name: lv-a, policy: gentle, pause: 250ms }
              - { name: "lv-*", pause: 50ms }
            """);
        var plan = Readings().Plan(folder.Bind());

        Assert.Equal(["lv-a gentle 100 250", "lv-b night 50 50"], plan.Deeds.OfType<MoveDeed>().Select(deed => $"{deed.Move.Name} {deed.Move.Terms.Name} {deed.Move.Terms.PauseStartMs} {deed.Move.Terms.PauseCeilingMs}"));
        Assert.Contains("        policy gentle (as fast as the link, never slowed down, pause up to 100 ms, at most 250 ms, 30m to leave)\n", PlanText.Of(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void The_plan_shows_what_is_run_around_moves_and_how_guests_are_asked_afterwards()
    {
        using var folder = new RunbookFolder("guests: guests.yml\n" + Runbook.Replace("policy: night\n", "policy: night\n      hooks: { before_guest: { argv: [\"true\", pool-a], within: 30s } }\n", StringComparison.Ordinal));
        folder.Write("guests.yml", """
            guests:
              - { name: lv-a, readiness: { by: tcp, address: 192.0.2.40, port: 22, within: 90s } }
              - { name: "lv-*", readiness: { by: agent } }
            """);
        var plan = Readings().Plan(folder.Bind());
        var text = PlanText.Of(plan);

        Assert.Equal(["before", "move", "settle", "undefine", "ready", "before", "move", "settle", "undefine", "ready", "s1@kvm2"], plan.Deeds.Select(deed => deed.Id.Split('.')[1]));
        Assert.Matches("    > before_guest: true pool-a, a program of this machine; 30s at most, SHA-256 [0-9a-f]{12}…\n", text);
        Assert.Contains("        must serve within 1m30s of its arrival: TCP port 22 of 192.0.2.40\n", text, StringComparison.Ordinal);
        Assert.Contains("        must serve within 1m of its arrival: its guest agent\n", text, StringComparison.Ordinal);
        Assert.Equal(PlanFile.Write(plan), PlanFile.Write(PlanFile.Read(PlanFile.Write(plan))!));
        Assert.Empty(PlanComparison.Of(plan, plan));
    }

    [Fact]
    public void A_play_is_not_begun_where_one_that_it_requires_cannot_end_well()
    {
        const string three = """
            plays:
              - { name: Path, hosts: "kvm1:kvm2", max_failed: 1, steps: [{ name: mark, directory: { path: /srv/a } }] }
              - { name: Next, hosts: kvm2, requires: Path, steps: [{ name: next, directory: { path: /srv/b } }] }
              - { name: Last, hosts: kvm3, requires: [Next], steps: [{ name: last, directory: { path: /srv/c } }] }
              - { name: Free, hosts: kvm3, steps: [{ name: free, directory: { path: /srv/d } }] }
            """;
        using var folder = new RunbookFolder(three);
        var plan = new HandMadeReadings().Unread("kvm1").Plan(folder.Bind());

        Assert.Equal(["p1.s1@kvm2", "p4.s1@kvm3"], plan.Deeds.Select(deed => deed.Id));
        Assert.Equal([null, "'Path' cannot end well on kvm1", "'Next' is not begun", null], plan.Plays.Select(play => play.NotBegun));
        Assert.Contains("  requires Path\n    ! not begun: 'Path' cannot end well on kvm1\n", PlanText.Of(plan), StringComparison.Ordinal);
        Assert.Equal(5, new HandMadeReadings().Plan(folder.Bind()).Deeds.Count);
    }

    private static Plan Plan(string runbook)
    {
        using var folder = new RunbookFolder(runbook);
        return Readings().Plan(folder.Bind());
    }

    private static HandMadeReadings Readings() => new HandMadeReadings()
        .With("kvm2", Transcript.Host("kvm2"), Transcript.Probes("source-kvm2"))
        .With("kvm1", new NotAnswering("down"), Transcript.Probes("target-kvm1"))
        .With("kvm3", Transcript.Host("kvm3"), Transcript.Probes("target-kvm3"));
}

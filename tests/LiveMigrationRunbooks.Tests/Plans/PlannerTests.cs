using System.Globalization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Steps.Libvirt;
using LiveMigrationRunbooks.Tests.Rooms;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

public sealed class PlannerTests
{
    private const string TwoPlays = """
        name: Folders
        plays:
          - name: First
            hosts: kvm
            rollout: { stages: [1, 2], soak: 30s }
            steps:
              - name: upper
                directory: { path: /srv/a }
                notify: reload
              - name: lower
                directory: { path: /srv/a/b }
                notify: [reload]
              - name: only on debian
                directory: { path: /srv/c }
                when: facts.os == "arch"
            handlers:
              - name: reload
                libvirt.restart: {}
            gate:
              - name: jumbo
                check.path_mtu: { mtu: 9000 }
          - name: Second
            hosts: kvm1:kvm2
            steps:
              - name: note
                file: { path: /srv/a/note, content: "a secret word" }
        """;

    private static readonly string[] s_hosts = ["kvm1", "kvm2", "kvm3"];

    [Fact]
    public void The_whole_plan_for_people()
    {
        using var folder = new RunbookFolder(TwoPlays);
        var plan = new HandMadeReadings().With("kvm2", "/srv/a", HandMadeReadings.Folder).Plan(folder.Bind(HandMadeReadings.Facts));

        Baseline.Verify(Repository.TestPath("Plans", "two-plays.plan"), PlanText.Of(plan).Replace(folder.Root + "/", "", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_readings_make_the_same_bytes_in_every_culture()
    {
        using var folder = new RunbookFolder(TwoPlays);
        var readings = new HandMadeReadings();
        var (json, text) = Both();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            // InvariantGlobalization gives every culture the invariant data; a clone carries differences of its own.
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign) = (",", "~");
            CultureInfo.CurrentCulture = other;
            Assert.Equal((json, text), Both());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        (string Json, string Text) Both()
        {
            var plan = readings.Plan(folder.Bind(HandMadeReadings.Facts));
            return (PlanFile.Write(plan), PlanText.Of(plan));
        }
    }

    [Fact]
    public void What_an_earlier_run_called_for_and_did_not_run_is_offered_again()
    {
        using var folder = new RunbookFolder("""
            plays:
              - hosts: kvm
                steps:
                  - name: folder
                    directory: { path: /srv/a }
                    notify: reload
                handlers:
                  - { name: reload, libvirt.restart: {}, when: inventory_hostname == "kvm1" }
            """);
        var owed = new OwedOperation(StepReference.Of("restart it", new LibvirtRestart()), ["qemu.conf"], "r-1");
        Assert.Equal(owed.Text, OwedOperation.Read(CommandResult.OfText(owed.Text + "\nnot of this version\n")).Single().Text);
        var plan = new HandMadeReadings().Owing("kvm1", owed).Owing("kvm2", owed)
            .With("kvm1", "/srv/a", HandMadeReadings.Folder).With("kvm2", "/srv/a", HandMadeReadings.Folder).With("kvm3", "/srv/a", HandMadeReadings.Folder)
            .Plan(folder.Bind(HandMadeReadings.Facts));

        var deed = Assert.IsType<OperationDeed>(Assert.Single(plan.Deeds));
        Assert.Equal(("kvm1", "qemu.conf"), (deed.Host, Assert.Single(deed.CalledBy)));
        Assert.Contains(plan.Lines, line => line is { State: LineState.Runs, Text: "restart libvirtd, guests keep running; run r-1 ended before it (qemu.conf)" });
        Assert.Contains("! kvm2  restart it (libvirt.restart) was called for by qemu.conf, run r-1 ended before it, and this plan does not run it", PlanText.Of(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void What_waits_for_a_secret_is_unknown_and_so_is_what_it_may_call_for()
    {
        using var folder = new RunbookFolder("""
            plays:
              - hosts: kvm1
                steps:
                  - name: key
                    file: { path: /srv/key, content: { secret: env, name: LMR_TEST_NOT_SET } }
                    notify: reload
                  - name: left
                    file: { path: /srv/left, content: { secret: env, name: LMR_TEST_NOT_SET } }
                    when: facts.os == "arch"
                handlers:
                  - { name: reload, libvirt.restart: {} }
                  - { name: never, libvirt.restart: {} }
                gate:
                  - { name: jumbo, check.path_mtu: { mtu: 9000 } }
            """);
        var bound = folder.Bind(HandMadeReadings.Facts);
        var asked = ReadRequest.Of(bound, "kvm1", play => Scenes.Of(bound.Inventory, play, "kvm1", HandMadeReadings.Facts)).Select(probe => probe.StepId);
        var plan = new HandMadeReadings().Plan(bound);

        Assert.DoesNotContain(asked, id => id == StepId.Step(0, "1"));
        Assert.Equal((false, true), (plan.HasDeeds, plan.HasUnknown));
        Assert.Equal(
            ["key: Unknown the secret is read at apply", "left: Excluded when facts.os == \"arch\"", "reload: Unknown it is known whether 'key' changes", "jumbo: Unknown it is known whether stage 1 changes anything"],
            plan.Lines.Select(line => $"{line.Step}: {line.State} {line.Text}"));
        Assert.Contains("? kvm1: unknown until the secret is read at apply", PlanText.Of(plan), StringComparison.Ordinal);
        Assert.Equal(PlanFile.Write(plan), PlanFile.Write(PlanFile.Read(PlanFile.Write(plan))!));
    }

    [Fact]
    public void Deeds_go_stage_by_stage_and_in_a_stage_host_by_host()
    {
        using var folder = new RunbookFolder(TwoPlays);
        var plan = new HandMadeReadings().Plan(folder.Bind(HandMadeReadings.Facts));

        Assert.Equal(
            ["p1.s1@kvm1", "p1.s2@kvm1", "p1.h1@kvm1", "p1.g1@kvm1.1",
             "p1.s1@kvm2", "p1.s2@kvm2", "p1.h1@kvm2", "p1.s1@kvm3", "p1.s2@kvm3", "p1.h1@kvm3", "p1.g1@kvm1.2", "p1.g1@kvm2.2", "p1.g1@kvm3.2",
             "p2.s1@kvm1", "p2.s1@kvm2"],
            plan.Deeds.Select(deed => deed.Id));
        Assert.Equal([["kvm1"], ["kvm2", "kvm3"]], plan.Plays[0].Stages);
        Assert.Equal(30, plan.Plays[0].SoakSeconds);
    }

    [Fact]
    public void A_handler_runs_once_a_host_and_knows_who_called()
    {
        using var folder = new RunbookFolder(TwoPlays);
        var plan = new HandMadeReadings().With("kvm2", "/srv/a", HandMadeReadings.Folder).Plan(folder.Bind(HandMadeReadings.Facts));

        Assert.Equal(
            ["kvm1: upper, lower", "kvm2: lower", "kvm3: upper, lower"],
            plan.Deeds.OfType<OperationDeed>().Select(deed => $"{deed.Host}: {string.Join(", ", deed.CalledBy)}"));
    }

    [Fact]
    public void Where_nothing_changes_nobody_is_called_and_no_gate_is_asked()
    {
        using var folder = new RunbookFolder(TwoPlays[..TwoPlays.IndexOf("  - name: Second", StringComparison.Ordinal)]);
        var readings = new HandMadeReadings();
        foreach (var host in s_hosts) readings.With(host, "/srv/a", HandMadeReadings.Folder).With(host, "/srv/a/b", HandMadeReadings.Folder);
        var plan = readings.Plan(folder.Bind(HandMadeReadings.Facts));

        Assert.Empty(plan.Deeds);
        Assert.DoesNotContain(plan.Lines, line => line.State is LineState.Asked or LineState.Runs);
        Assert.Null(Approval.Refusal(plan));
    }

    [Fact]
    public void A_play_that_is_its_gate_asks_although_nothing_changes()
    {
        using var folder = new RunbookFolder("plays: [{ hosts: kvm, gate: [{ check.path_mtu: { mtu: 9000 } }] }]");
        var plan = new HandMadeReadings().Plan(folder.Bind());

        Assert.Equal(s_hosts, plan.Deeds.OfType<CheckDeed>().Select(deed => deed.Host));
        Assert.Equal(["kvm2", "kvm3"], plan.Deeds.OfType<CheckDeed>().First().Peers.Select(peer => peer.Name));
    }

    [Theory]
    [InlineData("check.path_mtu: { mtu: 9000 }", 4)]
    [InlineData("check.path_mtu: { mtu: 9000 } }, { check.port: {} ", 6)]
    [InlineData("check.port: {} }, { check.cpu: {} ", 6)]
    public void Hosts_that_prepare_something_for_each_other_are_sent_two_scripts_more(string gate, int scripts)
    {
        using var folder = new RunbookFolder($"plays: [{{ hosts: kvm, gate: [{{ {gate} }}] }}]");
        var plan = new HandMadeReadings().Plan(folder.Bind());

        Assert.All(s_hosts, host => Assert.Equal(scripts, ScriptCount.Of(plan, host)));
    }

    [Fact]
    public void A_condition_that_is_false_is_told_with_its_words()
    {
        using var folder = new RunbookFolder(TwoPlays);
        var plan = new HandMadeReadings().Plan(folder.Bind(HandMadeReadings.Facts));

        Assert.Equal(3, plan.Lines.Count(line => line is { State: LineState.Excluded, Text: "when facts.os == \"arch\"" }));
    }

    [Fact]
    public void What_an_earlier_play_makes_may_be_used_by_a_later_one()
    {
        using var folder = new RunbookFolder(TwoPlays);
        var orphan = "parent=absent\nkind=absent\n";
        var plan = new HandMadeReadings().With("kvm1", "/srv/a/note", orphan).With("kvm1", "/srv/a/b", orphan).Plan(folder.Bind(HandMadeReadings.Facts));

        Assert.False(plan.IsBlocked);
        Assert.Contains(plan.Deeds, deed => deed.Id == "p2.s1@kvm1");
    }
}

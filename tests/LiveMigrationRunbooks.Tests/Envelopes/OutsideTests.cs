using LiveMigrationRunbooks.Envelopes;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Tests.Libvirt;
using LiveMigrationRunbooks.Tests.Plans;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Envelopes;

/// <summary>What a plan does that an approved one does not hold.</summary>
public sealed class OutsideTests
{
    private const string Runbook = """
        plays:
          - name: Notes
            hosts: kvm1:kvm2
            rollout: { stages: [1], soak: 30s }
            steps:
              - name: note
                file: { path: /srv/note, content: "x\n" }
                notify: again
            handlers:
              - name: again
                libvirt.restart: {}
            gate:
              - name: ask
                check.command: { run: [systemctl, is-system-running] }
        """;

    private const string Moves = """
        plays:
          - name: Empty
            hosts: kvm2
            evacuate: { to: "kvm1:kvm3" }
        """;

    [Fact]
    public void The_same_is_inside() => Assert.Empty(Of(Runbook, Runbook));

    [Fact]
    public void Fewer_hosts_are_inside()
    {
        var done = "parent=present\nkind=file\nmode=644\nuser=root\ngroup_name=root\nsize=2\ndigest=73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac\n";
        Assert.Empty(Outside.Of(Plan(Runbook), Plan(Runbook, new HandMadeReadings().With("kvm1", "/srv/note", done))));
    }

    // Each change of the runbook since the approval, and what is said of it.
    [Theory]
    [InlineData("hosts: kvm1:kvm2", "hosts: kvm", "kvm3: 'note' (file) would change file:/srv/note, which was not approved")]
    [InlineData("content: \"x\\n\"", "content: \"y\\n\"", "kvm1: 'note' (file) would change")]
    [InlineData("path: /srv/note", "path: /srv/other", "kvm1: 'note' (file) would change file:/srv/other, which was not approved")]
    [InlineData("content: \"x\\n\"", "content: \"x\\n\", validate: [\"/srv/evil\", \"%s\"]", "kvm1: 'note' (file) would change")]
    [InlineData("libvirt.restart: {}", "service.restart: { name: sshd.service }", "kvm1: would run 'again' (service.restart), which was not approved with these arguments")]
    [InlineData("is-system-running", "poweroff", "kvm1: would ask 'ask' (check.command), which was not approved with these arguments")]
    [InlineData("stages: [1]", "stages: [2]", "'Notes': a stage would take 2 hosts at once, approved is 1")]
    [InlineData("soak: 30s", "soak: 1s", "'Notes': 1 s between stages, approved is 30 s")]
    [InlineData("rollout:", "max_failed: 1\n    rollout:", "'Notes': 1 hosts may fail, approved is 0")]
    [InlineData("rollout:", "failed_host: keep\n    rollout:", "'Notes': a failed host would not be rolled back")]
    [InlineData("name: ask", "name: ask\n        when: inventory_hostname != \"kvm2\"", "'Notes': the gate would not ask 'ask' (check.command) on kvm2 any more")]
    [InlineData("name: Notes", "name: Other", "the play 'Other' was not approved")]
    public void What_is_outside_is_named(string was, string now, string told)
    {
        Assert.Contains(was, Runbook, StringComparison.Ordinal);
        var found = Of(Runbook, Runbook.Replace(was, now, StringComparison.Ordinal));

        Assert.Contains(found, breach => breach.What.StartsWith(told, StringComparison.Ordinal));
        Assert.All(found, breach => Assert.Equal("plan.outside", breach.Reason));
    }

    [Fact]
    public void Everything_that_is_outside_is_told_at_once() =>
        Assert.Equal(3, Of(Runbook, Runbook.Replace("hosts: kvm1:kvm2", "hosts: kvm3", StringComparison.Ordinal)).Count);

    [Fact]
    public void A_window_that_was_approved_is_kept()
    {
        var open = new PlanWindow("UTC", true, null, null);
        var approved = Plan(Runbook) with { Window = open };

        Assert.Empty(Outside.Of(approved, approved));
        Assert.Single(Outside.Of(approved, approved with { Window = null }));
        Assert.Single(Outside.Of(approved, approved with { Window = open with { Outside = true } }));
    }

    [Fact]
    public void A_guest_may_go_to_any_approved_target()
    {
        var approved = Moving(Readings());
        // By now kvm3 has no room left.
        var now = Moving(Readings(Transcript.Host("kvm3") with { Memory = new HostMemory(1 << 20, 10 * 1024) }));

        Assert.NotEqual(approved.Deeds.OfType<MoveDeed>().Select(deed => deed.Move.Target), now.Deeds.OfType<MoveDeed>().Select(deed => deed.Move.Target));
        Assert.Empty(Outside.Of(approved, now));
    }

    [Fact]
    public void A_guest_of_another_UUID_target_or_policy_is_outside()
    {
        var approved = Moving(Readings());
        var first = approved.Deeds.OfType<MoveDeed>().First();
        Plan With(MoveDeed deed) => approved with { Deeds = [deed] };

        Assert.Contains("which was not approved", Assert.Single(Outside.Of(approved, With(first with { Move = first.Move with { Uuid = "another" } }))).What, StringComparison.Ordinal);
        Assert.EndsWith("would move to kvm9; approved is kvm1, kvm3.", Assert.Single(Outside.Of(approved, With(first with { Move = first.Move with { Target = "kvm9" } }))).What, StringComparison.Ordinal);
        Assert.Contains("by another policy", Assert.Single(Outside.Of(approved, With(first with { Move = first.Move with { Policy = first.Move.Terms with { PauseCeilingMs = 9999 } } }))).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_program_around_a_move_was_not_approved()
    {
        var approved = Moving(Readings());
        var now = Plan(Moves.Replace("kvm3\" }", "kvm3\", hooks: { before_guest: { argv: [\"true\"] } } }", StringComparison.Ordinal), Readings());

        Assert.Empty(Outside.Of(now, now));
        Assert.All(Outside.Of(approved, now), breach => Assert.Contains("other programs would be run around the move of", breach.What, StringComparison.Ordinal));
        Assert.NotEmpty(Outside.Of(approved, now));
        Assert.NotEmpty(Outside.Of(now, approved));
    }

    [Fact]
    public void Guests_that_come_after_the_plan_were_not_approved() =>
        Assert.All(Outside.Kept(Moving(Readings())).Plays, play => Assert.Equal(NewGuests.Refuse, play.Evacuation?.NewGuests));

    private static IReadOnlyList<Breach> Of(string approved, string now) => Outside.Of(Plan(approved), Plan(now));

    private static Plan Plan(string runbook, HandMadeReadings? readings = null)
    {
        using var folder = new RunbookFolder(runbook);
        // What was approved comes from a file.
        return PlanFile.Read(PlanFile.Write((readings ?? new HandMadeReadings()).Plan(folder.Bind(HandMadeReadings.Facts))))!;
    }

    private static Plan Moving(HandMadeReadings readings) => Plan(Moves, readings);

    private static HandMadeReadings Readings(Hypervisor? third = null) => new HandMadeReadings()
        .With("kvm2", Transcript.Host("kvm2"), Transcript.Probes("source-kvm2"))
        .With("kvm1", Transcript.Host("kvm1"), Transcript.Probes("target-kvm1"))
        .With("kvm3", third ?? Transcript.Host("kvm3"), Transcript.Probes("target-kvm3"));
}

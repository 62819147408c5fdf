using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

/// <summary>What hosts take from each other is planned as far as it is known, and comes when all of them have it.</summary>
public sealed class LateDeedsTests
{
    private const string HostKey = "host=ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEOzYdMY2EH36OOE91HWffFWuQAascU5/6oTUshvv75F\n";
    private const string UserKey = "public=ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPcWvDU+OV/NW8kbYtZhSuUTkfIfUVS8KhQf8TADHff4 root@kvm1\n";
    private const string Steps = "{ name: Key, ssh.key: {} }, { name: Trust, ssh.trust: {} }";
    private static readonly string[] s_hosts = ["kvm1", "kvm2", "kvm3"];

    [Fact]
    public void Every_host_has_its_key_before_the_first_one_trusts_another()
    {
        using var folder = new RunbookFolder($"name: Trust\nplays:\n  - hosts: kvm\n    rollout: {{ stages: [1] }}\n    steps: [{Steps}]\n");
        var plan = Bare().Plan(folder.Bind(HandMadeReadings.Facts));
        Assert.Equal(
            ["p1.s1@kvm1 0", "p1.s1@kvm2 1", "p1.s1@kvm3 2", "p1.s2@kvm1 2", "p1.s2@kvm2 2", "p1.s2@kvm3 2"],
            plan.Deeds.Select(deed => $"{deed.Id} {deed.Stage}"));
        Assert.Equal(["kvm2", "kvm3"], plan.Deeds.OfType<ChangeDeed>().Single(deed => deed.Id == "p1.s2@kvm1").Peers?.Select(peer => peer.Name));
        Assert.Contains("kvm1: unknown until 'Key' has been done on kvm2, kvm3", PlanText.Of(plan), StringComparison.Ordinal);
        // Reading, claim, the key, what the others have made, trust, letting go.
        Assert.All(s_hosts, host => Assert.Equal(6, ScriptCount.Of(plan, host)));
    }

    [Fact]
    public void What_an_earlier_play_brings_is_there_when_its_turn_comes()
    {
        using var folder = new RunbookFolder($"name: Trust\nplays:\n  - {{ name: One, hosts: kvm, steps: [{{ name: Key, ssh.key: {{}} }}] }}\n  - {{ name: Two, hosts: kvm, rollout: {{ stages: [1] }}, steps: [{{ ssh.trust: {{}} }}] }}\n");
        var plan = Bare().Plan(folder.Bind(HandMadeReadings.Facts));
        Assert.Equal(["p2.s1@kvm1 0", "p2.s1@kvm2 1", "p2.s1@kvm3 2"], plan.Deeds.Where(deed => deed.Play == 1).Select(deed => $"{deed.Id} {deed.Stage}"));
        Assert.All(plan.Deeds.OfType<ChangeDeed>().Where(deed => deed.Play == 1), deed => Assert.NotNull(deed.Peers));
    }

    [Fact]
    public void A_plan_that_waits_for_keys_is_known_enough_to_be_approved_and_comes_back_from_its_file()
    {
        using var folder = new RunbookFolder($"name: Trust\nplays:\n  - hosts: kvm\n    steps: [{Steps}]\n");
        var plan = Bare().Plan(folder.Bind(HandMadeReadings.Facts));
        Assert.False(plan.HasUnknown);
        var again = PlanFile.Read(PlanFile.Write(plan)) ?? throw new InvalidDataException();
        Assert.Equal(PlanFile.Write(plan), PlanFile.Write(again));
        Assert.Equal(["kvm1", "kvm3"], again.Deeds.OfType<ChangeDeed>().Single(deed => deed.Id == "p1.s2@kvm2").Peers?.Select(peer => peer.Name));
    }

    [Fact]
    public void Where_all_have_their_keys_nothing_waits()
    {
        using var folder = new RunbookFolder($"name: Trust\nplays:\n  - {{ hosts: kvm, steps: [{{ ssh.trust: {{}} }}] }}\n");
        var readings = s_hosts.Aggregate(new HandMadeReadings(), (made, host) => made.With(host, "/root/.ssh", UserKey + HostKey));
        var plan = readings.Plan(folder.Bind(HandMadeReadings.Facts));
        Assert.All(plan.Deeds.OfType<ChangeDeed>(), deed => Assert.Null(deed.Peers));
        Assert.Equal(3, plan.Deeds.Count);
    }

    [Fact]
    public void A_host_that_does_not_answer_is_named_where_it_is_left_out()
    {
        using var folder = new RunbookFolder($"name: Trust\nplays:\n  - {{ hosts: kvm, max_failed: 1, steps: [{Steps}] }}\n");
        var plan = Bare().Unread("kvm2").Plan(folder.Bind(HandMadeReadings.Facts));
        Assert.All(plan.Lines.Where(line => line.Kind == "ssh.trust"), line => Assert.Contains("kvm2 is left as it was: kvm2 does not answer", line.Text, StringComparison.Ordinal));
        Assert.Equal(2, plan.Lines.Count(line => line.Kind == "ssh.trust"));
    }

    [Fact]
    public void The_way_back_waits_for_nobody()
    {
        using var folder = new RunbookFolder($"name: Trust\nplays:\n  - hosts: kvm\n    steps: [{Steps}]\n");
        var plan = Bare().Plan(folder.Bind(HandMadeReadings.Facts));
        var batch = new RunBatch("run", "kvm1", 1, [.. plan.Deeds.Where(deed => deed.Host == "kvm1")]);
        var back = InverseDeeds.Of([batch], (_, _) => true).OfType<ChangeDeed>().ToList();
        Assert.Equal(["ssh.trust", "ssh.key"], back.Select(deed => deed.Step.Kind));
        Assert.All(back, deed => Assert.True(deed is { Peers: null, Change.Awaited: null }));
    }

    private static HandMadeReadings Bare() => s_hosts.Aggregate(new HandMadeReadings(), (made, host) => made.With(host, "/root/.ssh", HostKey));
}

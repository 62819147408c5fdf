using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Checks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>A way that does not work has two ends. Whose fault it is only the answers of all hosts tell.</summary>
public sealed class PathTableTests
{
    private const string Narrow = "less 1500 eth1 9000 -";
    private const string Silent = "none - eth1 9000 -";
    private const string Own = "local 1500 eth1 1500 -";

    [Fact]
    public void A_host_behind_a_narrow_port_fails_alone()
    {
        var verdicts = Judge(4, (from, to) => from == 2 || to == 2 ? Narrow : "full");
        var cut = Assert.IsType<Verdict.Failed>(verdicts[2]);
        Assert.Equal("all paths to and from kvm2 carry 1500, while 9000 bytes pass between kvm1, kvm3, kvm4: a device between carries less", cut.Text);
        Assert.Equal("Look at the switch port of kvm2, and at its bond and cabling.", cut.Remedy);
        Assert.Equal("9000 bytes reach kvm3, kvm4; that they do not pass to or from kvm2 is not this host's fault", Assert.IsType<Verdict.Passed>(verdicts[1]).Text);
        Assert.All(new[] { 3, 4 }, host => Assert.IsType<Verdict.Passed>(verdicts[host]));
    }

    [Fact]
    public void Two_hosts_cannot_tell_whose_fault_it_is_and_both_fail() =>
        Assert.All(Judge(2, (_, _) => Narrow).Values, verdict => Assert.Contains("the peer or a device between carries less", Assert.IsType<Verdict.Failed>(verdict).Text, StringComparison.Ordinal));

    [Fact]
    public void Where_no_way_works_all_fail() => Assert.All(Judge(4, (_, _) => Silent).Values, verdict => Assert.IsType<Verdict.Failed>(verdict));

    [Fact]
    public void Two_groups_name_what_is_between_them()
    {
        var verdicts = Judge(4, (from, to) => from <= 2 == to <= 2 ? "full" : Narrow);
        Assert.All(verdicts.Values, verdict => Assert.IsType<Verdict.Failed>(verdict));
        Assert.Contains("kvm1, kvm2 reach each other and so do kvm3, kvm4", ((Verdict.Failed)verdicts[1]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_whose_own_interface_is_too_small_fails_alone()
    {
        var verdicts = Judge(3, (from, to) => from == 1 ? Own : to == 1 ? Narrow : "full");
        Assert.Contains("this host's own interface carries 1500", Assert.IsType<Verdict.Failed>(verdicts[1]).Text, StringComparison.Ordinal);
        Assert.All(new[] { 2, 3 }, host => Assert.IsType<Verdict.Passed>(verdicts[host]));
    }

    [Fact]
    public void One_way_only_is_said_at_both_ends()
    {
        var verdicts = Judge(3, (from, to) => (from, to) == (1, 2) ? Narrow : "full");
        Assert.Equal("kvm2 (198.51.100.12): 9000 bytes do not arrive, 1500 do: the peer or a device between carries less; from kvm2 to here they do arrive", Assert.IsType<Verdict.Failed>(verdicts[1]).Text);
        Assert.Equal("kvm1 (198.51.100.11): 9000 bytes arrive there, but at most 1500 from there to here: one way only", Assert.IsType<Verdict.Failed>(verdicts[2]).Text);
        Assert.IsType<Verdict.Passed>(verdicts[3]);
    }

    [Fact]
    public void A_host_that_was_not_asked_any_more_is_nobody_elses_failure()
    {
        var verdicts = Judge(3, (_, to) => to == 3 ? Silent : "full", asked: [1, 2]);
        Assert.Equal([1, 2], verdicts.Keys);
        Assert.All(verdicts.Values, verdict => Assert.IsType<Verdict.Passed>(verdict));
    }

    [Fact]
    public void One_bad_cable_among_forty_hosts_is_one_failed_host()
    {
        var verdicts = Judge(40, (from, to) => from == 17 || to == 17 ? Silent : "full");
        Assert.Equal([17], verdicts.Where(verdict => verdict.Value is Verdict.Failed).Select(verdict => verdict.Key));
    }

    private static SortedDictionary<int, Verdict> Judge(int hosts, Func<int, int, string> answer, int[]? asked = null)
    {
        var all = Enumerable.Range(1, hosts).ToList();
        var told = (asked ?? [.. all]).ToDictionary(host => host, host => new HostAnswers(
            new Scene($"kvm{host}", HostFacts.None, new Peer($"kvm{host}", null), [.. all.Where(other => other != host).Select(other => new Peer($"kvm{other}", Address(other)))]),
            new Answers([CommandResult.OfText(string.Concat(all.Where(other => other != host).Select(other => $"{Address(other)} {answer(host, other)}\n")))])));
        return new(told.ToDictionary(
            each => each.Key,
            each => new CheckPathMtu(9000).Judge(each.Value.Answers, each.Value.Scene, [.. told.Where(other => other.Key != each.Key).Select(other => other.Value)])));
    }

    private static string Address(int host) => $"198.51.100.{10 + host}";
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Checks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>How far apart clocks can be, from what each host's own daemon tells.</summary>
public sealed class ClockTests
{
    private const string Own = "chrony 7F7F0101,,10,1795272277.587714249,0.000000000,0.000000000,0.000000000,0.000,0.000,0.000,0.000000000,0.000000000,0.0,Normal";

    [Fact]
    public void Hosts_with_one_source_are_as_far_apart_as_their_offsets()
    {
        var apart = Peers("100ms", Following("192.0.2.1", "0.0015", "0.300"), Following("192.0.2.1", "-0.0005", "0.300"));
        Assert.Equal("at most 2 ms apart from kvm2: offset 1.5 ms, root distance 150 ms, source 192.0.2.1, stratum 3", Assert.IsType<Verdict.Passed>(apart).Text);
    }

    [Fact]
    public void Hosts_with_two_sources_may_be_apart_by_what_both_leave_open()
    {
        var apart = Assert.IsType<Verdict.Failed>(Peers("100ms", Following("192.0.2.1", "0.001", "0.300"), Following("192.0.2.2", "0.001", "0.300")));
        Assert.StartsWith("the clock may be 300 ms apart from kvm2, more than 100 ms", apart.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_host_may_be_what_all_others_follow_and_two_may_not()
    {
        Assert.IsType<Verdict.Passed>(Peers("100ms", Own, Following("192.0.2.11", "0.001", "0.001")));
        Assert.Contains("nobody knows how far apart", Assert.IsType<Verdict.Failed>(Peers("100ms", Own, Own)).Text, StringComparison.Ordinal);
    }

    [Theory]
    // As in timedatectl(1).
    [InlineData("synchronised yes\ntimesyncd Server: 216.239.35.0 (time.google.com)\ntimesyncd Leap: normal\ntimesyncd Stratum: 1\ntimesyncd Root distance: 7.590ms (max: 5s)\ntimesyncd Offset: -3.247ms\ntimesyncd Delay: 20.553ms\n", "at most 21.114 ms off: offset -3.247 ms, root distance 17.867 ms, source 216.239.35.0, stratum 1")]
    public void What_timesyncd_tells_counts_too(string told, string expected) =>
        Assert.Equal(expected, Assert.IsType<Verdict.Passed>(new CheckTime(TimeSpan.FromMilliseconds(100)).Judge(Answers(told), Scene("kvm1"))).Text);

    // As systemd's format_timespan writes what is longer than a unit.
    [Theory]
    [InlineData("+2h 3min 4s", "7384017.867 ms")]
    [InlineData("-1d 1h", "90000017.867 ms")]
    [InlineData("-1min 2.5s", "62517.867 ms")]
    [InlineData("+812us", "18.679 ms")]
    public void A_time_of_several_units_is_their_sum(string offset, string bound)
    {
        var told = $"synchronised yes\ntimesyncd Server: 192.0.2.1 (192.0.2.1)\ntimesyncd Root distance: 7.590ms (max: 5s)\ntimesyncd Offset: {offset}\ntimesyncd Delay: 20.553ms\n";
        Assert.StartsWith($"the clock may be {bound} off, more than 1 ms", Assert.IsType<Verdict.Failed>(new CheckTime(TimeSpan.FromMilliseconds(1)).Judge(Answers(told), Scene("kvm1"))).Text, StringComparison.Ordinal);
    }

    private static Verdict Peers(string within, string self, string other) =>
        new CheckTime(TimeSpan.FromMilliseconds(int.Parse(within[..^2])), ClockOf.Peers).Judge(Answers(self), Scene("kvm1"), [new HostAnswers(Scene("kvm2"), Answers(other))]);

    private static string Following(string source, string offset, string delay) =>
        $"chrony C0000201,{source},3,1795272277.587714249,{offset},0.000000000,0.000000000,0.000,0.000,0.000,{delay},0.000000000,64.0,Normal\nsource ^,*,{source},2,6,377,13,0.0,0.0,0.0";

    private static Answers Answers(string told) => new([CommandResult.OfText(told)]);

    private static Scene Scene(string host) => new(host, HostFacts.None, new Peer(host, null), []);
}

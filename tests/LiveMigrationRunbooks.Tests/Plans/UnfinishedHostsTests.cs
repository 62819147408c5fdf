using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

public sealed class UnfinishedHostsTests
{
    [Fact]
    public void Hosts_that_failed_or_were_not_begun_are_left() => Assert.Equal(["kvm2", "kvm3"], Of([.. Ended("kvm1", DeedEnd.Done), .. Ended("kvm2", DeedEnd.RolledBack)]));

    [Fact]
    public void The_last_word_about_a_deed_counts() => Assert.Equal(["kvm1"], Of([.. Ended("kvm1", DeedEnd.Done), .. Ended("kvm2", DeedEnd.Done), .. Ended("kvm3", DeedEnd.Failed), .. Ended("kvm3", DeedEnd.Done), .. Ended("kvm1", DeedEnd.Held)]));

    [Fact]
    public void A_host_that_was_lost_is_left_although_its_deeds_were_done() =>
        Assert.Equal(["kvm2"], Of([.. AllDone(), new HostLost("kvm2", "host.lost", "", "")]));

    [Fact]
    public void A_run_that_did_all_leaves_none() => Assert.Empty(Of([.. AllDone()]));

    [Fact]
    public void Hosts_that_could_not_be_read_are_left() => Assert.Equal(
        ["kvm3"], UnfinishedHosts.Of(PastRun.Plan with { Hosts = [.. PastRun.Plan.Hosts.Select(host => host.Name == "kvm3" ? host with { Trouble = new HostTrouble("host.unreachable", "", "") } : host)] }, Journal([.. AllDone()])));

    private static IEnumerable<JournalRecord> AllDone() => new[] { "kvm1", "kvm2", "kvm3" }.SelectMany(host => Ended(host, DeedEnd.Done));

    private static IEnumerable<JournalRecord> Ended(string host, DeedEnd end) => PastRun.Of(host).Select(deed => new DeedEnded(deed.Id, host, end, "", ValueMap<long>.Empty));

    private static ValueList<string> Of(ValueList<JournalRecord> records) => UnfinishedHosts.Of(PastRun.Plan, Journal(records));

    private static JournalReading Journal(ValueList<JournalRecord> records) => new(records, 0, 0, "", null);
}

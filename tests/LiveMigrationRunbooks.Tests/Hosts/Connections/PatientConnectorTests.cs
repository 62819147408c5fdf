using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Tests.Runs;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Connections;

public sealed class PatientConnectorTests
{
    private readonly SkippingTime _time = new();
    private readonly List<string> _told = [];

    [Fact]
    public async Task What_may_pass_is_tried_again_after_growing_pauses_and_not_for_ever()
    {
        var ways = new Ways(new HostProblem("host.unreachable", "kvm1 cannot be reached: Connection refused", "") { MayPass = true });

        Assert.Equal("host.unreachable", Assert.IsType<NotOpened>(await OpenAsync(ways)).Problem.Reason);
        Assert.Equal(3, ways.Tried);
        Assert.Equal([1, 3], _time.Waited.Select(each => each.TotalSeconds));
        Assert.Equal(["kvm1: kvm1 cannot be reached: Connection refused Trying again in 1s.", "kvm1: kvm1 cannot be reached: Connection refused Trying again in 3s."], _told);
    }

    [Fact]
    public async Task What_stays_wrong_is_not_tried_again()
    {
        var ways = new Ways(new HostProblem("hostkey.changed", "kvm1 shows another host key.", ""));

        await OpenAsync(ways);
        Assert.Equal((1, 0), (ways.Tried, _time.Waited.Count));
    }

    [Theory]
    [InlineData("ssh: connect to host 192.0.2.11 port 22: Connection refused\n", true)]
    [InlineData("ssh: connect to host 192.0.2.11 port 22: Connection timed out\n", true)]
    [InlineData("kex_exchange_identification: read: Connection reset by peer\n", true)]
    [InlineData("ssh: Could not resolve hostname kvm9: Name or service not known\n", false)]
    [InlineData("Host key verification failed.\n", false)]
    [InlineData("ops@192.0.2.11: Permission denied (publickey).\n", false)]
    public void Only_the_way_may_pass(string said, bool mayPass) => Assert.Equal(mayPass, HostProblems.Explain("kvm1", 255, said, opening: true).MayPass);

    [Fact]
    public void A_host_that_was_there_is_not_opened_again() => Assert.False(HostProblems.Explain("kvm1", 255, "Connection reset by peer\n", opening: false).MayPass);

    private Task<Opening> OpenAsync(Ways ways) => new PatientConnector(ways, (host, text) => _told.Add($"{host}: {text}"), _time)
        .OpenAsync(new SshTarget("kvm1", "192.0.2.11", 22, null, null, "unused"), default);

    private sealed class Ways(HostProblem problem) : IConnector
    {
        public int Tried { get; private set; }

        public Task<Opening> OpenAsync(SshTarget target, CancellationToken cancellationToken)
        {
            Tried++;
            return Task.FromResult<Opening>(new NotOpened(problem));
        }
    }
}

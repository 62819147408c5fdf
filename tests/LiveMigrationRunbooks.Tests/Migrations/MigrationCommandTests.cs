using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Migrations.Preflights;
using LiveMigrationRunbooks.Tests.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Migrations;

public sealed class MigrationCommandTests
{
    [Fact]
    public void The_default_policy() =>
        Assert.Equal(
            "virsh -c qemu:///system migrate --live --p2p --persistent --auto-converge --migrateuri tcp://198.51.100.12 "
            + $"--domain {Transcript.Guest} --desturi qemu+ssh://kvm2/system",
            For("198.51.100.12", MigrationPolicy.Balanced));

    [Fact]
    public void A_limit_is_in_MiB_a_second_and_an_IPv6_address_is_bracketed() =>
        Assert.Equal(
            $"virsh -c qemu:///system migrate --live --p2p --persistent --bandwidth 95 --migrateuri 'tcp://[2001:db8::2]' --domain {Transcript.Guest} --desturi qemu+ssh://kvm2/system",
            For("2001:db8::2", MigrationPolicy.Balanced with { AutoConverge = false, BandwidthMibPerSecond = 95 }));

    private static string For(string address, MigrationPolicy policy)
    {
        var host = Transcript.Host("kvm2");
        var target = new MoveTarget("kvm2", "kvm2", address, 0, host, ProbeAnswers.NotAsked);
        return MigrationCommand.For(Transcript.Guest, MoveWay.Of(new PreflightScene(host.Guests[0], "kvm1", host, ProbeAnswers.NotAsked, target, MemoryNeed.None) { Policy = policy })).ToString();
    }

    [Theory]
    [InlineData("completed-source")]
    [InlineData("completed-target")]
    public void Both_sides_tell_what_a_finished_move_cost(string transcript)
    {
        var statistics = MigrationStatistics.Read(Transcript.Of(transcript));

        Assert.NotNull(statistics);
        Assert.Equal((13L, 1L, 365212947L, 11L), (statistics.DowntimeMs, statistics.SetupMs, statistics.BytesTransferred, statistics.Iterations));
        Assert.InRange(statistics.TotalMs ?? 0, 39000, 40000);
    }

    [Fact]
    public void Nothing_completed_is_nothing_to_tell() =>
        Assert.Null(MigrationStatistics.Read(LiveMigrationRunbooks.Commands.CommandResult.OfText("Job type: 0\n\n")));
}

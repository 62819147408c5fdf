using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Tests.Plans;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

public sealed class AdoptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lmr-adoption-").FullName;

    private RunStore Store => RunStore.Beside(Path.Combine(_folder, "runbook.yml"));

    [Fact]
    public void A_free_host_needs_nothing()
    {
        var adoption = Adoption.Of([Host("kvm1", null)], Store);

        Assert.Equal((0, 0, null), (adoption.Dead.Count, adoption.AtWork.Count, adoption.Refused));
    }

    [Fact]
    public void A_run_made_here_whose_process_is_gone_is_taken_over()
    {
        Store.Create(PastRun.Id, TimeProvider.System).Dispose();
        var adoption = Adoption.Of([Host("kvm1", new HeldBy(PastRun.Id, "here", AtWork: false)), Host("kvm2", new HeldBy(PastRun.Id, "here", AtWork: true))], Store);

        Assert.Equal(PastRun.Id, adoption.Dead["kvm1"]);
        Assert.Equal(["kvm2"], adoption.AtWork);
        Assert.Null(adoption.Refused);
    }

    [Fact]
    public void A_run_that_lives_is_left_alone()
    {
        using var run = Store.Create(PastRun.Id, TimeProvider.System);

        Assert.Equal("run.alive", Adoption.Of([Host("kvm1", new HeldBy(PastRun.Id, "here", AtWork: true))], Store).Refused?.Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_of_somewhere_else_is_left_alone_dead_or_not(bool atWork)
    {
        var refused = Adoption.Of([Host("kvm1", new HeldBy(PastRun.Id, "elsewhere", atWork))], Store).Refused;

        Assert.Equal("claim.held", refused?.Reason);
        Assert.Contains("elsewhere", refused?.What, StringComparison.Ordinal);
        Assert.Contains($"lmr runs abandon {PastRun.Id}", refused?.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_whose_name_is_a_path_is_nobody_of_ours() =>
        Assert.Equal("claim.held", Adoption.Of([Host("kvm1", new HeldBy("../../x", "here", AtWork: false))], Store).Refused?.Reason);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static HostReading Host(string name, HeldBy? claim) => HostReading.NotRead(name, new HostTrouble("", "", "")) with { Trouble = null, Claim = claim };
}

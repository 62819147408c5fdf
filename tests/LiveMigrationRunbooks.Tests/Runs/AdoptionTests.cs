using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Claiming;
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
    public void A_host_that_only_a_later_stage_needs_may_be_free_by_then()
    {
        var theirs = Host("kvm2", new HeldBy(PastRun.Id, "elsewhere", AtWork: true));

        Assert.Null(Adoption.Of([theirs], Store, Needs(own: "kvm1")).Refused);
        Assert.Equal("claim.held", Adoption.Of([theirs], Store, Needs(own: "kvm2")).Refused?.Reason);
        Assert.Equal("claim.held", Adoption.Of([theirs], Store, Needs(own: "kvm1", shared: "kvm2")).Refused?.Reason);
    }

    [Fact]
    public void A_host_that_others_send_guests_to_can_be_a_target_too_but_is_not_changed()
    {
        var shared = Host("kvm2", null) with { Reserved = [new ReservedBy(PastRun.Id, "elsewhere", 1024, AtWork: false)] };

        Assert.Null(Adoption.Of([shared], Store, Needs(own: "kvm1", shared: "kvm2")).Refused);
        Assert.Equal("claim.reserved", Adoption.Of([shared], Store, Needs(own: "kvm2")).Refused?.Reason);
        Assert.Empty(Adoption.Of([shared], Store, Needs(own: "kvm2")).Buried);
    }

    [Fact]
    public void The_reservation_of_a_dead_run_made_here_is_ended()
    {
        Store.Create(PastRun.Id, TimeProvider.System).Dispose();
        var shared = Host("kvm2", null) with { Reserved = [new ReservedBy(PastRun.Id, "here", 1024, AtWork: false)] };
        var adoption = Adoption.Of([shared], Store, Needs(own: "kvm2"));

        Assert.Null(adoption.Refused);
        Assert.Equal([PastRun.Id], adoption.Buried["kvm2"]);
        Assert.Empty(Adoption.Of([shared with { Reserved = [new ReservedBy(PastRun.Id, "here", 1024, AtWork: true)] }], Store, Needs(own: "kvm2")).Buried);
    }

    [Fact]
    public void A_claim_whose_name_is_a_path_is_nobody_of_ours() =>
        Assert.Equal("claim.held", Adoption.Of([Host("kvm1", new HeldBy("../../x", "here", AtWork: false))], Store).Refused?.Reason);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Demand Needs(string own, string? shared = null) =>
        new([own], shared is null ? ValueMap<long>.Empty : new ValueMap<long>([KeyValuePair.Create(shared, 1L)]));

    private static HostReading Host(string name, HeldBy? claim) => HostReading.NotRead(name, new HostTrouble("", "", "")) with { Trouble = null, Claim = claim };
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Migrations.Preflights;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Moves;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Tests.Plans;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

public sealed class DemandTests
{
    private const long Gib = 1024 * 1024;

    [Fact]
    public void Hosts_that_are_changed_are_the_runs_own_in_order()
    {
        var demand = Demand.First(PastRun.Plan);

        Assert.Equal(["kvm1", "kvm2", "kvm3"], demand.Own);
        Assert.Empty(demand.Shared);
    }

    [Fact]
    public void A_target_is_shared_with_the_memory_of_all_guests_that_are_still_to_come()
    {
        Deed[] first = [.. Move("a", "kvm2", "kvm1", 0), .. Move("b", "kvm2", "kvm1", 0)];
        Deed[] second = [.. Move("c", "kvm3", "kvm1", 1)];

        var demand = Demand.Of(first, [.. first, .. second]);
        Assert.Equal(["kvm2"], demand.Own);
        Assert.Equal([KeyValuePair.Create("kvm1", 3 * MemoryNeed.Of(Gib).Kib)], demand.Shared);
        Assert.Equal(["kvm1", "kvm2"], demand.Hosts);
        Assert.Equal(MemoryNeed.Of(Gib).Kib, Demand.Of(second, second).Shared["kvm1"]);
    }

    [Fact]
    public void A_host_that_is_both_changed_and_a_target_is_the_runs_own()
    {
        Deed[] stage = [.. Move("a", "kvm2", "kvm1", 0), .. PastRun.Of("kvm1")];

        var demand = Demand.Of(stage, stage);
        Assert.Equal(["kvm1", "kvm2"], demand.Own);
        Assert.Empty(demand.Shared);
    }

    [Fact]
    public void Questions_need_no_host()
    {
        var step = ((ChangeDeed)PastRun.Of("kvm1")[0]).Step;

        Assert.True(Demand.Of([new CheckDeed("c", 0, 0, "kvm1", step, []), new LeaveDeed("l", 0, 0, "kvm2", step, "changed since")], []).IsEmpty);
    }

    private static ValueList<Deed> Move(string name, string from, string to, int stage) =>
        EvacuationPlanner.DeedsOf(new GuestMove(1, $"uuid-{name}", name, from, to, "", "", Gib, false, true, null, []), 0, stage);
}

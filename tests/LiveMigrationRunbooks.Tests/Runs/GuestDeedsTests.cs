using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Moves;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Tests.Evacuations;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

public sealed class GuestDeedsTests
{
    [Fact]
    public void Guests_go_wave_by_wave_each_with_its_deeds_in_order() =>
        Assert.Equal(["a: move settle undefine, b: move settle undefine", "c: move settle undefine"], Told([.. Leaves("a", "one"), .. Leaves("b", "one"), .. Leaves("c", "two")]));

    [Fact]
    public void What_was_begun_goes_beside_the_first_wave_where_it_is_of_it_and_else_before_it()
    {
        Assert.Equal(["b: under-way settle undefine, a: move settle undefine"], Told([.. Leaves("a", "one"), .. Leaves("b", "one", underWay: true)]));
        Assert.Equal(["b: under-way settle undefine", "c: move settle undefine"], Told([.. Leaves("b", "one", underWay: true), .. Leaves("c", "two")]));
        Assert.Equal(["b: settle undefine"], Told(Leaves("b", "one").Skip(1)));
        Assert.Empty(Told([]));
    }

    [Fact]
    public void Of_guests_that_have_begun_all_is_ended() => Assert.Equal(["b", "c"],
        GuestDeeds.Begun([.. Leaves("a", "one"), .. Leaves("b", "one", underWay: true), .. Leaves("c", "two").Skip(1)]).Select(uuid => uuid[^1..]).Order(StringComparer.Ordinal));

    [Fact]
    public void A_guest_with_a_hook_begins_with_it_and_is_asked_before_the_last_one()
    {
        var hook = new GuestHook(["true"], 1, "");
        var move = Moves.Of("a", "kvm1", "kvm2", wave: "one") with { Hooks = new GuestHooks(hook, hook), Ready = new ReadyCheck(ReadySign.Agent, null, null, 1) };
        var guest = Assert.Single(GuestDeeds.ByWave(EvacuationPlanner.DeedsOf(move, 0, 0))[0]);

        Assert.Equal(["p1.before.a@kvm1", "p1.move.a@kvm1", "p1.settle.a@kvm1", "p1.undefine.a@kvm1", "p1.ready.a@kvm1", "p1.after.a@kvm1"], guest.Deeds.Select(deed => deed.Id));
        Assert.Equal((true, true, "one"), (guest.Begins, guest.Moves, guest.Wave));
        Assert.Equal((false, true), (new GuestDeeds([.. guest.Deeds.Skip(4)]).Begins, guest.Deeds.Skip(4).All(deed => Demand.TargetOf(deed) == "kvm2")));
    }

    private static IEnumerable<Deed> Leaves(string guest, string wave, bool underWay = false)
    {
        var move = Moves.Of(guest, "kvm1", "kvm2", wave: wave);
        return EvacuationPlanner.DeedsOf(move, 0, 0).Select(deed => deed is MoveDeed leaves ? leaves with { UnderWay = underWay } : deed);
    }

    private static IEnumerable<string> Told(IEnumerable<Deed> deeds) => GuestDeeds.ByWave(deeds).Select(wave => string.Join(", ", wave.Select(guest => $"{guest.Move!.Name}: {string.Join(' ', guest.Deeds.Select(Word))}")));

    private static string Word(Deed deed) => deed switch { MoveDeed { UnderWay: true } => "under-way", MoveDeed => "move", SettleDeed => "settle", _ => "undefine" };
}

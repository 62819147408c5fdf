using FsCheck;
using FsCheck.Fluent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Evacuations;

public sealed class SlidingWindowTests
{
    private static readonly SlidingWindow s_one = new(new MoveCaps(), ValueMap<int>.Empty);

    [Fact]
    public void Without_a_word_one_leaves_each_host_and_one_comes_to_each()
    {
        GuestMove[] open = [Moves.Of("a", "s1", "t1"), Moves.Of("b", "s1", "t2"), Moves.Of("c", "s2", "t1"), Moves.Of("d", "s2", "t2")];

        Assert.Equal(["a", "d"], Begin(s_one, open));
        Assert.Equal(["b"], Begin(s_one, open[1..3], open[3] with { Target = "t3" }));
    }

    [Fact]
    public void Whoever_does_not_fit_is_passed_over_and_is_first_when_it_does()
    {
        var window = new SlidingWindow(new MoveCaps(PerSource: 3, PerTarget: 1), ValueMap<int>.Empty);
        GuestMove[] open = [Moves.Of("a", "s1", "t1"), Moves.Of("b", "s1", "t1"), Moves.Of("c", "s1", "t2")];

        Assert.Equal(["a", "c"], Begin(window, open));
        Assert.Equal(["b"], Begin(window, open[1..2], open[2]));
    }

    [Fact]
    public void An_uplink_is_shared_by_all_who_pass_over_it()
    {
        var window = new SlidingWindow(new MoveCaps(9, 9, 1), ValueMap<int>.Empty);
        GuestMove[] open = [Moves.Of("a", "s1", "t1", uplinks: ["rack-a", "rack-b"]), Moves.Of("b", "s2", "t2", uplinks: ["rack-b"]), Moves.Of("c", "s3", "t3")];

        Assert.Equal(["a", "c"], Begin(window, open));
    }

    [Fact]
    public void A_guest_takes_a_port_for_itself_and_one_for_each_disk_that_goes_along()
    {
        var window = new SlidingWindow(new MoveCaps(99, 99, 99), new[] { KeyValuePair.Create("t1", 4) }.ToValueMap());

        Assert.Equal(["a"], Begin(window, [Moves.Of("a", "s1", "t1", disks: 2), Moves.Of("b", "s1", "t1", disks: 1)]));
        Assert.Equal(["a", "b"], Begin(window, [Moves.Of("a", "s1", "t1", disks: 2), Moves.Of("b", "s1", "t1")]));
        // It would never leave otherwise; libvirt says what is missing.
        Assert.Equal(["a"], Begin(window, [Moves.Of("a", "s1", "t1", disks: 9)]));
        Assert.Equal(7, Begin(window, [.. Enumerable.Range(0, 8).Select(each => Moves.Of($"{each}", "s1", "t2", disks: 8))]).Count);
    }

    [Fact]
    public void No_more_are_starting_towards_a_host_than_its_sshd_lets_in()
    {
        var window = new SlidingWindow(new MoveCaps(99, 99, 99), ValueMap<int>.Empty);
        var open = Enumerable.Range(0, 20).Select(each => Moves.Of($"{each:00}", "s1", "t1")).ToArray();

        Assert.Equal(MoveCaps.Starts, window.Begin(open, [], _ => true).Count);
        Assert.Equal(MoveCaps.Starts - 3, window.Begin(open[5..], open[..5], move => string.CompareOrdinal(move.Name, "03") < 0).Count);
    }

    [Fact]
    public void At_every_moment_all_who_fit_are_under_way_and_nobody_is_who_does_not() => Prop.ForAll<int>(seed =>
    {
        var (window, open) = Moves.Drawn(seed);
        var (random, underWay, ended) = (new Random(seed), new List<GuestMove>(), 0);
        var all = open.Count;
        while (open.Count > 0 || underWay.Count > 0)
        {
            var before = underWay.ToList();
            var begun = window.Begin(open, underWay, _ => true);
            // Whoever did not begin has no room beside those under way and those before it in the order that did.
            foreach (var (place, move) in open.Index().Where(each => !begun.Contains(each.Item)))
                Assert.Empty(window.Begin([move], [.. before, .. begun.Where(each => open.IndexOf(each) < place)], _ => true));
            Assert.Equal(begun, open.Where(begun.Contains));
            underWay.AddRange(begun);
            open.RemoveAll(begun.Contains);
            AssertWithin(window.Caps, underWay);
            Assert.NotEmpty(underWay);
            underWay.RemoveAt(random.Next(underWay.Count));
            ended++;
        }
        Assert.Equal(all, ended);
    }).QuickCheckThrowOnFailure();

    private static void AssertWithin(MoveCaps caps, List<GuestMove> underWay)
    {
        Assert.All(underWay.GroupBy(move => move.Source), source => Assert.InRange(source.Count(), 0, caps.PerSource));
        Assert.All(underWay.GroupBy(move => move.Target), target => Assert.InRange(target.Count(), 0, caps.PerTarget));
        Assert.All(underWay.SelectMany(move => move.Uplinks ?? []).GroupBy(uplink => uplink), uplink => Assert.InRange(uplink.Count(), 0, caps.PerUplink));
    }

    private static List<string> Begin(SlidingWindow window, IEnumerable<GuestMove> open, params GuestMove[] underWay) => [.. window.Begin(open, underWay, _ => true).Select(move => move.Name)];
}

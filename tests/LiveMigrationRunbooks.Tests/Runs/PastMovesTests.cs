using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Tests.Plans;
using LiveMigrationRunbooks.Tests.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

/// <summary>What journals and plans of earlier runs tell of moves.</summary>
public sealed class PastMovesTests : IDisposable
{
    private static readonly MigrationPolicy s_slow = MigrationPolicy.Gentle with { BandwidthMibPerSecond = 40 };
    private readonly TemporaryFolder _folder = new();

    private RunStore Store => new(_folder["runs"]);

    [Fact]
    public void A_move_that_arrived_tells_what_it_cost_and_in_which_manner_it_went()
    {
        Run("20261122-080000-aaaa", Ended("web", ("duration_ms", 5000), ("bytes", 1000), ("pause_ms", 20)));
        Run("20261122-090000-aaaa", Ended("web", ("duration_ms", 6000), ("bytes", 1200)));

        Assert.Equal(
            [new PastMove("20261122-080000-aaaa", "kvm2", PathManner.Of(s_slow), 1000, 5000, 20), new PastMove("20261122-090000-aaaa", "kvm2", PathManner.Of(s_slow), 1200, 6000, null)],
            Told()["kvm1"].Left);
        Assert.Empty(Told()["kvm2"].Left);
        Assert.NotEqual(PathManner.Of(s_slow), PathManner.Of(MigrationPolicy.Gentle));
    }

    [Fact]
    public void What_stayed_what_nobody_measured_and_what_followed_its_guest_tells_nothing()
    {
        Run("20261122-080000-aaaa", new DeedEnded("p1.move.web@kvm1", "kvm1", DeedEnd.Failed, "", Figures(("duration_ms", 5000), ("bytes", 1000))));
        Run("20261122-080001-aaaa", Ended("web"));
        Run("20261122-080002-aaaa", Ended("other", ("duration_ms", 5000), ("bytes", 1000)));
        Run("20261122-080003-aaaa", Move() with { Command = Command.Of("virsh", "migrate", "--postcopy") }, Ended("web", ("duration_ms", 5000), ("bytes", 1000)));

        Assert.Empty(Told()["kvm1"].Left);
    }

    [Fact]
    public void A_run_that_cannot_be_read_says_nothing_and_spoils_nothing()
    {
        Run("20261122-080000-aaaa", Ended("web", ("duration_ms", 5000), ("bytes", 1000)));
        Run("20261122-080001-aaaa", Ended("web", ("duration_ms", 5000), ("bytes", 1000)));
        File.WriteAllText(Path.Combine(_folder["runs"], "20261122-080001-aaaa", "plan.json"), "{");

        Assert.Equal("20261122-080000-aaaa", Assert.Single(Told()["kvm1"].Left).Run);
    }

    [Fact]
    public void Where_no_guest_is_to_move_no_journal_is_opened()
    {
        var readings = new Dictionary<string, HostReading> { ["kvm1"] = HostReading.NotRead("kvm1", new HostTrouble("", "", "")) };

        Assert.Same(readings, PastMoves.In(readings, Store));
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyDictionary<string, HostReading> Told() => PastMoves.In(
        new[] { "kvm1", "kvm2" }.ToDictionary(host => host, host => HostReading.NotRead(host, new HostTrouble("", "", "")) with { Hypervisor = new NotAnswering("") }), Store);

    private void Run(string id, DeedEnded ended) => Run(id, Move(), ended);

    private void Run(string id, GuestMove move, DeedEnded ended)
    {
        using var run = Store.Create(id, TimeProvider.System);
        run.KeepPlan(PlanFile.Write(PastRun.Plan with { Deeds = [new MoveDeed("p1.move.web@kvm1", 0, 0, "kvm1", move, UnderWay: false)] }));
        run.Append(ended);
    }

    private static GuestMove Move() => new(1, "4b1c", "web", "kvm1", "kvm2", "198.51.100.12", "kvm2", 1024, false, true, Command.Of("virsh", "migrate"), [], "", s_slow);

    private static DeedEnded Ended(string guest, params (string Name, long Value)[] figures) => new($"p1.move.{guest}@kvm1", "kvm1", DeedEnd.Done, "", Figures(figures));

    private static ValueMap<long> Figures(params (string Name, long Value)[] figures) => figures.Select(figure => KeyValuePair.Create(figure.Name, figure.Value)).ToValueMap();
}

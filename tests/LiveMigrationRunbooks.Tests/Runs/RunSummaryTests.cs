using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Tests.Plans;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

public sealed class RunSummaryTests
{
    [Theory]
    [InlineData("", false, false, 0, "done")]
    [InlineData("Done NotRun", false, false, 16, "window.ended", "window.ended")]
    [InlineData("Failed NotRun", false, false, 18, "host.failed", "play.required")]
    [InlineData("Done NotRun", false, true, 130, "interrupted", "window.ended")]
    [InlineData("Done Done", false, false, 0, "done")]
    [InlineData("Done NotRun", false, false, 16, "run.incomplete")]
    [InlineData("NotRun", false, false, 16, "run.incomplete")]
    [InlineData("NotRun NotRun", false, false, 16, "run.incomplete")]
    [InlineData("NotRun", true, false, 4, "host.unreachable")]
    [InlineData("Failed NotRun", false, false, 2, "host.failed")]
    [InlineData("UnderWay NotRun", false, false, 8, "rollback.incomplete")]
    [InlineData("Done Failed", false, false, 2, "host.failed")]
    [InlineData("Done RolledBack", false, false, 2, "host.failed")]
    [InlineData("Done", true, false, 4, "host.unreachable")]
    [InlineData("Failed", true, false, 6, "host.failed")]
    [InlineData("Held", false, false, 8, "rollback.incomplete")]
    [InlineData("Held Failed", true, false, 14, "rollback.incomplete")]
    [InlineData("Done NotRun", false, true, 130, "interrupted")]
    [InlineData("Held NotRun", false, true, 8, "rollback.incomplete")]
    public void The_exit_code_tells_what_happened_bit_by_bit(string ends, bool lost, bool interrupted, int code, string reason, string? incomplete = null)
    {
        var deed = PastRun.Plan.Deeds[0];
        var results = ends.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(end => new DeedResult(deed, Enum.Parse<DeedEnd>(end), "", ValueMap<long>.Empty)).ToList();
        var summary = RunSummary.Of(PastRun.Id, results, lost ? [new PlanHost("kvm1", null)] : [], interrupted, incomplete);

        Assert.Equal((code, reason), (summary.ExitCode, summary.Reason));
    }

    [Theory]
    [InlineData("", 8, "guest.after_move")]
    [InlineData("Failed", 10, "host.failed")]
    public void A_guest_that_has_moved_and_does_not_serve_needs_a_human(string others, int code, string reason)
    {
        var move = new GuestMove(1, "4b1c", "web", "kvm1", "kvm2", "198.51.100.12", "kvm2", 1024, false, true, null, []);
        foreach (var after in new Deed[] { new ReadyDeed("r", 0, 0, "kvm1", move), new HookDeed("h", 0, 0, "kvm1", move, HookTime.After) })
        {
            var results = others.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(end => new DeedResult(PastRun.Plan.Deeds[0], Enum.Parse<DeedEnd>(end), "", ValueMap<long>.Empty))
                .Append(new DeedResult(after, DeedEnd.Failed, "web: does not serve", ValueMap<long>.Empty)).Append(new DeedResult(PastRun.Plan.Deeds[1], DeedEnd.NotRun, "", ValueMap<long>.Empty)).ToList();
            var summary = RunSummary.Of(PastRun.Id, results, [], interrupted: false);
            Assert.Equal((code, reason), (summary.ExitCode, summary.Reason));
        }
    }

    [Theory]
    [InlineData("", 16, "guest.stays")]
    [InlineData("Failed", 18, "host.failed")]
    public void A_guest_whose_policy_called_its_move_off_is_no_failed_host(string others, int code, string reason)
    {
        var deed = PastRun.Plan.Deeds[0];
        var results = others.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(end => new DeedResult(deed, Enum.Parse<DeedEnd>(end), "", ValueMap<long>.Empty))
            .Append(new DeedResult(deed, DeedEnd.Failed, "web: still on kvm1", MoveFigures.StayedByRule)).Append(new DeedResult(deed, DeedEnd.NotRun, "", ValueMap<long>.Empty)).ToList();

        Assert.Equal((code, reason), RunSummary.Of(PastRun.Id, results, [], interrupted: false) is var summary ? (summary.ExitCode, summary.Reason) : default);
    }

    [Theory]
    [InlineData(DeedEnd.Held)]
    [InlineData(DeedEnd.UnderWay)]
    public void A_guest_that_nobody_can_vouch_for_comes_before_everything_else(DeedEnd end)
    {
        var guest = new GuestMove(0, "7a1f0b52-6f7e-4a1e-9c59-0d6a4b3c2d1e", "web", "kvm1", "kvm2", "192.0.2.12", "kvm2", 0, false, true, null, [], "", MigrationPolicy.Balanced);
        DeedResult[] results = [new(PastRun.Plan.Deeds[0], DeedEnd.Failed, "", ValueMap<long>.Empty), new(new MoveDeed("p1.move.web@kvm1", 0, 0, "kvm1", guest, UnderWay: false), end, "", ValueMap<long>.Empty)];

        Assert.Equal((10, "guest.held"), RunSummary.Of(PastRun.Id, results, [], interrupted: false) is var summary ? (summary.ExitCode, summary.Reason) : default);
    }
}

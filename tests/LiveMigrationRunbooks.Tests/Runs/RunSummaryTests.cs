using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs;
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
    [InlineData("UnderWay NotRun", false, false, 8, "guest.held")]
    [InlineData("Done Failed", false, false, 2, "host.failed")]
    [InlineData("Done RolledBack", false, false, 2, "host.failed")]
    [InlineData("Done", true, false, 4, "host.unreachable")]
    [InlineData("Failed", true, false, 6, "host.failed")]
    [InlineData("Held", false, false, 8, "guest.held")]
    [InlineData("Held Failed", true, false, 14, "guest.held")]
    [InlineData("Done NotRun", false, true, 130, "interrupted")]
    [InlineData("Held NotRun", false, true, 8, "guest.held")]
    public void The_exit_code_tells_what_happened_bit_by_bit(string ends, bool lost, bool interrupted, int code, string reason, string? incomplete = null)
    {
        var deed = PastRun.Plan.Deeds[0];
        var results = ends.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(end => new DeedResult(deed, Enum.Parse<DeedEnd>(end), "", ValueMap<long>.Empty)).ToList();
        var summary = RunSummary.Of(PastRun.Id, results, lost ? [new PlanHost("kvm1", null)] : [], interrupted, incomplete);

        Assert.Equal((code, reason), (summary.ExitCode, summary.Reason));
    }
}

using System.Globalization;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

public sealed class PlanWindowTests
{
    private const string Runbook = """
        name: At night
        window: { zone: Europe/Berlin, allow: "Sat 22:00 +6h", blackout: [{ from: 2026-12-20, to: 2027-01-05, reason: freeze }] }
        plays:
          - hosts: kvm1
            steps:
              - name: mark
                directory: { path: /srv/a }
        """;

    [Theory]
    [InlineData("2026-11-21T22:00:00Z", "Window: open until Sun 2026-11-22 04:00 Europe/Berlin (UTC+01:00)\n", null)]
    [InlineData("2026-11-21T20:00:00Z", "Window: closed; opens Sat 2026-11-21 22:00 Europe/Berlin (UTC+01:00); apply is refused until then\n", "window.closed")]
    [InlineData("2026-12-26T22:00:00Z", "Window: closed (blackout 2026-12-20 to 2027-01-05: freeze); opens Sat 2027-01-09 22:00 Europe/Berlin (UTC+01:00); apply is refused until then\n", "window.closed")]
    public void The_plan_says_whether_it_is_open_and_apply_is_refused_where_not(string now, string line, string? reason)
    {
        var plan = Plan(now);

        Assert.Contains(line, PlanText.Of(plan), StringComparison.Ordinal);
        Assert.Equal(reason, Approval.Refusal(plan)?.Reason);
        Assert.Equal(PlanFile.Write(plan), PlanFile.Write(PlanFile.Read(PlanFile.Write(plan))!));
        Assert.Null(Approval.Refusal(plan with { Deeds = [] }));
    }

    [Fact]
    public void Outside_of_it_is_said_aloud()
    {
        var plan = Plan("2026-11-21T20:00:00Z");
        var outside = plan with { Window = plan.Window! with { Outside = true } };

        Assert.Null(Approval.Refusal(outside));
        Assert.Contains("; this run does not keep to it (--outside-window)\n", PlanText.Of(outside), StringComparison.Ordinal);
        Assert.False(outside.Window.HasEnded(At("2026-11-21T20:00:00Z")));
    }

    [Fact]
    public void It_ends_at_the_instant_that_the_plan_told()
    {
        var window = Plan("2026-11-21T22:00:00Z").Window!;

        Assert.False(window.HasEnded(At("2026-11-22T02:59:59Z")));
        Assert.True(window.HasEnded(At("2026-11-22T03:00:00Z")));
    }

    private static Plan Plan(string now)
    {
        using var folder = new RunbookFolder(Runbook);
        var bound = folder.Bind();
        return new HandMadeReadings().Plan(bound) with { Window = PlanWindow.Of(bound.Runbook.Window, At(now)) };
    }

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}

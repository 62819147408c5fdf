using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Envelopes;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Runs;

namespace LiveMigrationRunbooks.Cli.Views;

/// <summary>Prints what a run came to, on standard output.</summary>
internal static class RunView
{
    /// <summary>A run that was not begun, because it may not be.</summary>
    public static int Refused(string reason, string explanation, bool json)
    {
        if (json) Print(new RunSummary("", ExitCodes.Refused, reason, [explanation], []), null, json);
        return Say.Refused(reason, explanation);
    }

    /// <summary>The same for several reasons: all are told, and the first one names the refusal.</summary>
    public static int Refused(IReadOnlyList<Breach> breaches, bool json)
    {
        if (json) Print(new RunSummary("", ExitCodes.Refused, breaches[0].Reason, [.. breaches.Select(breach => $"{breach.What} {breach.Remedy}  [{breach.Reason}]")], []), null, json);
        foreach (var breach in breaches) Say.Refused(breach.Reason, DiagnosticText.Safe($"{breach.What} {breach.Remedy}"));
        return ExitCodes.Refused;
    }

    /// <summary>A saved plan that was not begun, because it does not hold any more; everything that moved is told.</summary>
    public static int Stale(ValueList<Moved> moved, bool json)
    {
        TellMoved(moved);
        if (json) Print(new RunSummary("", ExitCodes.Refused, "plan.stale", [.. moved.Select(each => each.ToString())], []) { Moved = moved }, null, json);
        return Say.Refused("plan.stale", "the saved plan does not hold any more. Look at what moved, and plan again; or --on-stale replan.");
    }

    /// <summary>What moved since a plan was saved, one line each.</summary>
    public static void TellMoved(ValueList<Moved> moved)
    {
        Say.Progress("Moved since the plan was saved:");
        foreach (var each in moved) Say.Progress("  " + DiagnosticText.Safe(each.ToString()));
    }

    /// <summary>A run that was not begun, because there is nothing to do.</summary>
    public static int Nothing(int exitCode, bool json)
    {
        if (json) Print(new RunSummary("", exitCode, exitCode switch { ExitCodes.Done => "nothing.to_do", ExitCodes.Unread => "host.unreachable", _ => "rollback.incomplete" }, [], []), null, json);
        return exitCode;
    }

    /// <param name="plan">The plan that was carried out; null for a rollback, which has none of its own.</param>
    public static void Print(RunSummary summary, Plan? plan, bool json)
    {
        var report = RunReport.Of(summary);
        Console.Out.Write(json ? ResultJson.Of(report) + "\n" : PlanView.Safe(RunText.Of(report) + (plan is null ? "" : MeasureText.Of(plan, report))));
    }
}

using LiveMigrationRunbooks.Envelopes;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
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

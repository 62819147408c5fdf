using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Forecasts;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Runs.Guests;

namespace LiveMigrationRunbooks.Reports;

/// <summary>One deed of a run, for reports.</summary>
public sealed record ReportDeed(string Id, string Host, string Kind, string Name, DeedEnd End, string Text, ValueMap<long> Figures)
{
    /// <summary>Of a move that was begun: what the plan said that it would cost; null where it said nothing.</summary>
    public Forecast? Forecast { get; init; }

    /// <summary>How far that was off; null where there was no forecast, and of a move that failed for a reason that nobody could foresee.</summary>
    public ForecastOutcome? Compared { get; init; }
}

/// <summary>What a run came to, as reports and scripts read it.</summary>
public sealed record RunReport(int Format, string Run, int ExitCode, string Reason, ValueList<string> Explanation, ValueList<ReportDeed> Deeds)
{
    /// <summary>What a saved plan rested on and is not so any more; null where that is not the reason.</summary>
    public ValueList<Moved>? Moved { get; init; }

    public static RunReport Of(RunSummary summary) => new(
        1, summary.Run, summary.ExitCode, summary.Reason, summary.Explanation, [.. summary.Results.Select(result => Of(result.Deed, result.End, result.Text, result.Figures))])
    {
        Moved = summary.Moved,
    };

    /// <summary>The report of a run that a journal tells of, with the plan it carried out.</summary>
    public static RunReport Of(string run, Plan plan, JournalReading journal)
    {
        var ended = journal.Ended;
        var results = journal.Records.OfType<DeedEnded>().GroupBy(record => record.Deed, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        return new RunReport(
            1,
            run,
            ended?.ExitCode ?? -1,
            ended?.Reason ?? "not ended",
            journal.Damage is { } damage ? [damage] : [],
            [
                .. plan.Deeds.Select(deed => results.TryGetValue(deed.Id, out var record)
                    ? Of(deed, record.End, record.Text, record.Figures)
                    : Of(deed, DeedEnd.NotRun, "no end is in the journal", ValueMap<long>.Empty)),
            ]);
    }

    private static long? Figure(ValueMap<long> figures, string name) => figures.TryGetValue(name, out var value) ? value : null;

    private static ReportDeed Of(Deed deed, DeedEnd end, string text, ValueMap<long> figures) => deed switch
    {
        ChangeDeed change => new ReportDeed(deed.Id, deed.Host, change.Step.Kind, change.Step.Name, end, text, figures),
        OperationDeed operation => new ReportDeed(deed.Id, deed.Host, operation.Step.Kind, operation.Step.Name, end, text, figures),
        CheckDeed check => new ReportDeed(deed.Id, deed.Host, check.Step.Kind, check.Step.Name, end, text, figures),
        LeaveDeed leave => new ReportDeed(deed.Id, deed.Host, leave.Step.Kind, leave.Step.Name, end, text, figures),
        MoveDeed { Move: var move } => new ReportDeed(deed.Id, deed.Host, "move", move.Name, end, text, figures)
        {
            Forecast = end == DeedEnd.NotRun ? null : move.Forecast,
            Compared = move.Forecast is { } forecast && (end == DeedEnd.Done || (end == DeedEnd.Failed && Figure(figures, MoveFigures.ByRule) is not null))
                ? ForecastOutcome.Of(forecast, end == DeedEnd.Done, Figure(figures, MoveFigures.Duration), Figure(figures, MoveFigures.Bytes)) : null,
        },
        SettleDeed settle => new ReportDeed(deed.Id, deed.Host, "settle", settle.Move.Name, end, text, figures),
        UndefineDeed undefine => new ReportDeed(deed.Id, deed.Host, "undefine", undefine.Move.Name, end, text, figures),
        HookDeed hook => new ReportDeed(deed.Id, deed.Host, GuestHooks.NameOf(hook.When), hook.Move.Name, end, text, figures),
        ReadyDeed ready => new ReportDeed(deed.Id, deed.Host, "ready", ready.Move.Name, end, text, figures),
        StopDeed stop => new ReportDeed(deed.Id, deed.Host, "stop", stop.Stop.Name, end, text, figures),
        _ => new ReportDeed(deed.Id, deed.Host, deed.GetType().Name, deed.Id, end, text, figures),
    };
}

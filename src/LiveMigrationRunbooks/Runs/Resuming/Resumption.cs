using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Resuming;

/// <summary>
/// Decides what a run that broke off still has to do. Pure: from its plan and journal, from what its hosts say, and from the plan that the
/// same runbook makes of them now. What was approved stays the measure: nothing is added to it, and what has an end keeps it.
/// </summary>
public sealed class Resumption
{
    private readonly string _run;
    private readonly Plan _was;
    private readonly Dictionary<string, Deed> _now;
    private readonly Plan? _plan;
    private readonly JournalReading _journal;
    private readonly IReadOnlyDictionary<string, FoundHost> _found;
    private readonly ValueList<MeantBatch> _batches;
    private readonly Dictionary<string, DeedResult> _ends = new(StringComparer.Ordinal);
    private readonly List<ChangeDeed> _starts = [];
    private readonly List<DeedResult> _results = [];

    /// <param name="now">The plan that is made of the hosts now; null for a way back, whose plan says all itself.</param>
    /// <param name="trouble">Why a host that is not among the found ones does not answer.</param>
    public Resumption(string run, Plan was, Plan? now, JournalReading journal, IReadOnlyDictionary<string, FoundHost> found, Func<string, string> trouble)
    {
        (_run, _was, _plan, _journal, _found) = (run, was, now, journal, found);
        _now = (now?.Deeds ?? []).ToDictionary(deed => deed.Id, StringComparer.Ordinal);
        _batches = [.. Batches()];
        foreach (var deed in was.Deeds)
            if (EndOf(deed, journal) is { } end && Stands(deed, end)) _ends[deed.Id] = new DeedResult(deed, end.End, end.Text, end.Figures);
        Position = new Position([], [], _batches, []);
        // A batch is judged as a whole: whether it is taken back depends on all of it.
        var open = _batches.Where(each => Position.IsOpen(each) && each.Batch.Deeds.Any(deed => !_ends.ContainsKey(deed.Id)))
            .SelectMany(each => each.Batch.Deeds).Select(deed => deed.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var again in open) _ends.Remove(again);
        // A gate judges all its answers together.
        var asked = was.Deeds.OfType<CheckDeed>().Where(deed => !_ends.ContainsKey(deed.Id)).Select(deed => (deed.Play, deed.Stage)).ToHashSet();
        foreach (var again in was.Deeds.OfType<CheckDeed>().Where(deed => asked.Contains((deed.Play, deed.Stage)))) _ends.Remove(again.Id);
        List<Deed> deeds = [.. was.Deeds.Select(deed => _ends.ContainsKey(deed.Id) || open.Contains(deed.Id) ? deed : Go(deed, trouble))];
        Plan = was with { Deeds = [.. deeds, .. UnknownMoves()], Window = now?.Window is { } window ? window with { Outside = Began?.OutsideWindow ?? false } : null };
        Position = Position with { Begun = [.. _journal.Records.OfType<DeedMeant>().Select(meant => meant.Deed).Distinct().Where(deed => !_ends.ContainsKey(deed))], Ended = [.. _ends.Values], Found = [.. _results], Starts = [.. _starts.Where(deed => !_results.Any(result => result.Deed.Id == deed.Id))] };
    }

    /// <summary>The plan as it goes on: the same deeds, those still to do as they are done now.</summary>
    public Plan Plan { get; }

    public Position Position { get; }

    /// <summary>Whether a run that ended so can be taken up again: it was asked to stop, or a guest was left for somebody to look at.</summary>
    public static bool IsTakenUpAfter(RunEnded end) => end.Reason is RunSummary.WasInterrupted or RunSummary.Cancelled or RunSummary.GuestHeld;

    /// <summary>What the journal has of a deed's end; null where it has none.</summary>
    public static DeedEnded? EndOf(Deed deed, JournalReading journal) => journal.Records.OfType<DeedEnded>().LastOrDefault(end => end.Deed == deed.Id);

    /// <summary>Whether an end is one for good. About a guest that was held, or on its way, the hosts are asked again.</summary>
    public static bool Stands(Deed deed, DeedEnded? end) => end?.End switch
    {
        null or DeedEnd.NotRun or DeedEnd.UnderWay => false,
        DeedEnd.Held => deed.Guest is null,
        _ => true,
    };

    private RunBegan? Began => _journal.Records.OfType<RunBegan>().FirstOrDefault();

    private IEnumerable<MeantBatch> Batches()
    {
        var guards = _journal.Records.OfType<GuardArmed>().ToDictionary(guard => (guard.Host, guard.Batch), guard => guard.Batches);
        var deeds = _was.Deeds.ToDictionary(deed => deed.Id, StringComparer.Ordinal);
        foreach (var meant in _journal.Records.OfType<BatchMeant>())
        {
            var reading = _found.TryGetValue(meant.Host, out var host) && host.Jobs.TryGetValue(meant.Batch, out var job) ? job : new JobReading(JobState.Interrupted, null, []);
            yield return new MeantBatch(new RunBatch(_run, meant.Host, meant.Batch, [.. meant.Deeds.Where(deeds.ContainsKey).Select(id => deeds[id])]), meant.Returns, reading)
            {
                Guards = guards.GetValueOrDefault((meant.Host, meant.Batch), []),
            };
        }
    }

    private Deed Go(Deed deed, Func<string, string> trouble)
    {
        if (!_found.TryGetValue(deed.Host, out var host)) return deed is CheckDeed ? deed : End(deed, DeedEnd.Failed, trouble(deed.Host));
        return deed switch
        {
            ChangeDeed change => Change(change, host.Changes.GetValueOrDefault(change.Id, ChangeAt.Elsewhere)),
            OperationDeed operation => Operation(operation, host),
            MoveDeed or SettleDeed or UndefineDeed or ReadyDeed when Stayed(deed.Guest) => End(deed, DeedEnd.NotRun, "not run"),
            MoveDeed move => Move(move),
            _ => deed,
        };
    }

    private Deed Change(ChangeDeed deed, ChangeAt at)
    {
        var name = deed.Step.Name;
        // Cut off in the middle of its way back, its files may be part of the way although all that is read of it is there.
        var cut = deed.Restores is not null && Last(deed) is { } last && last.StepOf(deed.Id) is { State: JobStepState.Running };
        // What was taken from other hosts was not known when the plan was made: the plan of now says whether it is there.
        var open = deed.Peers is not null && _now.ContainsKey(deed.Id);
        if (at == ChangeAt.After && !cut && !open) return End(deed, DeedEnd.Done, $"{name}: found as wanted");
        if (deed.Restores is not null) return at == ChangeAt.Elsewhere ? End(deed, DeedEnd.Held, $"{name}: neither as it was before nor as it is to be; it is left as it is") : Start(deed, cut ? null : deed);
        if (_now.GetValueOrDefault(deed.Id) is ChangeDeed now)
            return at == ChangeAt.Before ? Start(now, now) : Start(now with { Change = Onward(deed.Change, now.Change) }, now);
        var same = _plan?.Lines.Any(line => line.Play == deed.Play && line.Host == deed.Host && line.Step == name && line.Kind == deed.Step.Kind && line.State is LineState.Same or LineState.Better) ?? false;
        return same ? End(deed, DeedEnd.Done, $"{name}: found as wanted") : End(deed, DeedEnd.Held, $"{name}: {(at == ChangeAt.Before ? "as it was before" : "neither as it was before nor as wanted")}, and the plan that is made now does not change it; it is left as it is");
    }

    // From where it was found to where it was to go; the way back leads to where it began.
    private static Steps.PlannedChange Onward(Steps.PlannedChange was, Steps.PlannedChange now) => !was.Files.Equals(now.Files) ? now : now with
    {
        Before = was.Before, UndoRuntime = was.UndoRuntime, UndoPersist = was.UndoPersist, UndoAfterFiles = was.UndoAfterFiles,
    };

    private ChangeDeed Start(ChangeDeed deed, ChangeDeed? from)
    {
        if (from is not null) _starts.Add(from);
        return deed;
    }

    // Owed is owed. What began and is no longer owed has been done: the host takes the mark away when it was run.
    private Deed Operation(OperationDeed deed, FoundHost host)
    {
        var last = Last(deed);
        var step = last is null || Position.IsUndone(last) ? null : last.StepOf(deed.Id);
        var owed = host.Owed.Contains(OwedOperation.KeyOf(deed.Step));
        if (step is { State: JobStepState.Done, ExitCode: 0 } || (step is { State: JobStepState.Running } && !owed)) return End(deed, DeedEnd.Done, $"{deed.Step.Name}: found done");
        return _now.GetValueOrDefault(deed.Id) as OperationDeed ?? deed;
    }

    // What was to be run before its move failed, or the move itself.
    private bool Stayed(string? guest) => _was.Deeds.Any(deed => deed is MoveDeed or HookDeed { When: HookTime.Before } && deed.Guest == guest && _ends.ContainsKey(deed.Id) && _ends[deed.Id].End != DeedEnd.Done);

    // Whether it has left is asked of both hosts, whatever its job says.
    private MoveDeed Move(MoveDeed deed) => Last(deed) is { Job.NeverBegins: false } last ? deed with { UnderWay = true, Batch = last.Batch.Number } : deed;

    // Guests that came after the plan, and were on their way when the run broke off.
    private IEnumerable<Deed> UnknownMoves()
    {
        var under = _now.Values.OfType<MoveDeed>().Where(deed => deed.UnderWay).Concat<Deed>(_now.Values.OfType<SettleDeed>()).Select(deed => deed.Guest)
            .Except(_was.Deeds.Select(deed => deed.Guest)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return _plan?.Deeds.Where(deed => deed.Guest is { } guest && under.Contains(guest) && !_plan.Deeds.OfType<MoveDeed>().Any(move => !move.UnderWay && move.Guest == deed.Guest)) ?? [];
    }

    private MeantBatch? Last(Deed deed) => _batches.LastOrDefault(each => each.Returns is null && each.Batch.Deeds.Any(meant => meant.Id == deed.Id));

    private Deed End(Deed deed, DeedEnd end, string text)
    {
        _results.Add(new DeedResult(deed, end, text, ValueMap<long>.Empty));
        return deed;
    }
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Plans.Moves;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans;

/// <summary>What the planner says about one play.</summary>
internal sealed record PlannedPlay(PlanPlay Play, ValueList<PlanLine> Lines, ValueList<Deed> Deeds);

/// <summary>Plans one play: stage by stage, and in a stage host by host.</summary>
internal sealed class PlayPlanner(Inventory inventory, BoundPlay bound, int number, IReadOnlyDictionary<string, HostReading> readings, IReadOnlyList<Deed> earlier)
{
    private readonly List<PlanLine> _lines = [];
    private readonly List<Deed> _deeds = [];
    private readonly Dictionary<string, List<string>> _awaited = new(StringComparer.Ordinal);
    private EvacuationPlanner? _evacuation;
    private readonly LateDeeds _late = new(bound, earlier);

    /// <summary>Where an earlier plan placed guests, by UUID.</summary>
    public IReadOnlyDictionary<string, GuestMove>? Placed { get; init; }

    /// <param name="blocked">Hosts that an earlier play, or a reading that failed, has ruled out.</param>
    public PlannedPlay Plan(IReadOnlySet<string> blocked)
    {
        var play = bound.Play;
        var stages = play.Rollout.Split([.. bound.Hosts.Select(host => host.Name)]);
        var evacuation = _evacuation = bound.Play.Evacuate is null ? null : EvacuationPlanner.Make(inventory, bound, readings, blocked, earlier, Placed, stages);
        for (var stage = 0; stage < stages.Count; stage++)
        {
            // Guests go in waves across the hosts of a stage; the steps of a host come when its guests are gone.
            if (evacuation is not null) _deeds.AddRange(evacuation.Deeds(number, stage, [.. stages[stage].Where(host => !blocked.Contains(host))]));
            foreach (var host in bound.Hosts.Where(host => stages[stage].Contains(host.Name) && !blocked.Contains(host.Name)))
                PlanHost(host, stage);
            _deeds.AddRange(_late.Of(stage));
            PlanGate(stage, [.. stages.Take(stage + 1).SelectMany(each => each).Where(host => !blocked.Contains(host))]);
        }
        return new PlannedPlay(
            new PlanPlay(play.Name, stages, play.MaxFailed.TotalOf(bound.Hosts.Count), play.Rollout.Soak.TotalSeconds, play.FailedHost == FailedHost.Rollback, evacuation?.Whole, bound.LeftOut)
            {
                Requires = [.. play.Requires.Select(required => required.Value)],
                OverBudget = play.OverBudget,
                StageMaxFailed = play.MaxFailed.PerStage is { } most ? [.. stages.Select(stage => most.Of(stage.Count))] : null,
            },
            [.. _lines],
            [.. _deeds]);
    }

    private void PlanHost(BoundHost host, int stage)
    {
        var called = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var maybe = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var step in host.Steps)
        {
            var id = StepId.Step(number, step.Number);
            var name = step.Name;
            if (Awaits(host, stage, step))
            {
                foreach (var handler in step.Call.Notify) maybe.TryAdd(handler.Text, name);
                continue;
            }
            if (Judge(host, stage, step, id) is not Verdict.Change change) continue;
            var deed = new ChangeDeed(
                StepId.On(id, host.Name), number, stage, host.Name, StepReference.Of(name, step.Step!), change.Planned, [.. step.Call.Notify.Select(call => call.Text)]);
            if (change.Planned.Awaited is { } awaited) _late.Add(deed, step, awaited, Scenes.Of(inventory, bound, host.Name, readings[host.Name].Facts).Peers);
            else _deeds.Add(deed);
            foreach (var handler in step.Call.Notify)
            {
                if (!called.TryGetValue(handler.Text, out var callers)) called[handler.Text] = callers = [];
                callers.Add(name);
            }
        }
        foreach (var handler in host.Handlers) PlanHandler(host, stage, handler, called.GetValueOrDefault(handler.Call.Name) ?? [], maybe.GetValueOrDefault(handler.Call.Name));
    }

    private void PlanHandler(BoundHost host, int stage, BoundStep handler, List<string> callers, string? maybe)
    {
        var owed = handler.Step is { } step ? Owed(host.Name, StepReference.Of(handler.Name, step)) : null;
        if (callers.Count == 0 && owed is null)
        {
            if (maybe is not null) Line(host, stage, handler, LineState.Unknown, $"it is known whether '{maybe}' changes");
            return;
        }
        var id = StepId.Handler(number, handler.Number);
        if (Judge(host, stage, handler, id, owed) is Verdict.Runs runs)
        {
            var deed = new OperationDeed(
                StepId.On(id, host.Name), number, stage, host.Name, StepReference.Of(handler.Name, handler.Step!), runs.Planned, [.. callers.Union(owed?.CalledBy ?? [])]);
            if (!_late.Takes(deed)) _deeds.Add(deed);
        }
    }

    // The first play that has a handler for it runs it.
    private OwedOperation? Owed(string host, StepReference handler)
    {
        var key = OwedOperation.KeyOf(handler);
        return earlier.OfType<OperationDeed>().Any(deed => deed.Host == host && OwedOperation.KeyOf(deed.Step) == key) ? null : readings[host].Owed.FirstOrDefault(owed => owed.Key == key);
    }

    // A step whose secret was not read: it was not asked for either, so that neither its source nor the host has anything of it.
    private bool Awaits(BoundHost host, int stage, BoundStep step)
    {
        if (step.Applies == Applies.No || step.Step is not { } bound || !step.Call.Kind.AwaitsSecret(bound)) return false;
        Line(host, stage, step, LineState.Unknown, "the secret is read at apply");
        if (!_awaited.TryGetValue(host.Name, out var keys)) _awaited[host.Name] = keys = [];
        keys.AddRange(bound.Keys);
        return true;
    }

    private Verdict? Judge(BoundHost host, int stage, BoundStep step, string id, OwedOperation? owed = null)
    {
        if (step.Applies == Applies.No)
        {
            Line(host, stage, step, LineState.Excluded, $"when {step.Why}");
            return null;
        }
        var reading = readings[host.Name];
        if (step.Step is null || !reading.Answers.TryGetValue(id, out var answers))
            throw new InvalidOperationException($"{id} was not read on {host.Name}.");
        var scene = Scenes.Of(inventory, bound, host.Name, reading.Facts);
        var verdict = step.Step.JudgeAnyhow(answers, scene with
        {
            Peers = step.Step is ILooksAtPeers looks ? _late.Coming(looks, step, Scenes.Told(scene, id, readings)) : scene.Peers,
            Coming = Coming(host.Name),
            MayDisturb = step.Call.MayDisturb,
            ConfirmWithin = step.Call.ConfirmWithin,
            Emptied = _evacuation is { Whole.Only: null } evacuation && !evacuation.Whole.Stays.Any(stay => stay.Runs && stay.Source == host.Name),
        });
        switch (verdict)
        {
            case Verdict.Same same:
                Line(host, stage, step, same.Better ? LineState.Better : LineState.Same, same.Text);
                break;
            case Verdict.Change { Planned.Awaited: { } awaited } change:
                Line(host, stage, step, LineState.Unknown, string.Join("; ", [_late.Until(step, awaited), .. change.Planned.Notes ?? []]), change.Planned.Differences);
                break;
            case Verdict.Change change:
                Line(host, stage, step, LineState.Change, string.Join("; ", change.Planned.Notes ?? []), change.Planned.Differences);
                break;
            case Verdict.Runs runs:
                Line(host, stage, step, LineState.Runs, owed is null ? runs.Planned.Does : $"{runs.Planned.Does}; run {owed.Run} ended before it ({string.Join(", ", owed.CalledBy)})");
                break;
            case Verdict.Refused refused:
                var state = step.Call.OnRefusal == OnRefusal.Leave ? LineState.Left : LineState.Refused;
                Line(host, stage, step, state, string.Join(' ', refused.Reasons.Select(reason => reason.Reason)), [], refused.Reasons);
                break;
        }
        return verdict;
    }

    // What deeds before this one will have written by then, in this play and in those before.
    private ValueList<string> Coming(string host) =>
        [.. earlier.Concat(_deeds).OfType<ChangeDeed>().Where(deed => deed.Host == host).SelectMany(deed => StepCatalogue.FromJson(deed.Step.Kind, deed.Step.Arguments)?.Keys ?? []), .. _awaited.GetValueOrDefault(host) ?? []];

    // The gate asks every host that the play has been through so far, about all others of them. Where nothing was changed there is nothing
    // to prove, except in a play that consists of its gate.
    private void PlanGate(int stage, ValueList<string> sofar)
    {
        if (_deeds.Count == 0 && _awaited.Count == 0 && bound.Play.Steps.Count > 0) return;
        foreach (var host in bound.Hosts.Where(host => sofar.Contains(host.Name)))
        {
            foreach (var check in host.Gate)
            {
                if (check.Applies == Applies.No || check.Step is null) continue;
                if (_deeds.Count == 0 && bound.Play.Steps.Count > 0)
                {
                    Line(host, stage, check, LineState.Unknown, $"it is known whether stage {stage + 1} changes anything");
                    continue;
                }
                var scene = Scenes.Of(inventory, bound, host.Name, readings[host.Name].Facts, sofar);
                var id = StepId.On(StepId.Gate(number, check.Number), host.Name) + $".{stage + 1}";
                _deeds.Add(new CheckDeed(id, number, stage, host.Name, StepReference.Of(check.Name, check.Step), scene.Peers));
                Line(host, stage, check, LineState.Asked, $"after stage {stage + 1}{((check.Step as Check)?.Opaque() is { } opaque ? $", opaque: {opaque}" : "")}");
            }
        }
    }

    private void Line(
        BoundHost host, int stage, BoundStep step, LineState state, string text, ValueList<Difference>? differences = null, ValueList<Refusal>? reasons = null) =>
        _lines.Add(new PlanLine(number, stage, host.Name, step.Name, step.Call.Kind.Name, state, text, differences ?? [], reasons ?? []));
}

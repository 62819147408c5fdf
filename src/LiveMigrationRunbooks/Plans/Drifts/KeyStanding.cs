using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans.Drifts;

/// <summary>How one key of one host stands: beside what the runbook wants, and beside what a run left.</summary>
internal static class KeyStanding
{
    /// <param name="answers">What tells whether the host is as the run left it.</param>
    public static DriftLine Of(ManagedKey key, Scene scene, Answers? answers, string runbook)
    {
        var line = new DriftLine(scene.Host, key.Entry.Name, key.Entry.Call.Kind.Name, [key.Key], DriftState.Clean, null, "", [], Applied(key, runbook));
        if (Missing(key.Answers, scene) is { } missing) return line with { State = DriftState.Unread, Text = missing };
        var left = answers is not null && key is { Kept: { } kept, Applied: { } applied } && Missing(answers, scene) is null ? kept.BesideKept(key.Key, applied.State, answers, scene) : null;
        if (key.Answers is null) return Secret(line, key, left, scene, answers);
        var want = key.Step.BesideWant(key.Key, key.Answers, scene);
        if (want is null || !want.Differs) return line;
        var state = DriftDecision.Of(true, left is not null, left is { Differs: true }, left is not null && RunbookMoved(key, answers, scene));
        var refused = key.Step.Judge(key.Answers, scene) is Verdict.Refused refusal ? string.Join(' ', refusal.Reasons.Select(reason => reason.Reason)) : null;
        if (state == DriftState.Unowned && refused is not null && key.Entry.Call.OnRefusal == OnRefusal.Leave) return line with { State = DriftState.Left, Text = refused };
        return Differing(line, state, left, want) with
        {
            Text = refused is not null ? $"apply would refuse it: {refused}"
                : key.Applied is not null && left is null ? $"run {key.Applied.Run} set it by a kind of step that this version does not know" : "",
        };
    }

    private static DriftLine Secret(DriftLine line, ManagedKey key, Standing? left, Scene scene, Answers? answers)
    {
        if (left is null) return line with { State = DriftState.NotCompared, Text = "the secret is not read" };
        var state = DriftDecision.Of(true, true, left.Differs, RunbookMoved(key, answers, scene));
        return state == DriftState.Corrective && !left.Differs
            ? line with { State = DriftState.NotCompared, Text = $"as run {key.Applied?.Run} left it; the secret is not read" }
            : Differing(line, state, left, left with { Runtime = [], Persisted = [] });
    }

    private static DriftLine Differing(DriftLine line, DriftState state, Standing? left, Standing want)
    {
        var moved = left is { Differs: true } ? left : want;
        return line with
        {
            State = state,
            Form = !moved.TwoForms || !moved.Differs ? null : moved.Persisted.Count == 0 ? DriftForm.Runtime : moved.Runtime.Count == 0 ? DriftForm.Persisted : DriftForm.Both,
            Values = Values(left, want),
            Files = want.Files,
        };
    }

    // What moved, and what is wanted, told once for each value.
    private static ValueList<DriftValue> Values(Standing? left, Standing want)
    {
        var wanted = All(want).ToDictionary(each => each.What, StringComparer.Ordinal);
        var moved = left is null ? [] : All(left).ToDictionary(each => each.What, StringComparer.Ordinal);
        return
        [
            .. wanted.Values.Select(each => new DriftValue(each.What, each.From, moved.GetValueOrDefault(each.What)?.To, each.To) { Lines = each.Lines }),
            .. moved.Values.Where(each => !wanted.ContainsKey(each.What)).Select(each => new DriftValue(each.What, each.From, each.To, null)),
        ];
    }

    private static IEnumerable<Difference> All(Standing standing) => standing.Runtime.Concat(standing.Persisted).DistinctBy(each => each.What, StringComparer.Ordinal);

    private static bool RunbookMoved(ManagedKey key, Answers? answers, Scene scene) => key is { IsSaid: false, Applied: { } applied }
        && (applied.Kind != key.Entry.Call.Kind.Name || !key.Step.IsContentWith(key.Key, applied.State, key.Answers ?? answers ?? new Answers([]), scene));

    private static DriftApplied? Applied(ManagedKey key, string runbook) => key.Applied is { } applied
        ? new DriftApplied(applied.Run, DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(applied.At ?? 0, 0, 253402300799)), applied.BootId ?? "", applied.Runbook == runbook ? null : applied.Runbook)
        : null;

    private static string? Missing(Answers? answers, Scene scene) =>
        answers is not null && HostPrograms.Missing(answers, [], scene).ToList() is { Count: > 0 } missing ? string.Join(' ', missing.Select(refusal => refusal.Reason)) : null;
}

using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans.Saved;

/// <summary>
/// Tells what comes from a change under review by comparing its plan with that of its base. Steps are known by what they do to a host, not by
/// name or place, so that moving or renaming one is no change of it.
/// </summary>
public static class ReviewMarks
{
    /// <param name="basePlan">Null where the base could not be planned; then everything counts as new.</param>
    public static Plan Mark(Plan plan, PlanBase about, Plan? basePlan)
    {
        var pending = plan.Deeds.Where(deed => basePlan?.Deeds.Any(other => IsSame(deed, other)) == true).Select(deed => deed.Id).ToHashSet(StringComparer.Ordinal);
        return plan with
        {
            Lines = [.. plan.Lines.Select(line => IsAsWanted(line) ? line : line with { Mark = MarkOf(line, plan, pending, basePlan) })],
            Base = about with
            {
                Pending = [.. plan.Deeds.Select(deed => deed.Id).Where(pending.Contains)],
                Dropped = [.. (basePlan?.Deeds ?? []).Where(deed => !plan.Deeds.Any(other => IsSame(other, deed) || IsInstead(other, deed))).Select(Told).OfType<string>().Distinct()],
            },
        };
    }

    private static bool IsAsWanted(PlanLine line) => line.State is LineState.Same or LineState.Better or LineState.Excluded;

    private static ReviewMark MarkOf(PlanLine line, Plan plan, HashSet<string> pending, Plan? basePlan)
    {
        // A step that does something has a deed, which says more than is shown of it; one that cannot be judged, or is refused, has its line alone.
        var deeds = plan.Deeds.Where(deed => deed.Play == line.Play && deed.Stage == line.Stage && deed.Host == line.Host && StepOf(deed) is { } step && step.Name == line.Step && step.Kind == line.Kind).ToList();
        var isPending = deeds.Count > 0 ? deeds.TrueForAll(deed => pending.Contains(deed.Id)) : basePlan?.Lines.Any(other => IsSame(line, other)) == true;
        return isPending ? ReviewMark.AlreadyPending : ReviewMark.FromThisChange;
    }

    private static bool IsSame(PlanLine left, PlanLine right) =>
        (left.Host, left.Kind, left.State, left.Text) == (right.Host, right.Kind, right.State, right.Text) && left.Differences.Equals(right.Differences) && left.Reasons.Equals(right.Reasons);

    private static bool IsSame(Deed left, Deed right) => left.Host == right.Host && (left, right) switch
    {
        (ChangeDeed one, ChangeDeed other) => IsSame(one.Step, other.Step) && JsonNode.DeepEquals(one.Change.Before, other.Change.Before) && JsonNode.DeepEquals(one.Change.After, other.Change.After),
        (OperationDeed one, OperationDeed other) => IsSame(one.Step, other.Step),
        (CheckDeed one, CheckDeed other) => IsSame(one.Step, other.Step),
        (MoveDeed one, MoveDeed other) => IsSame(one, other),
        (SettleDeed one, SettleDeed other) => (one.Move.Uuid, one.Move.Target) == (other.Move.Uuid, other.Move.Target),
        (UndefineDeed one, UndefineDeed other) => (one.Move.Uuid, one.Move.Target) == (other.Move.Uuid, other.Move.Target),
        (HookDeed one, HookDeed other) => (one.Move.Uuid, one.When, one.Move.Hooks?.At(one.When)) == (other.Move.Uuid, other.When, other.Move.Hooks?.At(other.When)),
        (ReadyDeed one, ReadyDeed other) => (one.Move.Uuid, one.Move.Ready) == (other.Move.Uuid, other.Move.Ready),
        (StopDeed one, StopDeed other) => (one.Stop.Uuid, one.Stop.How) == (other.Stop.Uuid, other.Stop.How),
        _ => false,
    };

    private static bool IsSame(MoveDeed left, MoveDeed right) => left.UnderWay == right.UnderWay && (left.Move.Uuid, left.Move.Target, left.Move.Terms) == (right.Move.Uuid, right.Move.Target, right.Move.Terms);

    private static bool IsSame(StepReference left, StepReference right) => left.Kind == right.Kind && JsonNode.DeepEquals(left.Arguments, right.Arguments);

    // The same thing is written to another value, or the same guest goes elsewhere: that is shown with its own line.
    private static bool IsInstead(Deed now, Deed before) => now.Host == before.Host && (now, before) switch
    {
        (ChangeDeed one, ChangeDeed other) => one.Step.Kind == other.Step.Kind && Keys(one.Step).Intersect(Keys(other.Step)).Any(),
        (MoveDeed one, MoveDeed other) => one.Move.Uuid == other.Move.Uuid,
        (StopDeed one, StopDeed other) => one.Stop.Uuid == other.Stop.Uuid,
        _ => false,
    };

    private static ValueList<string> Keys(StepReference step) => StepCatalogue.FromJson(step.Kind, step.Arguments)?.Keys ?? [];

    private static StepReference? StepOf(Deed deed) => deed switch
    {
        ChangeDeed change => change.Step,
        OperationDeed operation => operation.Step,
        CheckDeed check => check.Step,
        _ => null,
    };

    private static string? Told(Deed deed) => deed switch
    {
        ChangeDeed change => $"{change.Step.Name} ({change.Step.Kind}) on {change.Host}",
        OperationDeed operation => $"{operation.Step.Name} ({operation.Step.Kind}) on {operation.Host}",
        MoveDeed move => $"{move.Move.Name} from {move.Move.Source} to {move.Move.Target}",
        StopDeed stop => $"{stop.Stop.Name} on {stop.Host} {stop.Stop.Does}",
        _ => null,
    };
}

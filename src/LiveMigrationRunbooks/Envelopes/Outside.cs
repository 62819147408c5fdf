using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Envelopes;

/// <summary>
/// What a plan would do that an approved one does not hold: another host, step, value, guest or target. Less than was approved is fine, because
/// hosts that are as wanted by now need nothing.
/// </summary>
public static class Outside
{
    public const string Reason = "plan.outside";

    private const string Remedy = "Plan it anew, and let that plan be approved.";

    public static ValueList<Breach> Of(Plan approved, Plan now) =>
        [.. OutsidePlay.All(approved, now).Concat(now.Deeds.Select(deed => Why(approved, deed)).OfType<string>()).Distinct().Select(why => new Breach(Reason, why + ".", Remedy))];

    /// <summary>A plan that stays inside while it is carried out: nobody has approved guests that come after it.</summary>
    public static Plan Kept(Plan now) =>
        now with { Plays = [.. now.Plays.Select(play => play.Evacuation is { } evacuation ? play with { Evacuation = evacuation with { NewGuests = Runbooks.NewGuests.Refuse } } : play)] };

    private static string? Why(Plan approved, Deed deed) => deed switch
    {
        ChangeDeed change => Change(approved, change),
        OperationDeed operation => Step(approved.Deeds.OfType<OperationDeed>().Where(each => each.Host == operation.Host).Select(each => each.Step), operation.Step, operation.Host, "would run"),
        CheckDeed check => Step(approved.Deeds.OfType<CheckDeed>().Where(each => each.Host == check.Host).Select(each => each.Step), check.Step, check.Host, "would ask"),
        MoveDeed { Move: var move } => Move(approved, move),
        StopDeed { Stop: var stop } => approved.Deeds.OfType<StopDeed>().Any(each => each.Stop.Uuid == stop.Uuid && each.Stop.Source == stop.Source && each.Stop.How == stop.How) ? null
            : $"{stop.Source}: the guest {stop.Name} ({stop.Uuid}) would go down there ({stop.Does}), which was not approved",
        // They follow a move, which is judged.
        _ => null,
    };

    private static string? Change(Plan approved, ChangeDeed change)
    {
        var keys = Keys(change.Step);
        var same = approved.Deeds.OfType<ChangeDeed>().Where(each => each.Host == change.Host && each.Step.Kind == change.Step.Kind && Keys(each.Step).Equals(keys)).ToList();
        if (same.Count == 0) return $"{change.Host}: '{change.Step.Name}' ({change.Step.Kind}) would change {string.Join(", ", keys)}, which was not approved";
        if (same.Exists(each => Equal(each.Step, change.Step) && JsonNode.DeepEquals(each.Change.After, change.Change.After))) return null;
        return $"{change.Host}: '{change.Step.Name}' ({change.Step.Kind}) would change {Told(change)}; approved was {Told(same[0])}";
    }

    private static string? Step(IEnumerable<StepReference> approved, StepReference step, string host, string does) =>
        approved.Any(each => Equal(each, step)) ? null : $"{host}: {does} '{step.Name}' ({step.Kind}), which was not approved with these arguments";

    private static string? Move(Plan approved, Evacuations.GuestMove move)
    {
        var known = approved.Deeds.OfType<MoveDeed>().Where(each => each.Move.Uuid == move.Uuid && each.Move.Source == move.Source).ToList();
        if (known.Count == 0) return $"{move.Source}: the guest {move.Name} ({move.Uuid}) would move to {move.Target}, which was not approved";
        var targets = known.SelectMany(each => approved.Plays[each.Play].Evacuation?.Targets ?? [each.Move.Target]).Distinct(StringComparer.Ordinal).ToList();
        if (!targets.Contains(move.Target)) return $"{move.Source}: the guest {move.Name} ({move.Uuid}) would move to {move.Target}; approved is {string.Join(", ", targets)}";
        if (!known.Exists(each => each.Move.Hooks == move.Hooks)) return $"{move.Source}: other programs would be run around the move of {move.Name} ({move.Uuid}) than was approved (hooks)";
        return known.Exists(each => each.Move.Terms == move.Terms) ? null : $"{move.Source}: the guest {move.Name} ({move.Uuid}) would move by another policy than approved ({move.Terms.Name})";
    }

    internal static bool Equal(StepReference left, StepReference right) => left.Kind == right.Kind && JsonNode.DeepEquals(left.Arguments, right.Arguments);

    private static string Told(ChangeDeed deed) => string.Join(", ", deed.Change.Differences.Select(difference => $"{difference.What} to {difference.To}"));

    private static ValueList<string> Keys(StepReference step) => StepCatalogue.FromJson(step.Kind, step.Arguments)?.Keys ?? [];
}

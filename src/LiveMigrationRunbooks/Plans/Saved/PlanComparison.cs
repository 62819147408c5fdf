using System.Text.Json;
using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans.Saved;

/// <summary>Something that a plan rested on and that is not so any more.</summary>
/// <param name="Key">As it stands in the plan's kept values; <c>deed/ID</c> for a deed.</param>
public sealed record Moved(string Host, string Key, string Then, string Now)
{
    public override string ToString() => $"{Host}: {Key}: {Then} -> {Now}";
}

/// <summary>Holds a saved plan against the plan that is made of the same things now. Pure.</summary>
public static class PlanComparison
{
    private const string Nothing = "nothing";

    /// <summary>Everything that keeps the saved plan from being carried out as it is, key by key; empty where it still holds.</summary>
    public static ValueList<Moved> Of(Plan saved, Plan fresh)
    {
        var hosts = (saved.Kept ?? []).SelectMany(then => OfHost(then, fresh)).ToList();
        // Where a value moved, what follows from it is not told once more: an evacuation is whole, so one host can change the deeds of all.
        return [.. OfAll(saved, fresh), .. hosts.Count > 0 ? hosts : OfDeeds(saved, fresh)];
    }

    /// <summary>What of the pinned values of one host is another now.</summary>
    public static IEnumerable<Moved> OfPinned(string host, ValueMap<string> then, ValueMap<string> now) => then.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
        .Select(key => new Moved(host, key, then.GetValueOrDefault(key, Nothing), now.GetValueOrDefault(key, Nothing)))
        .Where(moved => moved.Then != moved.Now);

    /// <summary>What of a setting's state is another now, form by form. A form that could not be read, or that is not there (a daemon at rest), contradicts nothing.</summary>
    public static IEnumerable<Moved> OfState(string host, string key, KeptSetting kept, JsonNode now)
    {
        var then = kept.State;
        if (IsAlike(kept.Step, then, now)) yield break;
        foreach (var form in (string[])["runtime", "persisted"])
        {
            if (Is(then[form]) is "not_applicable" or "unreadable" || Is(now[form]) == "not_applicable") continue;
            if (Is(then[form]) != Is(now[form])) yield return new Moved(host, $"{key} {form}", Told(then[form]), Told(now[form]));
            else foreach (var (path, was, is_) in Leaves(then[form]?["it"], now[form]?["it"])) yield return new Moved(host, $"{key} {form}{path}", was, is_);
        }
    }

    // A state that is none, in a file that somebody wrote, is like nothing.
    private static bool IsAlike(StepReference step, JsonNode then, JsonNode now)
    {
        try
        {
            return StepCatalogue.FromJson(step.Kind, step.Arguments) is { } behind && behind.IsAlike(then, now);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Is(JsonNode? form) => form?["is"]?.ToString() ?? "";

    private static string Told(JsonNode? form) => Is(form) == "known" ? Text(form?["it"]) : Is(form);

    private static IEnumerable<Moved> OfAll(Plan saved, Plan fresh)
    {
        if (!saved.Hosts.Select(host => host.Name).SequenceEqual(fresh.Hosts.Select(host => host.Name)))
            yield return new Moved("plan", "hosts", string.Join(' ', saved.Hosts.Select(host => host.Name)), string.Join(' ', fresh.Hosts.Select(host => host.Name)));
        foreach (var (then, now) in saved.Plays.Zip(fresh.Plays).Where(plays => Text(plays.First with { Evacuation = null }) != Text(plays.Second with { Evacuation = null })))
            yield return new Moved("plan", $"play '{then.Name}'", Text(then with { Evacuation = null }), Text(now with { Evacuation = null }));
    }

    private static IEnumerable<Moved> OfHost(KeptValues then, Plan fresh)
    {
        if (fresh.Hosts.FirstOrDefault(host => host.Name == then.Host) is { Trouble: { } trouble }) return [new Moved(then.Host, "host", "read", trouble.What)];
        if (fresh.Kept?.FirstOrDefault(host => host.Host == then.Host) is not { } now) return [];
        return
        [
            .. OfPinned(then.Host, then.Pinned, now.Pinned),
            .. then.Settings.Where(setting => now.Settings.ContainsKey(setting.Key)).SelectMany(setting => OfState(then.Host, setting.Key, now.Settings[setting.Key] with { State = setting.Value.State }, now.Settings[setting.Key].State)),
            .. then.Settings.Keys.Except(now.Settings.Keys).Select(key => new Moved(then.Host, key, "judged", "not judged")),
            .. now.Settings.Keys.Except(then.Settings.Keys).Select(key => new Moved(then.Host, key, "not judged", "judged")),
            .. then.Guarded.Select(guard => OfGuard(then.Host, guard.Key, guard.Value, Now(now, guard.Key))).OfType<Moved>(),
        ];
    }

    // Free memory of a host that takes nobody any more is watched.
    private static string? Now(KeptValues now, string key) => now.Guarded.TryGetValue(key, out var guarded) ? Text(guarded.Value) : now.Watched.GetValueOrDefault(key);

    // Where it is not read any more there is nothing to do that needed it, which the deeds tell.
    private static Moved? OfGuard(string host, string key, Guarded then, string? now) =>
        !long.TryParse(now, out var value) || value >= then.AtLeast ? null : new Moved(host, key, Text(then.Value), $"{now} (must be {then.Bound})");

    private static IEnumerable<Moved> OfDeeds(Plan saved, Plan fresh)
    {
        var (then, now) = (ById(saved), ById(fresh));
        foreach (var deed in saved.Deeds)
        {
            if (!now.TryGetValue(deed.Id, out var other)) yield return new Moved(deed.Host, Key(deed), Told(deed), Nothing);
            else if (Told(deed) != Told(other)) yield return new Moved(deed.Host, Key(deed), Told(deed), Told(other));
            else foreach (var (path, was, is_) in Leaves(Essence(deed), Essence(other))) yield return new Moved(deed.Host, Key(deed) + path, was, is_);
        }
        foreach (var deed in fresh.Deeds.Where(deed => !then.ContainsKey(deed.Id))) yield return new Moved(deed.Host, Key(deed), Nothing, Told(deed));
        if (then.Count == now.Count && !saved.Deeds.Select(deed => deed.Id).SequenceEqual(fresh.Deeds.Select(deed => deed.Id)) && then.Keys.All(now.ContainsKey))
            yield return new Moved("plan", "order", string.Join(' ', then.Keys), string.Join(' ', now.Keys));
    }

    private static Dictionary<string, Deed> ById(Plan plan) => plan.Deeds.DistinctBy(deed => deed.Id).ToDictionary(deed => deed.Id, StringComparer.Ordinal);

    private static string Key(Deed deed) => $"deed/{deed.Id}";

    private static string Told(Deed deed) => deed switch
    {
        ChangeDeed change => $"{change.Step.Name}: {string.Join("; ", change.Change.Differences.Select(each => $"{each.What} {each.From} -> {each.To}"))}",
        OperationDeed operation => $"{operation.Step.Name}: {operation.Operation.Does}",
        CheckDeed check => check.Step.Name,
        MoveDeed move => $"{move.Move.Name} moves to {move.Move.Target}",
        SettleDeed settle => $"{settle.Move.Name} is made at home on {settle.Move.Target}",
        UndefineDeed undefine => $"{undefine.Move.Name} is forgotten on {undefine.Host}, once it runs on {undefine.Move.Target}",
        StopDeed stop => $"{stop.Stop.Name} {stop.Stop.Does}",
        HookDeed hook => $"{hook.Move.Hooks?.At(hook.When)} is run {(hook.When == HookTime.Before ? "before" : "after")} the move of {hook.Move.Name}",
        ReadyDeed ready => $"{ready.Move.Name} is asked on {ready.Move.Target} whether it serves: {ready.Move.Ready?.Who}",
        _ => deed.Id,
    };

    // What is only told may have moved: how much memory was left, what is disturbed, what a move will cost.
    private static JsonNode? Essence(Deed deed) => JsonSerializer.SerializeToNode<Deed>(deed switch
    {
        ChangeDeed change => change with { Change = change.Change with { Differences = [], Notes = null } },
        MoveDeed move => move with { Move = move.Move with { Findings = [], Forecast = null } },
        SettleDeed settle => settle with { Move = settle.Move with { Findings = [], Forecast = null } },
        UndefineDeed undefine => undefine with { Move = undefine.Move with { Findings = [], Forecast = null } },
        HookDeed hook => hook with { Move = hook.Move with { Findings = [], Forecast = null } },
        ReadyDeed ready => ready with { Move = ready.Move with { Findings = [], Forecast = null } },
        StopDeed stop => stop with { Stop = stop.Stop with { Why = "" } },
        _ => deed,
    }, PlanFile.Options);

    private static IEnumerable<(string Path, string Then, string Now)> Leaves(JsonNode? then, JsonNode? now, string path = "")
    {
        if (then is JsonObject was && now is JsonObject is_)
        {
            foreach (var name in was.Select(each => each.Key).Union(is_.Select(each => each.Key)))
                foreach (var leaf in Leaves(was[name], is_[name], $"{path} {name}")) yield return leaf;
        }
        else if (Text(then) != Text(now)) yield return (path, then is null ? "absent" : Text(then), now is null ? "absent" : Text(now));
    }

    private static string Text<T>(T value) => JsonSerializer.Serialize(value, StepJson.Options);
}

using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps;

/// <summary>What a step means to do on one host, decided from readings alone.</summary>
public abstract record Verdict
{
    private protected Verdict()
    {
    }

    /// <summary>Nothing to do. <paramref name="Better"/> is true where the host already has more than <c>at_least</c> asks for.</summary>
    public sealed record Same(string Text, bool Better = false) : Verdict;

    /// <summary>The host differs from what is wanted.</summary>
    public sealed record Change(PlannedChange Planned) : Verdict;

    /// <summary>An operation: it runs whenever it is called for.</summary>
    public sealed record Runs(PlannedOperation Planned) : Verdict;

    /// <summary>Not on this host, and why.</summary>
    public sealed record Refused(ValueList<Refusal> Reasons) : Verdict;

    /// <summary>A check that holds.</summary>
    public sealed record Passed(string Text) : Verdict;

    /// <summary>A check that does not hold.</summary>
    public sealed record Failed(string Text, string Remedy) : Verdict;
}

/// <summary>Why a step will not touch this host: the argument it is about (or none), the reason, and what a person can do.</summary>
public sealed record Refusal(string? Argument, string Reason, string Remedy)
{
    /// <summary>Whether the step may do it all the same where it asks for a timer itself: it cuts the path, and the timer brings it back.</summary>
    [JsonIgnore]
    public bool UnlessGuarded { get; init; }
}

/// <summary>One visible difference: which form of the setting, from what, to what.</summary>
public sealed record Difference(string What, string From, string To)
{
    /// <summary>What changes inside, line by line, where that is known and may be seen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<string>? Lines { get; init; }

    /// <summary>What a reviewer must know of it; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Remark { get; init; }

    /// <summary>For people: from what to what.</summary>
    [JsonIgnore]
    public string Told => $"{What}: {From} -> {To}{(Remark is null ? "" : $" ({Remark})")}";

    public Difference Inverse() => new(What, To, From) { Lines = Lines is null ? null : [.. Lines.Select(Turned)] };

    // Lines of a diff say by their first letter what goes and what comes.
    private static string Turned(string line) => line.Length == 0 ? line : line[0] switch { '+' => '-' + line[1..], '-' => '+' + line[1..], _ => line };

    /// <summary>The parts that a state shall have and has not, one by one.</summary>
    public static IEnumerable<Difference> OfParts(string form, IEnumerable<(string Name, string Text)> now, IEnumerable<(string Name, string Text)> want)
    {
        var were = now.ToDictionary(part => part.Name, part => part.Text);
        return want.Where(part => were.GetValueOrDefault(part.Name) != part.Text)
            .Select(part => new Difference($"{form} {part.Name}", were.GetValueOrDefault(part.Name, "absent"), part.Text));
    }
}

/// <summary>A change, ready to be made and to be taken back. States are JSON so that the journal keeps them without knowing the kind.</summary>
/// <param name="Before">What was read, as the kind's state.</param>
/// <param name="After">What verify must find.</param>
/// <param name="Differences">For people: what changes.</param>
/// <param name="Runtime">Commands that change the running system; first, so that a reboot undoes them until they are proven.</param>
/// <param name="Persist">Commands that change what the next start will load.</param>
/// <param name="UndoRuntime">Commands that put the running system back.</param>
/// <param name="UndoPersist">
/// Commands that put the persisted form back where <paramref name="Files"/> do not, or do not alone. They run before the files are put back.
/// </param>
/// <param name="Files">Absolute paths that the commands write; kept byte for byte before, restored by rollback.</param>
/// <param name="Notes">For people: what the change does not bring, although it was asked for.</param>
public sealed record PlannedChange(
    JsonNode Before,
    JsonNode After,
    ValueList<Difference> Differences,
    ValueList<Command> Runtime,
    ValueList<Command> Persist,
    ValueList<Command> UndoRuntime,
    ValueList<Command> UndoPersist,
    ValueList<string> Files,
    ValueList<string>? Notes = null)
{
    /// <summary>Commands that run once the files are put back: a daemon loads them again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<Command>? UndoAfterFiles { get; init; }

    /// <summary>The timer that takes it back unless it is confirmed; null where the path to the host cannot suffer from it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PathGuard? Guard { get; init; }

    /// <summary>Hosts that still have to make what this change takes from them; null where all of it is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<string>? Awaited { get; init; }

    [JsonIgnore]
    public ValueList<Command> Commands => [.. Runtime, .. Persist];

    [JsonIgnore]
    public ValueList<Command> Undo => [.. UndoPersist, .. UndoRuntime];

    /// <summary>
    /// The way back as a change of its own. Its files come from before-images, so commands that only wrote them have no place in it; where a
    /// daemon was told by commands it is told by them again.
    /// </summary>
    public PlannedChange Inverse() => this with
    {
        Before = After,
        After = Before,
        Differences = [.. Differences.Select(difference => difference.Inverse())],
        Runtime = UndoRuntime,
        Persist = UndoPersist,
        UndoRuntime = Runtime,
        UndoPersist = UndoPersist.Count > 0 ? Persist : [],
        Notes = null,
        Awaited = null,
    };
}

/// <summary>An operation, ready to run.</summary>
/// <param name="Does">For people: what it does on this host.</param>
/// <param name="Irreversible">Why it cannot be taken back; null where running it again is its own inverse.</param>
public sealed record PlannedOperation(string Does, ValueList<Command> Commands, string? Irreversible)
{
    /// <summary>The timer that takes back what called for it, and runs it once more, unless it is confirmed; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PathGuard? Guard { get; init; }
}

using System.Text.Json.Serialization;

namespace LiveMigrationRunbooks.Steps;

/// <summary>Whether a value was read, and if not, why not: 0, "" and absent are three different things.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Presence>))]
public enum Presence
{
    /// <summary>Read; 0 and "" are values.</summary>
    Known,

    /// <summary>Read, and there is none: no file, no such key.</summary>
    Absent,

    /// <summary>This host has no such thing: a veth has no ring.</summary>
    NotApplicable,

    /// <summary>There may be one, but it could not be read, or what was read says nothing about now.</summary>
    Unreadable,
}

/// <summary>One value on a host as a probe found it, or as a step wants it.</summary>
public sealed record Value<T>(
    Presence Is,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] T? It = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Why = null)
{
    public bool IsKnown([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T it)
    {
        it = It;
        return Is == Presence.Known;
    }

    public Value<TOther> Map<TOther>(Func<T, TOther> map) =>
        Is == Presence.Known && It is not null ? new(Is, map(It), Why) : new(Is, default, Why);

    /// <summary>For people: the value, or why there is none.</summary>
    public string Text(Func<T, string> known) => Is switch
    {
        Presence.Known when It is not null => known(It),
        Presence.Absent => "absent",
        Presence.NotApplicable => $"not applicable ({Why})",
        _ => $"unreadable ({Why})",
    };
}

/// <summary>Makes a <see cref="Value{T}"/>.</summary>
public static class Value
{
    public static Value<T> Known<T>(T it) => new(Presence.Known, it);

    public static Value<T> Absent<T>() => new(Presence.Absent);

    public static Value<T> NotApplicable<T>(string why) => new(Presence.NotApplicable, default, why);

    public static Value<T> Unreadable<T>(string why) => new(Presence.Unreadable, default, why);
}

/// <summary>
/// The two forms of one setting: what the kernel or the daemon has now, and what the host's files will make of it at the next start.
/// A kind with one form only leaves the other <see cref="Presence.NotApplicable"/> on both sides.
/// </summary>
public sealed record Dual<T>(Value<T> Runtime, Value<T> Persisted);

using System.Globalization;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// A value that expressions work on: a closed family that compares by content. Integers and numbers are different kinds here;
/// the operators of the language compare them by amount.
/// </summary>
public abstract record Datum
{
    private protected Datum()
    {
    }

    public static Datum Null { get; } = new DatumNull();

    /// <summary>The kind as a word for people.</summary>
    public string Kind => Is.Word();

    public abstract DatumKind Is { get; }

    /// <summary>
    /// The value as it stands in mixed text: without quotes; null is empty; numbers and truth values as YAML writes them.
    /// </summary>
    public abstract string Text { get; }

    /// <summary>The value of a tree; where a key comes twice the first counts.</summary>
    public static Datum From(YamlNode node) => DatumYaml.Read(node);

    public sealed override string ToString() => Text;
}

/// <summary>No value.</summary>
public sealed record DatumNull : Datum
{
    public override DatumKind Is => DatumKind.Null;

    public override string Text => "";
}

/// <summary>A truth value.</summary>
public sealed record DatumBool(bool Value) : Datum
{
    public override DatumKind Is => DatumKind.TruthValue;

    public override string Text => Value ? "true" : "false";
}

/// <summary>A whole number of 64 bits.</summary>
public sealed record DatumInteger(long Value) : Datum
{
    public override DatumKind Is => DatumKind.Integer;

    public override string Text => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A binary floating-point number.</summary>
public sealed record DatumNumber(double Value) : Datum
{
    public override DatumKind Is => DatumKind.Number;

    // A whole value keeps its point, so that it is read back as the same kind.
    public override string Text => Value switch
    {
        double.PositiveInfinity => ".inf",
        double.NegativeInfinity => "-.inf",
        double.NaN => ".nan",
        _ when Value == Math.Floor(Value) && Math.Abs(Value) < 1e15 => Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => Value.ToString("R", CultureInfo.InvariantCulture),
    };
}

/// <summary>A text.</summary>
public sealed record DatumText(string Value) : Datum
{
    public override DatumKind Is => DatumKind.Text;

    public override string Text => Value;
}

/// <summary>A list; its order counts.</summary>
public sealed record DatumList(IReadOnlyList<Datum> Items) : Datum
{
    public override DatumKind Is => DatumKind.List;

    public override string Text => "[" + string.Join(", ", Items.Select(item => item.Text)) + "]";

    public bool Equals(DatumList? other) => other is not null && Items.SequenceEqual(other.Items);

    public override int GetHashCode() => Items.Aggregate(Items.Count, HashCode.Combine);
}

/// <summary>Values by name; the order of names does not count.</summary>
public sealed record DatumMap(IReadOnlyDictionary<string, Datum> Entries) : Datum
{
    public override DatumKind Is => DatumKind.Map;

    public override string Text => "{" + string.Join(", ", Entries.Select(entry => $"{entry.Key}: {entry.Value.Text}")) + "}";

    public bool Equals(DatumMap? other) => other is not null
        && Entries.Count == other.Entries.Count
        && Entries.All(entry => other.Entries.TryGetValue(entry.Key, out var value) && entry.Value.Equals(value));

    public override int GetHashCode() => Entries.Aggregate(Entries.Count, (hash, entry) => hash ^ HashCode.Combine(entry.Key, entry.Value));
}

/// <summary>A day and a time of day, in no time zone.</summary>
public sealed record DatumDate(DateTime Value) : Datum
{
    public override DatumKind Is => DatumKind.Date;

    public override string Text => DateParts.Format(Value, "%d %b %Y") ?? "";
}

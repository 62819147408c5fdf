using System.Collections.Immutable;
using System.Globalization;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What an entry stands in: the names it sees, the conditions and tags of everything around it, and which item of which loop it is.</summary>
/// <param name="Number">Appended to the number of a step: <c>.2</c> for the second item.</param>
/// <param name="Labels">What the items around it are called, for its name.</param>
internal sealed record Surroundings(
    Chain Chain, ImmutableList<(Condition Condition, Chain Chain)> Conditions, ImmutableHashSet<string> Tags, string Number, ImmutableList<string> Labels, string? Include)
{
    public static Surroundings Of(Chain chain, IEnumerable<Frame> frames) =>
        new(chain, [], [.. frames.SelectMany(frame => frame.Tags).Select(tag => tag.Text)], "", [], null);
}

/// <summary>
/// An entry at one of the places where it stands: the same entry of a file stands in as many places as the file is included. Inside of a
/// loop there is one for an item that is not known, which is what can be checked without a host, and one for each item of a host.
/// </summary>
internal sealed class Occurrence
{
    private Occurrence(StepEntry entry, Surroundings at, Chain chain, int position, ImmutableList<(Condition, Chain)> conditions) =>
        (Entry, At, Chain, Position, Conditions) = (entry, at, chain, position, conditions);

    public StepEntry Entry { get; }

    public Surroundings At { get; }

    /// <summary>The names that its own keys see.</summary>
    public Chain Chain { get; }

    /// <summary>The first step's place in its list, from 0.</summary>
    public int Position { get; }

    /// <summary>All that must hold before it, outermost first.</summary>
    public ImmutableList<(Condition Condition, Chain Chain)> Conditions { get; }

    /// <summary>The loop, where the entry is one and no item of it is chosen yet; its only child is the body for an item that is not known.</summary>
    public ForEach? Loop { get; private init; }

    public IReadOnlyList<Occurrence> Children { get; private init; } = [];

    /// <summary>Whether tags leave anything of it.</summary>
    public bool Chosen { get; private init; } = true;

    public StepCall? Call => Loop is null ? Entry as StepCall : null;

    /// <summary>The number of a step in its list: <c>3</c>, in a loop <c>3.2</c>.</summary>
    public string Number => (Position + 1).ToString(CultureInfo.InvariantCulture) + At.Number;

    public static Occurrence Of(StepEntry entry, Surroundings at, int position, TagChoice tags)
    {
        var chain = at.Chain.With(entry.Frame.Variables);
        if (entry.Frame.ForEach is not { } loop) return Inside(entry, at, chain, position, tags);
        var body = Inside(entry, at, chain.WithItem(loop, null, null), position, tags);
        // Conditions that do not ask for the item decide whether the list is looked at at all.
        var early = entry.Frame.When.Where(condition => condition.Expression.Names.All(use => use.Root != loop.As && use.Root != "index"));
        return new Occurrence(entry, at, chain, position, at.Conditions.AddRange(early.Select(condition => (condition, chain)))) { Loop = loop, Children = [body], Chosen = body.Chosen };
    }

    /// <summary>The body of a loop for one item of it.</summary>
    public Occurrence Item(Datum item, int index, string label, TagChoice tags)
    {
        var loop = Loop ?? throw new InvalidOperationException("Only a loop has items.");
        var number = $"{At.Number}.{(index + 1).ToString(CultureInfo.InvariantCulture)}";
        return Inside(Entry, At with { Number = number, Labels = At.Labels.Add(label) }, Chain.WithItem(loop, item, new DatumInteger(index)), Position, tags);
    }

    private static Occurrence Inside(StepEntry entry, Surroundings at, Chain chain, int position, TagChoice tags)
    {
        var conditions = at.Conditions.AddRange(entry.Frame.When.Select(condition => (condition, chain)));
        var words = at.Tags.Union(entry.Frame.Tags.Select(tag => tag.Text));
        if (entry is not StepBlock block) return new Occurrence(entry, at, chain, position, conditions) { Chosen = tags.Takes(words) };
        var inner = at with
        {
            Chain = chain.Inside(block.Frame),
            Conditions = conditions,
            Tags = words,
            Include = block.Included is null ? at.Include : LabelOf(block) ?? at.Include,
        };
        var children = new List<Occurrence>();
        foreach (var child in block.Entries)
        {
            children.Add(Of(child, inner, position, tags));
            position += child.Count;
        }
        return new Occurrence(entry, at, chain, position - block.Count, conditions) { Children = children, Chosen = children.Exists(child => child.Chosen) };
    }

    // A file that is included twice is told apart by the include's name, or by the first thing it is given.
    private static string? LabelOf(StepBlock include) =>
        include.Frame.Name ?? (include.Frame.Parameters is [{ Given: YamlScalar first }, ..] && !Template.Holds(first.Text) ? first.Text : null);
}

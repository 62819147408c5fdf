using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// A variable as one host sees it: the setting that won, and those that lost, from the strongest to the weakest.
/// <paramref name="Conflict"/> is a setting of equal right with another value: an error, but only where the variable is used.
/// </summary>
public sealed record HostVariable(InventoryHost Host, VariableSetting Winner, IReadOnlyList<VariableSetting> Losers,
    VariableSetting? Conflict)
{
    public string Name => Winner.Name;

    public YamlNode Value => Winner.Value;

    public VariableLayer Layer => Winner.Layer;

    public SourceSpan Span => Winner.Span;

    /// <summary>
    /// What stands against using the variable at <paramref name="use"/>; <paramref name="path"/> is the dotted path that is used, or
    /// null for the whole. Without a place of use the variable's own place is named.
    /// </summary>
    public IEnumerable<Diagnostic> Problems(SourceSpan? use, string? path = null)
    {
        if (Conflict is not null) yield return VariableProblems.Conflict(use, Winner, Conflict);
        foreach (var (at, scalar) in OpaqueValue.In(Name, Value))
        {
            if (path is not null && !Touches(path, at)) continue;
            yield return VariableProblems.Jinja(use, at, scalar.Span);
        }

        foreach (var problem in SecretForm.Problems(Value)) yield return problem;
        foreach (var literal in SecretLiteral.In(Name, Value).Where(literal => path is null || Touches(path, literal.Path)))
            yield return SecretProblems.Literal(use, literal.Path, $"{literal.Scalar.Span.File.Path}:{literal.Scalar.Span.Line}");

        if (AnsiblesChoice is { } ansibles) yield return VariableProblems.AnsibleDiffers(use, Winner, ansibles);
    }

    /// <summary>
    /// The setting that Ansible would take instead, where it says something else: files win over what stands in inventories, and of files
    /// those beside the inventory that is named last; only then depth counts, and 'all' is the weakest of its kind.
    /// </summary>
    internal VariableSetting? AnsiblesChoice
    {
        get
        {
            if (Layer != VariableLayer.Group || Losers.Count == 0) return null;
            var choice = Losers.Reverse().Append(Winner).Index()
                .MaxBy(each => (each.Item.InFile, each.Item.Layer, each.Item.InFile ? each.Item.Source : 0, each.Index)).Item;
            return choice != Winner && Differ(Winner, choice) ? choice : null;
        }
    }

    internal static HostVariable Of(InventoryHost host, IReadOnlyList<VariableSetting> settings)
    {
        var winner = settings[^1];
        IReadOnlyList<VariableSetting> losers = [.. settings.Take(settings.Count - 1).Reverse()];
        return new HostVariable(host, winner, losers,
            losers.FirstOrDefault(loser => loser.Layer == winner.Layer && EqualRight(winner, loser) && Differ(winner, loser)));
    }

    /// <summary>Two groups of one depth and priority; or two places of one file that both name the host.</summary>
    private static bool EqualRight(VariableSetting winner, VariableSetting loser) => winner.Layer == VariableLayer.Host
        ? winner.Span.File == loser.Span.File
        : winner.Owner != loser.Owner && winner.Depth == loser.Depth && winner.Priority == loser.Priority;

    private static bool Differ(VariableSetting one, VariableSetting other) => !Datum.From(one.Value).Equals(Datum.From(other.Value));

    private static bool Touches(string used, string opaque) =>
        used == opaque || used.StartsWith(opaque + ".", StringComparison.Ordinal)
            || opaque.StartsWith(used + ".", StringComparison.Ordinal);
}

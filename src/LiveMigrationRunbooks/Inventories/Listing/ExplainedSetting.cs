using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Listing;

/// <summary>The layers of precedence; a later one wins. What lmr itself declares stands above everything an inventory says.</summary>
public enum ExplainedLayer
{
    All,
    Group,
    Host,
    BuiltIn,
    Runbook,
    ExtraVars,
}

/// <summary>
/// What a layer above the inventory sets, as whoever knows that layer hands it in. <paramref name="Value"/> is null for a name that is
/// declared and has no value yet; <paramref name="SetBy"/> says what sets it (<c>input</c>).
/// </summary>
public sealed record UpperSetting(ExplainedLayer Layer, string Name, YamlNode? Value, SourceSpan Span, string SetBy);

/// <summary>
/// One place that sets a variable, for people: <paramref name="Owner"/> is the group's or host's name, or what else sets it. Depth and
/// priority are those of a group; <paramref name="Conflicts"/> is true for a setting of equal right that says something else.
/// </summary>
public sealed record ExplainedSetting(
    ExplainedLayer Layer, string Owner, SourceSpan? Span, ShownValue? Value, int? Depth, long? Priority, bool Conflicts)
{
    /// <summary>The layer in the word that people use for it.</summary>
    public string LayerWord => Layer switch
    {
        ExplainedLayer.All => "all",
        ExplainedLayer.Group => "group",
        ExplainedLayer.Host => "host",
        ExplainedLayer.BuiltIn => "built-in",
        ExplainedLayer.Runbook => "runbook",
        _ => "-e",
    };

    /// <summary>File and line; what was typed on the command line has no lines.</summary>
    public string Place => Span is not { } span ? "" : span.File.Path.StartsWith('-') ? span.File.Path : $"{span.File.Path}:{span.Line}";

    public string Text => Value?.Text ?? "(no value yet)";

    internal static ExplainedSetting Of(VariableSetting setting, VariableSetting? conflict) => new(
        setting.Layer switch { VariableLayer.All => ExplainedLayer.All, VariableLayer.Group => ExplainedLayer.Group, _ => ExplainedLayer.Host },
        setting.Owner, setting.Span, ShownValue.Of(setting.Name, setting.Value),
        setting.Layer == VariableLayer.Group ? setting.Depth : null, setting.Layer == VariableLayer.Group ? setting.Priority : null,
        ReferenceEquals(setting, conflict));

    internal static ExplainedSetting Of(UpperSetting setting) => new(
        setting.Layer, setting.SetBy, setting.Span, setting.Value is { } value ? ShownValue.Of(setting.Name, value) : null, null, null, false);
}

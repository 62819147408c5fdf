using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>Where in the order of precedence a value was given; a later layer wins.</summary>
public enum VariableLayer
{
    All,
    Group,
    Host,
}

/// <summary>
/// One place that sets a variable. <paramref name="Owner"/> is the group's or host's name, <paramref name="Depth"/> and
/// <paramref name="Priority"/> are the group's (0 for a host), <paramref name="InFile"/> is true for <c>group_vars/</c> and
/// <c>host_vars/</c>, and <paramref name="Source"/> then says beside which of the inventories they lie.
/// </summary>
public sealed record VariableSetting(
    string Name, YamlNode Value, SourceSpan Span, VariableLayer Layer, string Owner, int Depth, long Priority, bool InFile,
    int Source = 0)
{
    /// <summary>The place as people would say it: <c>group rack_a, inventories/hosts.yml:12</c>.</summary>
    public string Place => $"{(Layer == VariableLayer.Host ? "host" : "group")} {Owner}, {Span.File.Path}:{Span.Line}";
}

/// <summary>The variables that one mapping in one file gives to a group or host, as they were read.</summary>
internal sealed record VariableSet(YamlMapping Values, bool InFile, int Source = 0);

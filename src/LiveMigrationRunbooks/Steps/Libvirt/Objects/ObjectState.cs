using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>A storage pool or a network: what its definition says, part by part, and whether it is active and starts at boot.</summary>
/// <param name="Parts">Parts of the definition by name; <c>active</c>, <c>autostart</c>, and <c>loaded</c> where it is active: whether it runs as it is defined.</param>
/// <param name="Xml">The whole definition, which also holds what no step asks for.</param>
/// <param name="Guests">Guests that run and use it; null for none.</param>
public sealed record ObjectState(ValueMap<string> Parts, string Xml, ValueList<string>? Guests = null)
{
    internal const string Yes = "yes";
    internal const string No = "no";

    internal bool Is(string part) => Parts.GetValueOrDefault(part) == Yes;

    /// <summary>The parts that differ from those another state has. That something runs otherwise than it is defined is nothing to go back to.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Differing(ObjectState other) =>
        other.Parts.Where(each => Parts.GetValueOrDefault(each.Key, "") != each.Value && each is not { Key: "loaded", Value: No });

    /// <summary>Whether the definitions differ in what a step can ask for.</summary>
    internal bool IsDefinedAs(ObjectState other) => Definition(this).Equals(Definition(other));

    private static ValueMap<string> Definition(ObjectState state) => state.Parts.Where(each => each.Key is not ("active" or "autostart" or "loaded")).ToValueMap();
}

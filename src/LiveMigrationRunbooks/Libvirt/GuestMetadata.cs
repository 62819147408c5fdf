using System.Xml.Linq;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>What people and programs have written under <c>metadata</c> of a guest's definition, by path: <c>app/tier</c> is <c>database</c>.</summary>
public static class GuestMetadata
{
    /// <summary>
    /// Paths are of local names, because a prefix may change from one definition to the next; of elements with the same path the first counts.
    /// Only elements with nothing but text inside have one.
    /// </summary>
    /// <param name="xml">The definition as it was read, <see cref="GuestReading.Xml"/>.</param>
    public static ValueMap<string> Of(string xml) =>
        Below(DomainXml.Parse(xml).Element("metadata"), "")
            .DistinctBy(pair => pair.Key, StringComparer.Ordinal).ToValueMap();

    private static IEnumerable<KeyValuePair<string, string>> Below(XElement? parent, string path) =>
        (parent?.Elements() ?? []).SelectMany(element => element.HasElements
            ? Below(element, $"{path}{element.Name.LocalName}/")
            : [KeyValuePair.Create(path + element.Name.LocalName, element.Value.Trim())]);
}

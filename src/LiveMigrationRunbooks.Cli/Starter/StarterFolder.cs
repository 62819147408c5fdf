using System.Reflection;
using LiveMigrationRunbooks.Schemas;

namespace LiveMigrationRunbooks.Cli.Starter;

/// <summary>
/// The files of a starter folder, by path. Runbooks and inventory are those that ship and are tested, taken into this program when it is
/// built; schemas are made, so that they are those of this version.
/// </summary>
internal static class StarterFolder
{
    private const string Prefix = "starter/";

    public static IReadOnlyDictionary<string, string> Files { get; } = new SortedDictionary<string, string>(
        Shipped().Concat(SchemaCatalogue.All.Select(schema => KeyValuePair.Create($"schemas/{schema.FileName}", schema.Text))).ToDictionary(),
        StringComparer.Ordinal);

    private static IEnumerable<KeyValuePair<string, string>> Shipped() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Select(name => name.Replace('\\', '/'))
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => KeyValuePair.Create(Renamed(name[Prefix.Length..]), Renamed(Text(name))));

    // The example is a person's own inventory from now on.
    private static string Renamed(string text) => text.Replace("inventories/example.yml", "inventories/hosts.yml", StringComparison.Ordinal);

    private static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} was not taken in.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

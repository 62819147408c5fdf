using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Tests.Rooms;

namespace LiveMigrationRunbooks.Tests.Schemas;

/// <summary>A file that ships for people to start from; its first line names the schema that editors hold it against.</summary>
internal sealed partial record ShippedFile(string Path, string Schema)
{
    public static IReadOnlyList<ShippedFile> All { get; } = [.. SourceFiles.Of(".yml", "runbooks", "inventories").Select(path => new ShippedFile(path, SchemaOf(path)))];

    public static IEnumerable<ShippedFile> Of(string schema) => All.Where(file => file.Schema == schema);

    // An empty name where there is none: the test that looks at first lines says so.
    private static string SchemaOf(string path) => FirstLine().Match(SourceFiles.Text(path)) is { Success: true } line
        && File.Exists(System.IO.Path.Combine(Repository.Root, System.IO.Path.GetDirectoryName(path) ?? "", line.Groups["path"].Value)) ? line.Groups["name"].Value : "";

    [GeneratedRegex(@"\A# yaml-language-server: \$schema=(?<path>(\.\./)+schemas/(?<name>[a-z]+)\.schema\.json)\n")]
    private static partial Regex FirstLine();
}

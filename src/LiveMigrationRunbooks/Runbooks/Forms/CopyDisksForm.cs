using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary><c>copy_disks</c> as it is written.</summary>
/// <param name="Only">Names of disks in their guests; null for all, empty for none.</param>
public sealed record CopyDisksForm(ValueList<string>? Only) : IForm<CopyDisksForm>
{
    private const string All = "all";
    private const string None = "none";

    public static string Form => "all, none, or a list of disks: [vda, vdb]";

    public static IReadOnlyList<string> JsonTypes => ["string", "array"];

    public static string JsonPattern => $"{All}|{None}";

    public bool IsNone => Only is { Count: 0 };

    public static CopyDisksForm? Bind(YamlNode node) => node switch
    {
        YamlScalar { Text: All } => new CopyDisksForm((ValueList<string>?)null),
        YamlScalar { Text: None } => new CopyDisksForm([]),
        YamlSequence { Items.Count: > 0 } list when list.Items.All(item => item is YamlScalar { Text.Length: > 0 }) => new CopyDisksForm([.. list.Items.OfType<YamlScalar>().Select(disk => disk.Text)]),
        _ => null,
    };

    public static string? WhyNot(YamlNode node) => node switch
    {
        // Words of earlier versions.
        YamlScalar { Text: "true" } => "It is called all.",
        YamlScalar { Text: "false" } => "It is called none.",
        YamlScalar { IsNull: false } disk => $"A disk stands in a list: [{disk.Text}].",
        YamlSequence { Items.Count: 0 } => "An empty list is called none.",
        _ => null,
    };
}

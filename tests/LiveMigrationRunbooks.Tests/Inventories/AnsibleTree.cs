using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Inventories.Listing;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Trust;

namespace LiveMigrationRunbooks.Tests.Inventories;

/// <summary>
/// An inventory of the folder <c>Trees</c>. Its file <c>sources</c> has what is given with -i, one a line; <c>expected.json</c> is what
/// <c>ansible-inventory --list</c> says of it.
/// </summary>
internal sealed class AnsibleTree(string name)
{
    public static string Root { get; } = Repository.TestPath("Inventories", "Trees");

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Root).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public string ExpectedPath { get; } = Path.Combine(Root, name, "expected.json");

    /// <summary>The inventory as <c>lmr</c> reads it; anything that is wrong with it fails the test.</summary>
    public (Inventory Inventory, Findings Findings) Read()
    {
        var findings = new Findings();
        var sources = File.ReadAllLines(Path.Combine(Root, name, "sources")).Select(source => source.Contains(',') ? source : Path.Combine(Root, name, source));
        var inventory = InventoryReader.Read([.. sources], findings, trusted: TrustedExecutables.Of(""));
        Xunit.Assert.Empty(findings.Sorted.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(Language.Told.Line));
        Xunit.Assert.NotNull(inventory);
        return (inventory, findings);
    }

    /// <summary>
    /// One line for each fact, in order: who is in which group, and what a variable is. What <c>lmr</c> says it decides otherwise (LMR133) is
    /// left out on both sides and returned.
    /// </summary>
    public static (string Ours, string Theirs, IReadOnlyList<string> Differing) Compare(Inventory inventory, JsonNode theirs)
    {
        HashSet<string> told =
        [
            .. from host in inventory.Hosts
               from pair in inventory.Variables(host).All
               where pair.Value.Problems(null).Any(problem => problem.Code == "LMR133")
               select $"_meta.hostvars.{host.Name}.{pair.Key}",
        ];
        var (ourLines, theirLines) = (Lines(InventoryJson.Of(inventory)), Lines(theirs));
        var different = told.Where(path => !ourLines.Where(IsOf(path)).SequenceEqual(theirLines.Where(IsOf(path)))).Order(StringComparer.Ordinal).ToList();
        return (Text(ourLines, different), Text(theirLines, different), different);
    }

    private static Func<string, bool> IsOf(string path) => line => line.StartsWith(path + " ", StringComparison.Ordinal) || line.StartsWith(path + ".", StringComparison.Ordinal);

    private static string Text(IEnumerable<string> lines, IReadOnlyList<string> leftOut) =>
        string.Join('\n', lines.Where(line => !leftOut.Any(path => IsOf(path)(line))));

    private static List<string> Lines(JsonNode node)
    {
        var lines = new List<string>();
        Add("", node, lines);
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static void Add(string path, JsonNode? node, List<string> lines)
    {
        // In which order a group names its hosts and children decides nothing.
        var isNames = path.Split('.') is [not "_meta", ..] && (path.EndsWith(".hosts", StringComparison.Ordinal) || path.EndsWith(".children", StringComparison.Ordinal));
        if (node is JsonObject map && map.Count > 0)
            foreach (var (key, value) in map) Add(path.Length == 0 ? key : $"{path}.{key}", value, lines);
        else if (node is JsonArray list && list.Count > 0)
            foreach (var (index, item) in list.Index()) Add(isNames ? path : $"{path}.{index.ToString(CultureInfo.InvariantCulture)}", item, lines);
        else lines.Add($"{path} = {Scalar(node)}");
    }

    /// <summary>1.0 and 1 are not the same: one is a number, the other a whole one.</summary>
    private static string Scalar(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        ? value.ToJsonString() is var text && text.AsSpan().IndexOfAny(".eE") < 0 ? text : double.Parse(text, CultureInfo.InvariantCulture).ToString("E16", CultureInfo.InvariantCulture)
        : JsonSerializer.Serialize(node);
}

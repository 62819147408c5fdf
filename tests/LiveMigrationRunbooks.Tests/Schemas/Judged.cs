using System.Collections.Concurrent;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Inventories.Guests;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Schemas;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Tests.Language;
using NJsonSchema;

namespace LiveMigrationRunbooks.Tests.Schemas;

/// <summary>What two judges say of a file: the schema alone, as an editor asks it, and the reader.</summary>
internal static class Judged
{
    private static readonly ConcurrentDictionary<string, Task<JsonSchema>> s_schemas = new(StringComparer.Ordinal);

    public static async Task<IReadOnlyList<string>> BySchemaAsync(string name, string yaml)
    {
        var schema = await s_schemas.GetOrAdd(name, _ => JsonSchema.FromJsonAsync(SchemaCatalogue.Of(name)!.Text));
        return [.. schema.Validate(YamlJson.Of(yaml)).Select(error => error.ToString())];
    }

    public static IReadOnlyList<string> ByReader(string name, string yaml)
    {
        var folder = Directory.CreateTempSubdirectory("lmr-judged-");
        try
        {
            var path = Path.Combine(folder.FullName, name + ".yml");
            File.WriteAllText(path, yaml);
            return ByReaderOf(name, path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static IReadOnlyList<string> ByReaderOf(string name, string path)
    {
        var findings = new Findings();
        switch (name)
        {
            case "runbook": ReadRunbook(path, findings); break;
            case "include": ReadIncluded(path, findings); break;
            case "guests": if (SourceFile.Read(path, findings) is { } guests) GuestCatalogue.Read(guests, findings); break;
            case "inventory": ReadInventory(path, findings); break;
            case "vars": ReadVariables(path, findings); break;
            default: throw new ArgumentException($"Nobody reads {name}.");
        }
        return Told.Lines(findings);
    }

    // As lmr validate does: values are judged where they are bound to hosts.
    private static void ReadRunbook(string path, Findings findings)
    {
        if (RunbookReader.Read(path, findings) is not { } runbook) return;
        if (InventoryReader.Read([Repository.Path("inventories", "example.yml")], findings) is not { } inventory) return;
        Bind(runbook, inventory, findings);
    }

    private static void ReadIncluded(string path, Findings findings)
    {
        var runbook = Path.Combine(Path.GetDirectoryName(path) ?? "", "runbook.yml");
        File.WriteAllText(runbook, $"plays: [{{ hosts: kvm1, steps: [{{ include: {Path.GetFileName(path)} }}] }}]");
        ReadRunbook(runbook, findings);
    }

    private static BoundRunbook Bind(Runbook runbook, Inventory inventory, Findings findings) =>
        new RunbookBinder(runbook, inventory, Inputs(runbook), null).Bind(new Dictionary<string, HostFacts>(), findings);

    // Inputs that must be given are names of hosts in what ships, a different one each.
    private static Dictionary<string, YamlNode> Inputs(Runbook runbook) => runbook.Inputs.Where(input => input.Default is null).Index()
        .ToDictionary(entry => entry.Item.Name, entry => Read.Yaml($"kvm{entry.Index + 1}"));

    /// <summary>The kinds that a shipped runbook binds to hosts with all their arguments known, nothing being wrong with it.</summary>
    public static IReadOnlyList<string> KindsBoundBy(string path)
    {
        var findings = new Findings();
        var runbook = RunbookReader.Read(Repository.Path(path), findings);
        var inventory = InventoryReader.Read([Repository.Path("inventories", "example.yml")], findings);
        var bound = runbook is null || inventory is null ? null : Bind(runbook, inventory, findings);
        return findings.HasErrors || bound is null ? [] :
            [.. bound.Plays.SelectMany(play => play.Hosts).SelectMany(host => host.Steps.Concat(host.Handlers).Concat(host.Gate))
                .Where(step => step.Step is not null).Select(step => step.Call.Kind.Name).Distinct()];
    }

    private static void ReadInventory(string path, Findings findings)
    {
        if (InventoryReader.Read([path], findings) is not { } inventory) return;
        Uplink.Of(inventory, findings);
        foreach (var host in inventory.Hosts)
        {
            HostSettings.Of(inventory, host, findings);
            ConnectionSettings.Of(inventory, host, findings);
        }
    }

    private static void ReadVariables(string path, Findings findings)
    {
        var folder = Directory.CreateTempSubdirectory("lmr-judged-vars-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "host_vars"));
            File.Copy(path, Path.Combine(folder.FullName, "host_vars", "kvm1.yml"));
            File.WriteAllText(Path.Combine(folder.FullName, "hosts.yml"), "all: { hosts: { kvm1: } }");
            ReadInventory(Path.Combine(folder.FullName, "hosts.yml"), findings);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

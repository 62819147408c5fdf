using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runbooks;

/// <summary>A folder with a runbook and an inventory that a test writes; gone when the test is.</summary>
internal sealed class RunbookFolder : IDisposable
{
    public RunbookFolder(string runbook, string? inventory = null)
    {
        Write("runbook.yml", runbook);
        Write("hosts.yml", inventory ?? ThreeHosts);
    }

    /// <summary>kvm1, kvm2 and kvm3 in the group kvm.</summary>
    public static string ThreeHosts => """
        kvm:
          hosts:
            kvm1: { migration_address: 198.51.100.11 }
            kvm2: { migration_address: 198.51.100.12 }
            kvm3: { migration_address: 198.51.100.13 }
        """;

    public string Root { get; } = Directory.CreateTempSubdirectory("lmr-runbook-").FullName;

    public Findings Findings { get; } = new();

    /// <summary>What was found, one line each: <c>LMR253 runbook.yml:1:5 what</c>.</summary>
    public string[] Told => [.. Findings.Sorted.Select(problem => $"{problem.Code} {Place(problem.Span)} {problem.What}")];

    public string At(string name) => Path.Combine(Root, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name)) ?? Root);
        File.WriteAllText(At(name), text);
    }

    /// <summary>Null where it cannot be bound; <see cref="Told"/> says why.</summary>
    public BoundRunbook? TryBind(IReadOnlyDictionary<string, HostFacts>? facts = null, string? limit = null, SecretSources? secrets = null, params (string Name, string Value)[] extra)
    {
        var inventory = InventoryReader.Read([At("hosts.yml")], Findings);
        var runbook = RunbookReader.Read(At("runbook.yml"), Findings);
        if (inventory is null || runbook is null) return null;
        return new RunbookBinder(runbook, inventory, extra.ToDictionary(pair => pair.Name, pair => Scalar(pair.Name, pair.Value)), limit, secrets).Bind(facts ?? new Dictionary<string, HostFacts>(), Findings);
    }

    /// <summary>As <see cref="TryBind"/>, with what stands on a command line.</summary>
    public BoundRunbook? BindWith(string[] extra, string[]? tags = null, string[]? skip = null, string? limit = null)
    {
        var inventory = InventoryReader.Read([At("hosts.yml")], Findings);
        var runbook = RunbookReader.Read(At("runbook.yml"), Findings);
        if (inventory is null || runbook is null) return null;
        return new RunbookBinder(runbook, inventory, ExtraValues.Read(extra, Findings), limit, null, TagChoice.Of(tags ?? [], skip ?? [])).Bind(new Dictionary<string, HostFacts>(), Findings);
    }

    public BoundRunbook Bind(HostFacts? facts = null)
    {
        string[] hosts = ["kvm1", "kvm2", "kvm3"];
        var bound = TryBind(facts is null ? null : hosts.ToDictionary(host => host, _ => facts));
        Assert.Equal([], Told);
        return bound!;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static YamlNode Scalar(string name, string value) => new YamlScalar(value, true, new SourceSpan(new SourceFile("-e " + name, value), 0, value.Length));

    private static string Place(SourceSpan? span) => span is null ? "-" : $"{Path.GetFileName(span.File.Path)}:{span.Line}:{span.Column}";
}

using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Facts;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>
/// One case of a step kind, in <c>Steps/KIND/CASE.yaml</c>: what a runbook gives, what a host answered to the probe, and the verdict as text.
/// <c>LMR_ACCEPT=1</c> writes the verdict found in place of the expected one.
/// </summary>
internal sealed record StepFixture(string Path, string Kind, YamlMapping Root)
{
    public static string Folder { get; } = FolderOf();

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories).Select(path => System.IO.Path.GetRelativePath(Folder, path)).Order(StringComparer.Ordinal);

    public string Tier => Scalar(Root, "tier") ?? "";

    public string Expected => (Scalar(Root, "expect") ?? "").TrimEnd('\n');

    public Answers Answers => AnswersIn(Root["answers"]);

    /// <summary>What other hosts answered to the same check, by host, under <c>others</c>.</summary>
    public ValueList<HostAnswers> Others =>
        [.. ((Root["others"] as YamlMapping)?.Entries ?? []).Select(other => new HostAnswers(OfOther(other.Key.Text), AnswersIn(other.Value)))];

    /// <summary>All that a host is asked for such a step, in the order of its answers.</summary>
    public ValueList<Command> Questions(Step step)
    {
        if (step is not Check { IsMutual: true } check) return step.Probe(Scene);
        var first = check.Prepare(Scene);
        return [.. first, .. check.Ask(Scene, First(Answers, first.Count), [.. Others.Select(other => other with { Answers = First(other.Answers, first.Count) })])];
    }

    // kvm1, where nothing else is said; its address on the migration network ends like its name.
    private string Host => Scalar(Root, "host") ?? "kvm1";

    public Scene Scene => new(
        Host,
        Facts with { ManagementNic = Scalar(Root["facts"], "management_nic") ?? "eth0", Firewall = Scalar(Root["facts"], "firewall") ?? "none" },
        new Peer(Host, Scalar(Root, "migration_address") == "none" ? null : $"198.51.100.1{Host[^1]}"),
        [.. ((Root["peers"] as YamlMapping)?.Entries ?? []).Select(peer => PeerOf(peer.Key.Text, peer.Value))])
    {
        Absent = [.. ((Root["absent"] as YamlMapping)?.Entries ?? []).Select(host => new AbsentPeer(host.Key.Text, (host.Value as YamlScalar)?.Text ?? ""))],
        Coming = [.. (Root["coming"] as YamlSequence)?.Items.OfType<YamlScalar>().Select(key => key.Text) ?? []],
        MayDisturb = [.. (Root["may_disturb"] as YamlSequence)?.Items.OfType<YamlScalar>().Select(whom => Enum.Parse<Disturbed>(whom.Text, ignoreCase: true)) ?? []],
        Emptied = Scalar(Root, "emptied") == "true",
    };

    // An address alone, or what the same step's last question was answered there.
    private static Peer PeerOf(string name, YamlNode given) => given is not YamlMapping told
        ? new Peer(name, given is YamlScalar { IsNull: false } address ? address.Text : null)
        : new Peer(name, Scalar(told, "migration_address"))
        {
            Address = Scalar(told, "address"),
            Trouble = Scalar(told, "trouble"),
            Arguments = Scalar(told, "arguments") is { } arguments ? JsonNode.Parse(arguments) : null,
            Answers = Scalar(told, "out") is { } text ? new Answers([CommandResult.OfText(text)]) : null,
            Coming = ((told["coming"] as YamlMapping)?.Entries ?? []).Select(key => KeyValuePair.Create(key.Key.Text, (key.Value as YamlScalar)?.Text ?? "")).ToValueMap(),
        };

    // Lines of facts.sh under facts.told, for what a verdict depends on.
    private HostFacts Facts => Scalar(Root["facts"], "told") is { } told ? HostFactsReader.Read(CommandResult.OfText(told)) : HostFacts.None;

    public static StepFixture Load(string name)
    {
        var path = System.IO.Path.Combine(Folder, name);
        return new StepFixture(path, System.IO.Path.GetDirectoryName(name) ?? "", (YamlMapping)FixtureYaml.Parse(File.ReadAllText(path)));
    }

    public Verdict JudgedBy(Step step) => step is Check check && Others.Count > 0 ? check.Judge(Answers, Scene, Others) : step.Judge(Answers, Scene);

    public Step? Bind(Findings findings) =>
        StepBinder.Bind(StepCatalogue.Kinds[Kind], WithSecrets(Root["args"]) ?? throw new InvalidOperationException($"{Path} gives no args."), Root.Span, findings);

    public void Accept(string verdict)
    {
        var text = File.ReadAllText(Path);
        var end = text.IndexOf("\nexpect:", StringComparison.Ordinal);
        var lines = verdict.Split('\n').Select(line => line.Length == 0 ? "" : "  " + line);
        File.WriteAllText(Path, (end < 0 ? text.TrimEnd('\n') : text[..end]) + "\nexpect: |\n" + string.Join('\n', lines) + "\n");
    }

    // As in an apply: every secret has been read, and all of them are "canary"; as in a plan where secrets are unread.
    private YamlNode? WithSecrets(YamlNode? node) => node is not YamlMapping mapping ? node
        : SecretForm.Is(mapping) && SecretForm.Read(mapping, new Findings()) is { } reference
            ? new SecretNode(SecretText.Of(reference), mapping.Span) { Value = Scalar(Root, "secrets") == "unread" ? null : new SecretValue("canary") }
            : mapping with { Entries = [.. mapping.Entries.Select(entry => entry with { Value = WithSecrets(entry.Value) ?? entry.Value })] };

    private Scene OfOther(string host)
    {
        ValueList<Peer> all = [Scene.Self, .. Scene.Peers];
        return Scene with { Host = host, Self = all.FirstOrDefault(peer => peer.Name == host) ?? new Peer(host, null), Peers = [.. all.Where(peer => peer.Name != host)] };
    }

    private static Answers First(Answers answers, int count) => new([.. answers.Results.Take(count)]);

    private static Answers AnswersIn(YamlNode? node) => new([.. Items(node).Select(answer => CommandResult.OfText(
        Scalar(answer, "out") ?? "", int.Parse(Scalar(answer, "exit") ?? "0"), Scalar(answer, "err") ?? ""))]);

    private static IEnumerable<YamlMapping> Items(YamlNode? node) => (node as YamlSequence)?.Items.OfType<YamlMapping>() ?? [];

    private static string? Scalar(YamlNode? node, string key) => ((node as YamlMapping)?[key] as YamlScalar)?.Text;

    private static string FolderOf([CallerFilePath] string self = "") => System.IO.Path.GetDirectoryName(self) ?? "";
}

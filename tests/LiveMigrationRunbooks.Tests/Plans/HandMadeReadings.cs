using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Facts;

namespace LiveMigrationRunbooks.Tests.Plans;

/// <summary>What hosts would have answered: every file and folder is absent but for those a test names; libvirtd runs.</summary>
internal sealed class HandMadeReadings
{
    public const string Folder = "parent=present\nkind=directory\nmode=755\nuser=root\ngroup_name=root\nentries=none\n";
    public const string Link = "parent=present\nkind=link\n";
    private const string Nothing = "parent=present\nkind=absent\n";
    private readonly Dictionary<(string Host, string Path), string> _paths = [];
    private readonly Dictionary<string, HostReading> _whole = [];
    private readonly Dictionary<string, OwedOperation> _owed = [];

    public static HostFacts Facts { get; } = new("debian 12", "6.1.0", "nftables", "mgmt0", 1 << 22, 4, ValueMap<NicFact>.Empty);

    public static HostIdentity Identity { get; } = new("0123456789abcdef0123456789abcdef", ["ssh-ed25519 SHA256:abc"], "boot-1", "0.10 0.20 0.30", 1 << 21);

    public HandMadeReadings With(string host, string path, string answer)
    {
        _paths[(host, path)] = answer;
        return this;
    }

    public HandMadeReadings Unread(string host)
    {
        _whole[host] = HostReading.NotRead(host, new HostTrouble("host.unreachable", $"{host} does not answer.", "Look whether it is up."));
        return this;
    }

    public HandMadeReadings With(string host, HypervisorReading hypervisor, ProbeAnswers pairs)
    {
        _whole[host] = new HostReading(host, null, Facts, new Dictionary<string, Answers>(), hypervisor, pairs, null);
        return this;
    }

    /// <summary>The host was to run this and did not.</summary>
    public HandMadeReadings Owing(string host, OwedOperation owed)
    {
        _owed[host] = owed;
        return this;
    }

    public IReadOnlyDictionary<string, HostReading> Of(BoundRunbook runbook) => runbook.Hosts.ToDictionary(host => host.Name, host => Reading(runbook, host.Name));

    public Plan Plan(BoundRunbook runbook) => Planner.Make(runbook, Of(runbook));

    private HostReading Reading(BoundRunbook runbook, string host)
    {
        var probes = ReadRequest.Of(runbook, host, play => Scenes.Of(runbook.Inventory, play, host, Facts))
            .ToDictionary(probe => probe.StepId, probe => new Answers([.. probe.Probe.Select(command => Answer(host, command))]));
        var whole = _whole.GetValueOrDefault(host) ?? new HostReading(host, null, Facts, probes, null, ProbeAnswers.NotAsked, null);
        return whole.Trouble is null ? whole with { Answers = probes, Identity = Identity, Owed = _owed.TryGetValue(host, out var owed) ? [owed] : [] } : whole;
    }

    // The probe of a path gives it as the script's first argument.
    private CommandResult Answer(string host, Command command) => CommandResult.OfText(
        command.Argv.ElementAtOrDefault(4) is { } path ? _paths.GetValueOrDefault((host, path), Nothing) : "daemon=libvirtd\n");
}

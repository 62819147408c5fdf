using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Hosts.Hypervisors.Simulated;

/// <summary>A simulated host and its guests, as a survey of a real one would tell them. Nothing stands against a move but where its guests are.</summary>
internal static class SimulatedSurvey
{
    private const string Arch = "x86_64";
    private const string Machine = "pc-q35-7.2";
    private const string Kind = "kvm";
    private const long MemoryKib = 1L << 40;

    public static Hypervisor Of(SimulatedCluster cluster, SimulatedHost host) => new(
        host.Name, UuidOf(host.Name), new LibvirtVersions(new Version(9, 0, 0), new Version(7, 2, 22)), new HostMemory(MemoryKib, MemoryKib), "<cpu/>",
        [new Emulation(Arch, "", [Kind], [Machine])], new HostNetworks([], [], []), [], new MigrationPorts(),
        [.. host.Copies.Values.Select(copy => Guest(cluster, host, copy))], [.. host.Records.Values], [.. host.Copies.Values.Where(copy => copy.HasQemu).Select(copy => copy.Guest.Uuid)], []);

    /// <summary>All that is asked of a path or a peer is as it should be.</summary>
    public static ProbeAnswers Answers(ProbeQuestions questions) => new(
        questions.Paths.Select(path => KeyValuePair.Create(path, new PathAnswer(true, "1", "file", ""))).ToValueMap(),
        questions.Addresses.Select(address => KeyValuePair.Create(address.Host + ":" + address.Port, new ReachAnswer(Reach.Refused, "Connection refused"))).ToValueMap(),
        questions.Peers.Select(peer => KeyValuePair.Create(peer, new PeerAnswer(UuidOf(peer), ""))).ToValueMap(),
        questions.Cpus.Select(cpu => KeyValuePair.Create(cpu.Uuid, new CpuAnswer(true, ""))).ToValueMap(),
        null) { Userfaultfd = new UserfaultfdAnswer(true, "can take guests by post-copy", "") };

    /// <summary>What libvirt says of its job: a guest that leaves tells how far it is, one that arrives only that.</summary>
    public static GuestJob JobOf(SimulatedCluster cluster, SimulatedHost host, string uuid)
    {
        if (cluster.MoveOf(uuid, host) is { } leaving) return new GuestJob.Migrating(leaving.Statistics);
        if (host.Copies.GetValueOrDefault(uuid) is { HasQemu: true, State: SimulatedCopy.SentPart or SimulatedCopy.BrokenHere }) return new GuestJob.Migrating(JobStatistics.Empty);
        return host.Copies.GetValueOrDefault(uuid) is { Persistent: false, State: SimulatedCopy.Leaving } or { HasQemu: true, State: SimulatedCopy.HasPart or SimulatedCopy.BrokenThere } ? new GuestJob.Other("incoming migration") : new GuestJob.None();
    }

    private static GuestReading Guest(SimulatedCluster cluster, SimulatedHost host, SimulatedCopy copy) => new(
        copy.Guest.Uuid, copy.Guest.Name, GuestCondition.Parse(copy.State), copy.Persistent, copy.Autostart, HasSnapshots: false, HasManagedSave: false, JobOf(cluster, host, copy.Guest.Uuid),
        new GuestHardware(Kind, Arch, Machine, "", copy.Guest.MemoryBytes >> 10, 1, null, [], [], [], [], [], null),
        $"<domain type='{Kind}'><name>{copy.Guest.Name}</name><uuid>{copy.Guest.Uuid}</uuid></domain>", null);

    private static string UuidOf(string host) => "uuid-of-" + host;
}

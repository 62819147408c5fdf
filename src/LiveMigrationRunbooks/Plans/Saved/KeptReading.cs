using System.Globalization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations.Preflights;
using LiveMigrationRunbooks.Plans.Moves;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans.Saved;

/// <summary>Takes from what was read of a host what its plan rests on. Nothing that moves by itself is pinned.</summary>
internal sealed class KeptReading(BoundRunbook runbook, IReadOnlyDictionary<string, HostReading> readings, IReadOnlyList<Deed> deeds)
{
    private const string Available = "host#available_kib";

    /// <summary>One for each host that was read, in the runbook's order.</summary>
    public ValueList<KeptValues> All => [.. runbook.Hosts.Select(host => readings[host.Name]).Where(reading => reading.Trouble is null).Select(Of)];

    /// <summary>What is pinned of a host besides its settings: also what is read again when it is claimed.</summary>
    /// <param name="isSource">Whether its guests are moved away.</param>
    public static ValueMap<string> Pinned(HostIdentity identity, HostFacts facts, IEnumerable<OwedOperation> owed, HypervisorReading? hypervisor, bool isSource)
    {
        var pinned = new List<(string Key, string Value)>
        {
            ("host#machine_id", identity.MachineId), ("host#ssh_keys", string.Join(", ", identity.SshKeys)), ("host#os", facts.Os), ("host#kernel", facts.Kernel),
        };
        pinned.AddRange(owed.Select(each => ($"owed/{each.Step.Kind}#{each.Key}", $"{each.Step.Name}, run {each.Run}")));
        if (hypervisor is Hypervisor host)
        {
            pinned.AddRange([("libvirt#version", $"{host.Versions.Libvirt}"), ("qemu#version", $"{host.Versions.Qemu}"), ("libvirt#host_uuid", host.HostUuid)]);
            if (isSource) pinned.AddRange(Settled(host).SelectMany(Guest));
        }
        return Map(pinned);
    }

    /// <summary>Whether a key tells of a guest.</summary>
    public static bool IsGuest(string key) => key.StartsWith("guest/", StringComparison.Ordinal);

    private KeptValues Of(HostReading reading)
    {
        var isSource = runbook.Plays.Any(play => play.Play.Evacuate is not null && play.Hosts.Any(host => host.Name == reading.Host));
        var guarded = Guards(reading).ToValueMap();
        return new KeptValues(
            reading.Host, Pinned(reading.Identity, reading.Facts, reading.Owed, Leaving(reading), isSource), Settings(reading), guarded, Watched(reading, isSource, guarded));
    }

    private ValueMap<KeptSetting> Settings(HostReading reading)
    {
        var settings = new Dictionary<string, KeptSetting>(StringComparer.Ordinal);
        foreach (var (number, play) in runbook.Plays.Index())
        {
            foreach (var step in play.Hosts.Where(host => host.Name == reading.Host).SelectMany(host => host.Steps).Where(step => step.Applies != Applies.No))
            {
                if (step.Step is not { Keys.Count: > 0 } bound || !reading.Answers.TryGetValue(StepId.Step(number, step.Number), out var answers)) continue;
                if (bound.StateIn(answers, Scenes.Of(runbook.Inventory, play, reading.Host, reading.Facts)) is { } state)
                    settings.TryAdd(string.Join(", ", bound.Keys), new KeptSetting(StepReference.Of(step.Name, bound), state));
            }
        }
        return settings.ToValueMap();
    }

    private IEnumerable<KeyValuePair<string, Guarded>> Guards(HostReading reading)
    {
        var files = deeds.OfType<ChangeDeed>().Where(deed => deed.Host == reading.Host).SelectMany(deed => deed.Change.Files).ToList();
        if (deeds.Any(deed => deed is ChangeDeed && deed.Host == reading.Host))
        {
            foreach (var (path, free, least) in HostFiles.Room(files, new Scene(reading.Host, reading.Facts, new Peer(reading.Host, null), [])))
                yield return KeyValuePair.Create(Free(path), new Guarded(free, least, $">= {least} KiB, to keep what is changed and to write it"));
        }
        var coming = deeds.OfType<MoveDeed>().Where(deed => deed is { UnderWay: false, Move.Offline: false } && deed.Move.Target == reading.Host).ToList();
        if (coming.Count == 0 || reading.Hypervisor is not Hypervisor host) yield break;
        var need = coming.Sum(deed => Need(deed.Move)) + Reserve(reading);
        yield return KeyValuePair.Create(Available, new Guarded(
            host.Memory.AvailableKib, need, $">= {need} KiB: what {coming.Count} {(coming.Count == 1 ? "guest needs" : "guests need")}, and {Reserve(reading)} KiB kept in reserve"));
    }

    private ValueMap<string> Watched(HostReading reading, bool isSource, ValueMap<Guarded> guarded)
    {
        var (identity, facts) = (reading.Identity, reading.Facts);
        var watched = new List<(string Key, string Value)>
        {
            ("host#boot_id", identity.BootId), ("host#load", identity.Load), ("host#cpus", Number(facts.Cpus)), ("host#memory_kib", Number(facts.MemoryKib)),
            ("host#firewall", facts.Firewall), ("host#management_nic", facts.ManagementNic),
        };
        if (((reading.Hypervisor as Hypervisor)?.Memory.AvailableKib ?? identity.AvailableKib) is { } available) watched.Add((Available, Number(available)));
        watched.AddRange(facts.Mount.Select(mount => (Free(mount.Key), Number(mount.Value.FreeKib))));
        if (reading.Hypervisor is Hypervisor host) watched.AddRange((isSource ? host.Guests.Except(Leaving(reading) is Hypervisor leaving ? Settled(leaving) : []) : host.Guests).SelectMany(Guest));
        return Map(watched.Where(each => !guarded.ContainsKey(each.Key)));
    }

    // A guest that is not asked to leave may come and go.
    private HypervisorReading? Leaving(HostReading reading)
    {
        var plays = runbook.Plays.Where(play => play.Hosts.Any(host => host.Name == reading.Host)).Select(play => play.Play.Evacuate).OfType<Evacuate>().ToList();
        return plays.Exists(evacuate => evacuate.Waves.Only is null) || reading.Hypervisor is not Hypervisor host
            ? reading.Hypervisor
            : host with { Guests = [.. host.Guests.Where(guest => plays.Exists(evacuate => evacuate.Waves.Takes(guest.Name, guest.Uuid)))] };
    }

    // Where an earlier run began a move, a guest may leave at any moment.
    private static IEnumerable<GuestReading> Settled(Hypervisor host) => host.Guests.Where(guest => host.Moves.All(move => move.Uuid != guest.Uuid));

    private static IEnumerable<(string, string)> Guest(GuestReading guest) =>
    [
        ($"guest/{guest.Uuid}#name", guest.Name), ($"guest/{guest.Uuid}#state", guest.Condition.IsRunning ? "running" : guest.Condition.Text), ($"guest/{guest.Uuid}#autostart", guest.Autostart ? "on" : "off"),
        ($"guest/{guest.Uuid}#persistent", guest.Persistent ? "yes" : "no"), ($"guest/{guest.Uuid}#memory_kib", Number(guest.Hardware.MemoryKib)),
    ];

    private long Reserve(HostReading reading) => runbook.Inventory.Host(reading.Host) is { } host ? EvacuationReading.Target(runbook.Inventory, host, reading, []).ReserveKib : 0;

    private long Need(Evacuations.GuestMove move) =>
        (readings[move.Source].Hypervisor as Hypervisor)?.Guests.FirstOrDefault(guest => guest.Uuid == move.Uuid) is { } guest ? MemoryNeed.Of(guest.Hardware).Kib : move.Need.Kib;

    private static ValueMap<string> Map(IEnumerable<(string Key, string Value)> values) => values.Where(each => each.Value.Length > 0).Select(each => KeyValuePair.Create(each.Key, each.Value)).ToValueMap();

    private static string Free(string path) => $"mount:{path}#free_kib";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

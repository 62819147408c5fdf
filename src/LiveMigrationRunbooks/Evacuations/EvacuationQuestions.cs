using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Migrations.Preflights;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>What must be asked before placement: each target about all guests that may come, each source about all targets. One script a host.</summary>
public static class EvacuationQuestions
{
    /// <param name="policyOf">How each guest may move; null where all move as they do without a word.</param>
    /// <param name="shutOff">What is done about guests that do not run.</param>
    public static ProbeQuestions ForTarget(IEnumerable<HypervisorReading> sources, Func<GuestReading, MigrationPolicy>? policyOf = null, ShutOff shutOff = ShutOff.Leave)
    {
        var guests = Leaving(sources, shutOff).ToArray();
        return new ProbeQuestions(
            guests.SelectMany(guest => guest.Hardware.AskedPaths(guest.Uuid)).Distinct(StringComparer.Ordinal).ToValueList(),
            guests.SelectMany(guest => guest.Hardware.Endpoints).Distinct().ToValueList(),
            [],
            guests.Where(guest => guest.Condition.IsActive && guest.Hardware.Cpu is not null).Select(guest => new CpuQuestion(
                guest.Uuid, guest.Hardware.DomainType, guest.Hardware.Arch, guest.Hardware.Machine, guest.Hardware.Emulator, guest.Hardware.Cpu ?? "")).ToValueList())
        {
            Folders = Files(guests).Select(file => Path.GetDirectoryName(file.Path) ?? "/").Distinct(StringComparer.Ordinal).ToValueList(),
            Made = Files(guests).Select(file => file.Uuid).Distinct(StringComparer.Ordinal).ToValueList(),
            Userfaultfd = policyOf is not null && guests.Any(guest => PostCopyGate.IsWanted(policyOf(guest))),
        };
    }

    /// <param name="policyOf">How each guest may move; null where all move as they do without a word.</param>
    /// <param name="shutOff">What is done about guests that do not run.</param>
    public static ProbeQuestions ForSource(HypervisorReading source, IEnumerable<MoveTarget> targets, Func<GuestReading, MigrationPolicy>? policyOf = null, ShutOff shutOff = ShutOff.Leave)
    {
        var guests = Leaving([source], shutOff).ToArray();
        var saves = policyOf is not null && guests.Any(guest => policyOf(guest).CannotMove.Way == CannotMoveWay.ManagedSave);
        var byTls = policyOf is not null && guests.Any(guest => policyOf(guest).Control == MoveControl.Tls);
        var answering = targets.Where(target => target.Reading is Hypervisor).ToArray();
        return new ProbeQuestions(
            guests.SelectMany(guest => guest.Hardware.AskedPaths(guest.Uuid)).Distinct(StringComparer.Ordinal).ToValueList(),
            answering.Select(target => target.TriedAddress).Distinct().ToValueList(),
            answering.Select(target => target.Peer).Distinct(StringComparer.Ordinal).ToValueList(),
            [])
        {
            TlsPeers = byTls ? answering.Select(target => MigrationCommand.Bracketed(target.MigrationAddress)).Distinct(StringComparer.Ordinal).ToValueList() : [],
            Disks = Files(guests).Select(file => new DiskQuestion(file.Uuid, file.Disk)).ToValueList(),
            Folders = Files(guests).Select(file => file.Path).Concat(saves ? [PreflightStop.SaveFolder] : []).Distinct(StringComparer.Ordinal).ToValueList(),
        };
    }

    // Disks of which there may be a copy to be made.
    private static IEnumerable<(string Uuid, string Disk, string Path)> Files(IEnumerable<GuestReading> guests) =>
        guests.Where(guest => guest.Condition.IsActive).SelectMany(guest => guest.Hardware.Disks.Where(DiskCopies.CanGoAlong).Select(disk => (guest.Uuid, disk.Target, disk.Path ?? "")));

    private static IEnumerable<GuestReading> Leaving(IEnumerable<HypervisorReading> sources, ShutOff shutOff) =>
        sources.OfType<Hypervisor>().SelectMany(source => source.Guests).Where(guest => guest.Condition.IsActive || shutOff == ShutOff.Move);
}

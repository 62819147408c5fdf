using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Evacuations;

/// <summary>What must be asked before placement: each target about all guests that may come, each source about all targets. One script a host.</summary>
public static class EvacuationQuestions
{
    public static ProbeQuestions ForTarget(IEnumerable<HypervisorReading> sources)
    {
        var guests = Leaving(sources).ToArray();
        return new ProbeQuestions(
            guests.SelectMany(guest => guest.Hardware.Paths).Distinct(StringComparer.Ordinal).ToValueList(),
            guests.SelectMany(guest => guest.Hardware.Endpoints).Distinct().ToValueList(),
            [],
            guests.Where(guest => guest.Hardware.Cpu is not null).Select(guest => new CpuQuestion(
                guest.Uuid, guest.Hardware.DomainType, guest.Hardware.Arch, guest.Hardware.Machine, guest.Hardware.Emulator, guest.Hardware.Cpu ?? "")).ToValueList());
    }

    public static ProbeQuestions ForSource(HypervisorReading source, IEnumerable<MoveTarget> targets)
    {
        var answering = targets.Where(target => target.Reading is Hypervisor).ToArray();
        return new ProbeQuestions(
            Leaving([source]).SelectMany(guest => guest.Hardware.Paths).Distinct(StringComparer.Ordinal).ToValueList(),
            answering.Select(target => target.TriedAddress).Distinct().ToValueList(),
            answering.Select(target => target.Peer).Distinct(StringComparer.Ordinal).ToValueList(),
            []);
    }

    private static IEnumerable<GuestReading> Leaving(IEnumerable<HypervisorReading> sources) =>
        sources.OfType<Hypervisor>().SelectMany(source => source.Guests).Where(guest => guest.Condition.IsActive);
}

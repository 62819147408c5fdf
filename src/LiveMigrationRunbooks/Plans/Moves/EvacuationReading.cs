using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations.Preflights;

namespace LiveMigrationRunbooks.Plans.Moves;

/// <summary>What was read of hosts, as placement and preflight want it.</summary>
public static class EvacuationReading
{
    /// <summary>A host that was not reached is a host whose libvirt did not answer: nothing is known of its guests.</summary>
    public static HypervisorReading Of(HostReading reading) => reading.Hypervisor ?? new NotAnswering(reading.Trouble?.What ?? "it was not read");

    public static MoveTarget Target(Inventory inventory, InventoryHost host, HostReading reading, IEnumerable<Deed> earlier)
    {
        var settings = HostSettings.Of(inventory, host, new Findings());
        return new MoveTarget(
            host.Name, host.Name, settings.MigrationAddress?.ToString() ?? host.Name, (settings.MemoryReserve ?? 0) / 1024, Of(reading), reading.Pairs)
        {
            HasMigrationNetwork = settings.MigrationAddress is not null,
            ReservedKib = reading.Reserved.Sum(reserved => reserved.Kib),
            Awaited = earlier.OfType<ChangeDeed>().Where(deed => deed.Host == host.Name)
                .SelectMany(deed => Checks(deed.Step.Kind).Select(check => KeyValuePair.Create(check, deed.Step.Name)))
                .ToValueMap(),
        };
    }

    // What a step of a kind may make true on the host it is done on.
    private static IEnumerable<string> Checks(string kind) => kind switch
    {
        _ when kind.StartsWith("firewall.", StringComparison.Ordinal) => [PreflightCheck.Port],
        "libvirt.tls" => [PreflightCheck.Encryption],
        _ => [],
    };
}

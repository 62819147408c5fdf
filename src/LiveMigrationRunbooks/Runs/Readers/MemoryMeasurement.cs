using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Libvirt.Sampling;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Runs.Readers;

/// <summary>Has the hosts that are to be emptied measure how their guests write to memory: hosts and guests side by side, for a time that is known before.</summary>
internal static class MemoryMeasurement
{
    // Beside the windows themselves: a slow host is waited for, and each guest takes a few commands.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan s_eachGuest = TimeSpan.FromSeconds(1);

    /// <summary>The running guests that will leave a host.</summary>
    public static ValueList<GuestReading> Guests(BoundRunbook runbook, HostReading host) =>
        host.Hypervisor is Hypervisor hypervisor
            ? [.. hypervisor.Guests.Where(guest => guest.Condition.IsRunning && runbook.Plays.Any(play => (play.Play.Evacuate?.Waves.Takes(guest.Name, guest.Uuid) ?? false) && play.Hosts.Any(each => each.Name == host.Host)))] : [];

    public static RequestItem Item(string id, TimeSpan span, ValueList<GuestReading> guests) =>
        new(id, HypervisorScripts.Measure((int)Math.Ceiling(span.TotalSeconds), guests.Select(guest => guest.Uuid)), (2 * span) + s_patience + (guests.Count * span.TotalSeconds * s_eachGuest));

    /// <summary>The reading with what was measured in it; a guest that could not be measured keeps what is known of it, and why.</summary>
    public static HypervisorReading? Told(HypervisorReading? reading, ValueList<GuestReading> guests, CommandResult result)
    {
        if (reading is not Hypervisor host) return reading;
        var told = GuestMemoryReader.ReadMeasured(result, guests);
        return host with { Guests = [.. host.Guests.Select(guest => told.TryGetValue(guest.Uuid, out var memory) ? guest with { Memory = memory.IsMeasured ? memory : guest.Memory is { } known ? known with { NotMeasured = memory.NotMeasured } : memory } : guest)] };
    }
}

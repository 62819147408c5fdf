using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Plans.Moves;

/// <summary>The uplinks of the inventory that guests pass over: those of both hosts, and none within one rack.</summary>
public static class MoveUplinks
{
    /// <summary>The move with what it passes over; what the inventory says of it has been checked before.</summary>
    public static GuestMove Over(this GuestMove move, Inventory inventory) => move with
    {
        Uplinks = Between(Of(inventory, move.Source), Of(inventory, move.Target)) is { Count: > 0 } uplinks ? uplinks : null,
    };

    internal static ValueList<string> Between(string? from, string? to) => from == to ? [] : [.. new[] { from, to }.OfType<string>()];

    private static string? Of(Inventory inventory, string host) => inventory.Host(host) is { } known ? HostSettings.Of(inventory, known, new Findings()).Uplink : null;
}

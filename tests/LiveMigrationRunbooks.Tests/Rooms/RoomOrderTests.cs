using LiveMigrationRunbooks.Plans;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Rooms;

/// <summary>A room uses only rooms above it, and of those only the ones named here; the compiled assembly is asked.</summary>
public sealed class RoomOrderTests
{
    private const string Root = "LiveMigrationRunbooks.";

    /// <summary>Rooms from the top, each with the rooms it may use. A new room stands here, or the test fails.</summary>
    private static readonly (string Room, string[] Uses)[] s_rooms =
    [
        ("Language", []),
        ("Inventories", ["Language"]),
        ("Commands", ["Language"]),
        ("Libvirt", ["Commands"]),
        ("Steps", ["Language", "Commands", "Libvirt"]),
        ("Schedules", ["Language", "Commands"]),
        ("Migrations", ["Commands", "Libvirt"]),
        ("Forecasts", ["Language", "Commands", "Libvirt", "Migrations"]),
        ("Evacuations", ["Language", "Commands", "Libvirt", "Migrations", "Forecasts"]),
        ("Runbooks", ["Language", "Inventories", "Commands", "Libvirt", "Steps", "Schedules", "Migrations", "Evacuations"]),
        ("Journals", ["Language", "Commands"]),
        ("Plans", ["Language", "Inventories", "Commands", "Libvirt", "Steps", "Schedules", "Migrations", "Forecasts", "Evacuations", "Runbooks", "Journals"]),
        ("Envelopes", ["Language", "Commands", "Steps", "Migrations", "Evacuations", "Runbooks", "Plans"]),
        ("Revisions", ["Language"]),
        ("Hosts", ["Language", "Commands", "Libvirt", "Migrations", "Evacuations", "Journals"]),
        ("Runs", ["Language", "Inventories", "Commands", "Libvirt", "Steps", "Migrations", "Forecasts", "Evacuations", "Runbooks", "Journals", "Plans", "Hosts"]),
        ("Reports", ["Language", "Commands", "Steps", "Migrations", "Forecasts", "Evacuations", "Journals", "Plans", "Runs"]),
        ("Schemas", ["Language", "Inventories", "Steps", "Runbooks", "Envelopes"]),
    ];

    private static readonly string[] s_pure = ["Language", "Commands", "Libvirt", "Steps", "Schedules", "Migrations", "Forecasts", "Evacuations", "Plans", "Envelopes"];

    private static readonly string[] s_outside = ["System.Net.Sockets.", "System.Diagnostics.Process", "System.Threading.Timer", "System.Console"];

    private static readonly IReadOnlySet<(string From, string To)> s_pairs = Read();

    [Fact]
    public void Every_room_is_in_the_table() => Assert.Equal(
        s_rooms.Select(room => room.Room).Order(StringComparer.Ordinal),
        s_pairs.Select(pair => RoomOf(pair.From)).OfType<string>().Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_room_uses_only_what_the_table_allows()
    {
        var allowed = s_rooms.ToDictionary(room => room.Room, room => room.Uses);
        Found.Nothing(Crossings().Where(crossing => !(allowed.GetValueOrDefault(crossing.From) ?? []).Contains(crossing.To))
            .Select(crossing => $"{crossing.From} uses {crossing.To}: {crossing.Example}"));
    }

    [Fact]
    public void The_table_allows_nothing_that_is_not_used()
    {
        var used = Crossings().Select(crossing => (crossing.From, crossing.To)).ToHashSet();
        Found.Nothing(s_rooms.SelectMany(room => room.Uses.Select(use => (room.Room, use))).Except(used).Select(unused => $"{unused.Item1} does not use {unused.Item2}"));
    }

    [Fact]
    public void The_table_has_no_way_back_up()
    {
        var place = s_rooms.Index().ToDictionary(entry => entry.Item.Room, entry => entry.Index);
        Assert.All(s_rooms, room => Assert.All(room.Uses, use => Assert.True(place[use] < place[room.Room], $"{use} stands below {room.Room}")));
    }

    [Fact]
    public void Pure_rooms_reach_nothing_outside() => Found.Nothing(s_pairs
        .Where(pair => s_pure.Contains(RoomOf(pair.From)) && Array.Exists(s_outside, outside => pair.To.StartsWith(outside, StringComparison.Ordinal)))
        .Select(pair => $"{pair.From} uses {pair.To}"));

    [Fact]
    public void The_library_does_not_print() => Found.Nothing(s_pairs.Where(pair => pair.To == "System.Console").Select(pair => pair.From));

    private static IEnumerable<(string From, string To, string Example)> Crossings() => s_pairs
        .Select(pair => (From: RoomOf(pair.From), To: RoomOf(pair.To), Example: $"{pair.From} -> {pair.To}"))
        .Where(crossing => crossing.From is not null && crossing.To is not null && crossing.From != crossing.To)
        .GroupBy(crossing => (crossing.From, crossing.To))
        .Select(same => (same.Key.From!, same.Key.To!, same.Min(crossing => crossing.Example)!));

    private static string? RoomOf(string type) =>
        type.StartsWith(Root, StringComparison.Ordinal) && type[Root.Length..].Split('.') is { Length: > 1 } parts ? parts[0] : null;

    private static IReadOnlySet<(string From, string To)> Read()
    {
        using var references = new TypeReferences(typeof(Plan).Assembly.Location);
        return references.Pairs();
    }
}

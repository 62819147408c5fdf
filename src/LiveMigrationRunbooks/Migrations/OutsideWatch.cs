using System.Text.Json.Serialization;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>How a guest is asked from outside while it moves, as its users would.</summary>
/// <param name="EveryMs">Between two questions.</param>
/// <param name="Pings">Whether it is pinged.</param>
/// <param name="Port">TCP port to which connections are opened; null for none.</param>
/// <param name="Address">Where it is, as the guest catalogue says; null where its host is to be asked.</param>
public sealed record OutsideWatch(int EveryMs, bool Pings, int? Port, string? Address)
{
    /// <summary>The same for people.</summary>
    [JsonIgnore]
    public string Told => $"watched from outside every {EveryMs} ms: {string.Join(" and ", new[] { Pings ? "ping" : null, Port is { } port ? $"TCP port {port}" : null }.OfType<string>())}, {Address ?? "at the address that its host tells"}";
}

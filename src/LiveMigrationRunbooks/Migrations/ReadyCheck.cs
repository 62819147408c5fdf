using System.Text.Json.Serialization;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>What counts as a sign that a guest serves.</summary>
public enum ReadySign
{
    Ping,
    Tcp,
    Agent,
}

/// <summary>How it is found out that a guest serves again after its move, and by when it must.</summary>
/// <param name="Address">Where it is asked; null for its agent.</param>
/// <param name="Port">TCP port, for <see cref="ReadySign.Tcp"/>.</param>
/// <param name="WithinSeconds">From its arrival.</param>
public sealed record ReadyCheck(ReadySign By, string? Address, int? Port, double WithinSeconds)
{
    [JsonIgnore]
    public TimeSpan Within => TimeSpan.FromSeconds(WithinSeconds);

    /// <summary>Whose answer it is, as a subject.</summary>
    [JsonIgnore]
    public string Who => By switch { ReadySign.Ping => $"ping of {Address}", ReadySign.Tcp => $"TCP port {Port} of {Address}", _ => "its guest agent" };
}

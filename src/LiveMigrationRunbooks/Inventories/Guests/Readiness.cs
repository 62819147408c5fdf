using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories.Guests;

/// <summary>How it is found out that a guest serves again after a move, and by when it must.</summary>
public sealed record Readiness(
    SourceSpan Span,
    [Key("Who is asked: ping the address, tcp the address by opening a connection to the port, agent the QEMU guest agent through libvirt.")]
    ReadinessSign By,
    [Key("IP address or name that is asked; for ping and tcp.", Example = "192.0.2.40")]
    Placed<string>? Address = null,
    [Key("TCP port; for tcp.", Min = 1, Max = 65535, Example = "5432")]
    int? Port = null,
    [Key("How long may pass from its arrival until it answers; 1m without it.", Example = "30s")]
    TimeSpan? Within = null)
{
    /// <summary>The deadline, written or not.</summary>
    public TimeSpan Deadline => Within ?? TimeSpan.FromMinutes(1);
}

/// <summary>What counts as a sign of life.</summary>
public enum ReadinessSign
{
    Ping,
    Tcp,
    Agent,
}

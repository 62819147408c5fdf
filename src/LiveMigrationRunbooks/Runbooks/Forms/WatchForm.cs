using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary><c>evacuate.watch</c> as it is written.</summary>
public sealed record WatchForm(
    SourceSpan Span,
    [Key("Ping each guest that moves so often.", Example = "100ms")] Placed<TimeSpan>? Ping = null,
    [Key("Open a TCP connection to this port of each guest that moves, as often as 'ping' says; ten times a second without it.", Min = 1, Max = 65535, Example = "22")] int? Tcp = null);

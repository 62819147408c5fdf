using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Services;

/// <summary>One form of a unit: its name as systemd resolves it, and in one word what it is now, or what it is at boot.</summary>
/// <param name="Is">
/// Now: running, exited, listening, reloading, starting, restarting, stopping, stopped, failed. At boot: what <c>systemctl is-enabled</c> says.
/// </param>
/// <param name="Links">Paths that enabling or disabling it may touch; only of the form at boot.</param>
public sealed record ServiceState(string Unit, string Is, ValueList<string>? Links = null)
{
    /// <summary>
    /// Whether this is enough for <paramref name="want"/>. A service that its socket starts on demand is up; one that failed is as much down
    /// as one that was stopped; what was in passing when it was read may have become anything.
    /// </summary>
    public bool Serves(ServiceState want) => Is == want.Is || Class(want.Is) switch
    {
        Side.Up => Class(Is) == Side.Up,
        Side.Down => Class(Is) == Side.Down,
        Side.Passing => true,
        // A file that is only linked in is not started at boot.
        _ => want.Is == "disabled" && Is is "linked" or "linked-runtime",
    };

    [JsonIgnore]
    public bool IsUp => Class(Is) == Side.Up;

    private static Side Class(string word) => word switch
    {
        "running" or "exited" or "listening" or "reloading" => Side.Up,
        "stopped" or "failed" => Side.Down,
        "starting" or "restarting" or "stopping" => Side.Passing,
        _ => Side.Boot,
    };

    private enum Side
    {
        Up,
        Down,
        Passing,
        Boot,
    }
}

using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Services;

/// <summary>What systemd told of one unit.</summary>
internal sealed class ServiceReading
{
    private readonly Dictionary<string, string> _properties;
    private readonly ILookup<string, string> _told;

    private ServiceReading(Dictionary<string, string> properties, ILookup<string, string> told) => (_properties, _told) = (properties, told);

    public static ServiceReading Of(CommandResult result)
    {
        var lines = result.Lines.ToLookup(line => line.IndexOf('=') is > 0 and var equals && !line[..equals].Contains(' '));
        return new ServiceReading(
            lines[true].Select(line => line.Split('=', 2)).DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal),
            lines[false].Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]));
    }

    public string Unit => this["Id"];

    public string this[string property] => _properties.GetValueOrDefault(property, "");

    public bool IsThere => this["LoadState"] != "not-found" || this["ActiveState"] is not ("" or "inactive");

    public bool IsMasked => this["LoadState"] == "masked";

    public bool IsActive => this["ActiveState"] is "active" or "reloading";

    /// <summary>Sockets and paths that start it on demand and wait just now.</summary>
    public IEnumerable<string> Triggers => _told["trigger"].Select(line => line.Split(' '))
        .Where(parts => parts is [var unit, "active"] && (unit.EndsWith(".socket", StringComparison.Ordinal) || unit.EndsWith(".path", StringComparison.Ordinal)))
        .Select(parts => parts[0]);

    /// <summary>Units that pull it in, whatever its own file says.</summary>
    public IEnumerable<string> StartedBy => Words("TriggeredBy").Concat(Words("WantedBy")).Concat(Words("RequiredBy")).Distinct();

    public IEnumerable<string> Also => _told["also"];

    public IEnumerable<string> Guests => _told["guest"];

    /// <summary>Whether there is a file of its own, under a mask too.</summary>
    public bool HasFile => _told["file"].Contains(Unit);

    /// <summary>Every link below /etc that enabling or disabling it may make or remove, then the folders that would come with them.</summary>
    public IEnumerable<string> Paths => _told["path"].Concat(_told["nodir"]).Distinct();

    public string Now => (this["ActiveState"], this["SubState"]) switch
    {
        ("active", "exited") => "exited",
        ("active", _) => "running",
        ("reloading", _) => "reloading",
        ("activating", "auto-restart") => "restarting",
        ("activating", _) => "starting",
        ("deactivating", _) => "stopping",
        _ when Triggers.Any() => "listening",
        ("failed", _) => "failed",
        _ => "stopped",
    };

    private IEnumerable<string> Words(string property) => this[property].Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

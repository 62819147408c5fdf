using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Origins;

/// <summary>Asks a host since when a drifted value may be another, and what happened there at that time. </summary>
public static class OriginScript
{
    /// <param name="at">When a run of ours gave it its last value; null where none did.</param>
    /// <param name="files">The files that keep it.</param>
    public static Command Of(DateTimeOffset? at, string key, ValueList<string> files) => Command.Sh(
        EmbeddedScript.Read("Hosts/Jobs/state.sh") + EmbeddedScript.Read("Hosts/Origins/origin.sh"),
        [(at?.ToUnixTimeSeconds() ?? 0).ToString(CultureInfo.InvariantCulture), Word(key), .. files]);

    // Of nic/eth1#mtu the device, of sysctl/vm.swappiness the key, of file:/etc/x#key the file.
    private static string Word(string key)
    {
        var name = key.Split('#')[0];
        return name.StartsWith("file:", StringComparison.Ordinal) ? name["file:".Length..] : name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
    }
}

using System.Globalization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Hosts.Origins;

/// <summary>Asks a host since when a drifted value may be another, and what happened there at that time. The answer goes to <see cref="OriginReader"/>.</summary>
public static class OriginScript
{
    public static Command Of(DriftLine line) => Command.Sh(
        EmbeddedScript.Read("Hosts/Jobs/state.sh") + EmbeddedScript.Read("Hosts/Origins/origin.sh"),
        [(line.Applied?.At.ToUnixTimeSeconds() ?? 0).ToString(CultureInfo.InvariantCulture), Word(line.Keys[0]), .. line.Files]);

    // Of nic/eth1#mtu the device, of sysctl/vm.swappiness the key, of file:/etc/x#key the file.
    private static string Word(string key)
    {
        var name = key.Split('#')[0];
        return name.StartsWith("file:", StringComparison.Ordinal) ? name["file:".Length..] : name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.LabTests.Observing;

/// <summary>A QEMU that runs a guest, and the host to whose control group it belongs.</summary>
internal sealed partial record QemuProcess(int Id, string Host, string Name, string Uuid)
{
    /// <summary>Its second monitor, reached through the process's own root.</summary>
    public string Socket => $"/proc/{Id}/root/run/lmr-observe/{Name}.qmp";

    public static IEnumerable<QemuProcess> All() => Directory.EnumerateDirectories("/proc")
        .Where(folder => char.IsAsciiDigit(folder[^1]))
        .Select(Read)
        .OfType<QemuProcess>();

    private static QemuProcess? Read(string folder)
    {
        try
        {
            if (!File.ReadAllText(folder + "/comm").StartsWith("qemu-system-x86", StringComparison.Ordinal)) return null;
            var words = File.ReadAllText(folder + "/cmdline").Split('\0');
            var host = HostGroup().Match(File.ReadAllText(folder + "/cgroup"));
            var (uuid, name) = (After(words, "-uuid"), After(words, "-name"));
            return uuid is null || name is null || !host.Success
                ? null
                : new QemuProcess(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), host.Groups[1].Value, name.Split(',')[0].Replace("guest=", "", StringComparison.Ordinal), uuid);
        }
        catch (IOException)
        {
            return null; // it has ended since its folder was listed
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? After(string[] words, string option) => Array.IndexOf(words, option) is >= 0 and var at && at + 1 < words.Length ? words[at + 1] : null;

    [GeneratedRegex("/lmr-([a-z]+[0-9]+)")]
    private static partial Regex HostGroup();
}

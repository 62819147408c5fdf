using System.IO.Enumeration;

namespace LiveMigrationRunbooks.Steps.Nic.Network;

/// <summary>Which of networkd's files count for an interface, by its rules: first match by name, /etc before /run before /usr, then drop-ins.</summary>
internal static class NetworkdFiles
{
    /// <summary>The .network file that governs an interface; for one that is not there yet, the one that will.</summary>
    public static ConfigFile? Governing(NetworkReading reading, string device) =>
        (reading.Of("networkd-file", device) is { } path ? reading.File(path) : null) ?? Ordered(reading, ".network").FirstOrDefault(file => Matches(file, device));

    /// <summary>Whether it can only ever match this interface.</summary>
    public static bool IsFor(ConfigFile file, string device) => Names(file) switch
    {
        [] => new[] { "MACAddress", "PermanentMACAddress" }.Any(key => file.All("Match", key).ToList() is [var one] && !one.Contains(' ', StringComparison.Ordinal)),
        [var name] => name == device,
        _ => false,
    };

    /// <summary>The governing file and its drop-ins, in the order in which they count.</summary>
    public static IEnumerable<ConfigFile> Profile(NetworkReading reading, string device) =>
        Governing(reading, device) is { } file ? Profile(reading, file) : [];

    /// <summary>The .netdev file that makes an interface.</summary>
    public static ConfigFile? NetDev(NetworkReading reading, string device) =>
        Ordered(reading, ".netdev").FirstOrDefault(file => file.Last("NetDev", "Name") == device);

    /// <summary>Interfaces whose profiles name this bond.</summary>
    public static IEnumerable<string> MembersOf(NetworkReading reading, string bond, IEnumerable<string> asked)
    {
        var others = Ordered(reading, ".network").Where(file => Joins(Profile(reading, file))).SelectMany(Names).Where(name => !name.Contains('*', StringComparison.Ordinal));
        return asked.Where(member => Joins(Profile(reading, member))).Concat(others).Distinct().Order(StringComparer.Ordinal);

        bool Joins(IEnumerable<ConfigFile> profile) => profile.SelectMany(file => file.All("Network", "Bond")).LastOrDefault() == bond;
    }

    /// <summary>A time span as systemd writes it, in whole milliseconds; null where it is none of the usual forms.</summary>
    public static int? Milliseconds(string? text)
    {
        var digits = new string([.. (text ?? "").TakeWhile(char.IsAsciiDigit)]);
        if (!int.TryParse(digits, out var number)) return null;
        return text?[digits.Length..].Trim() switch { "ms" or "msec" => number, "" or "s" or "sec" => number * 1000, _ => null };
    }

    private static IEnumerable<ConfigFile> Profile(NetworkReading reading, ConfigFile file) =>
    [
        file,
        .. reading.Files.Where(each => each.Path.Contains($"/{file.Name}.d/", StringComparison.Ordinal))
            .DistinctBy(each => each.Name).OrderBy(each => each.Name, StringComparer.Ordinal),
    ];

    // The probe tells the folders in the order of their rank.
    private static IEnumerable<ConfigFile> Ordered(NetworkReading reading, string ending) => reading.Files
        .Where(file => file.Name.EndsWith(ending, StringComparison.Ordinal) && file.Path.Contains("/systemd/network/", StringComparison.Ordinal))
        .DistinctBy(file => file.Name).OrderBy(file => file.Name, StringComparer.Ordinal);

    // A file that matches by what only the interface itself can tell (a MAC address, a type) is not taken into account for one to come.
    private static bool Matches(ConfigFile file, string device) =>
        file.Last("Match", "Type") is null or "ether" && Names(file) is { Count: > 0 } names
        && names.Any(name => FileSystemName.MatchesSimpleExpression(name, device, ignoreCase: false)) && !names.Contains($"!{device}");

    private static List<string> Names(ConfigFile file) =>
        [.. file.All("Match", "Name").SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct()];
}

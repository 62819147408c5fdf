namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>Ports as people write them: <c>16514/tcp</c>, <c>49152-49215/tcp</c>.</summary>
internal static class PortRange
{
    public static bool IsSound(string text)
    {
        var (ports, protocol) = Split(text);
        var ends = ports.Split('-');
        return protocol is "tcp" or "udp" && ends.Length is 1 or 2
            && ends.All(end => end.Length <= 5 && end.Length > 0 && end.All(char.IsAsciiDigit) && int.Parse(end) is >= 1 and <= 65535)
            && int.Parse(ends[0]) < (ends.Length == 2 ? int.Parse(ends[1]) : int.MaxValue);
    }

    public static IEnumerable<(string? Argument, string Why, string Fix)> Wrong(IEnumerable<string> all) => all.Where(ports => !IsSound(ports)).Select(ports => (
        (string?)"ports", $"'{ports}' is not a port or a range of ports with its protocol.", "Write 16514/tcp or 49152-49215/tcp; both ends lie in 1 to 65535, the lower first."));

    public static (string Ports, string Protocol) Split(string text) => text.Split('/') is [var ports, var protocol] ? (ports, protocol) : (text, "");
}

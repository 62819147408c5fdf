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

    public static (string Ports, string Protocol) Split(string text) => text.Split('/') is [var ports, var protocol] ? (ports, protocol) : (text, "");
}

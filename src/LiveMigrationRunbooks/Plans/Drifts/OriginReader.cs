using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Plans.Drifts;

/// <summary>
/// Reads what a host told of the time at which a value moved. Of a command that somebody ran only the program is kept: its arguments may hold a secret.
/// </summary>
public static partial class OriginReader
{
    private const int MostEvents = 8;

    /// <param name="bootId">The boot that the host is in now.</param>
    public static DriftOrigin Read(CommandResult answer, DriftApplied? applied, string bootId)
    {
        var lines = answer.Lines.Select(line => line.Split('\t')).ToList();
        var started = lines.Where(line => line is ["start", _]).Select(line => Time(line[1])).FirstOrDefault();
        string? About(string word, string path) => lines.Where(line => line.Length == 3 && line[0] == word && line[1] == path && line[2].Length > 0).Select(line => line[2]).FirstOrDefault();
        return new DriftOrigin(
            started,
            applied is not null && (applied.BootId.Length > 0 ? applied.BootId != bootId : started > applied.At),
            [.. lines.Where(line => line is ["file", _, _, _, _]).Select(line => new OriginFile(line[4], line[1], Time(line[2]), line[3].Length > 0 ? line[3] : null, About("package", line[4]), About("run", line[4])))],
            [.. lines.SelectMany(Event).GroupBy(each => each.What, StringComparer.Ordinal).Select(group => group.MaxBy(each => each.At)).OfType<OriginEvent>().OrderBy(each => each.At).TakeLast(MostEvents)]);
    }

    private static IEnumerable<OriginEvent> Event(string[] line)
    {
        if (line is ["event", var seconds, var what] && Time(seconds) is { } at) return [new OriginEvent(at, what.Trim())];
        return line is ["journal", ..] ? Journal(string.Join('\t', line.Skip(1))) : [];
    }

    private static IEnumerable<OriginEvent> Journal(string json)
    {
        var entry = Parsed(json);
        if (entry is not { } values || Of(values, "SYSLOG_IDENTIFIER") is not { } who || Of(values, "MESSAGE") is not { } message) yield break;
        if (!long.TryParse(Of(values, "__REALTIME_TIMESTAMP"), NumberStyles.None, CultureInfo.InvariantCulture, out var micros) || What(who, message) is not { } what) yield break;
        if (Time($"{micros / 1_000_000}") is { } at) yield return new OriginEvent(at, what);
    }

    private static string? What(string who, string message) => who switch
    {
        "sudo" => Sudo().Match(message) is { Success: true } ran ? $"{ran.Groups[1].Value} ran {ran.Groups[2].Value} by sudo" : null,
        "sshd" or "sshd-session" => Login().Match(message) is { Success: true } login ? $"{login.Groups[1].Value} logged in from {login.Groups[2].Value} by ssh" : null,
        _ => $"{who} was at work",
    };

    private static JsonElement? Parsed(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Of(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Time(string seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(number) : null;

    [GeneratedRegex(@"\A\s*([^\s:]+) : (?:.* ; )?COMMAND=(\S+)")]
    private static partial Regex Sudo();

    [GeneratedRegex(@"\AAccepted \S+ for (\S+) from (\S+) port ")]
    private static partial Regex Login();
}

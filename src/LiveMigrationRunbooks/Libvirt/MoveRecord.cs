using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>
/// Written on the source before a move begins and removed when it is finished, so that any later run, from any machine, can finish what was
/// begun. <paramref name="Autostart"/> is the guest's own setting before it was cleared. <paramref name="Stage"/> is for people; what is
/// true is read from both hosts.
/// </summary>
public sealed record MoveRecord(string Uuid, string Run, string TargetHost, string TargetAddress, bool Autostart, string Stage)
{
    /// <summary>Whether the guest did not run, and only its definition was to go.</summary>
    public bool Offline { get; init; }

    /// <summary>The file's lines, <c>key=value</c>.</summary>
    public string Text =>
        $"run={Run}\ntarget={TargetHost}\naddress={TargetAddress}\nautostart={(Autostart ? "yes" : "no")}\nstage={Stage}\n{(Offline ? "offline=yes\n" : "")}";

    /// <summary>Null when a key is missing or said twice: a half record decides nothing.</summary>
    public static MoveRecord? Parse(string uuid, string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !values.TryAdd(line[..equals], line[(equals + 1)..])) return null;
        }

        return values.TryGetValue("run", out var run) && values.TryGetValue("target", out var target)
            && values.TryGetValue("address", out var address) && values.TryGetValue("stage", out var stage)
            && values.GetValueOrDefault("autostart") is "yes" or "no"
                ? new MoveRecord(uuid, run, target, address, values["autostart"] == "yes", stage) { Offline = values.GetValueOrDefault("offline") == "yes" }
                : null;
    }

    /// <summary>Whether every value fits on its line.</summary>
    public bool IsWritable => !new[] { Run, TargetHost, TargetAddress, Stage }.Any(value => value.AsSpan().ContainsAny('\n', '\r', '\0'))
        && ValueList.Create<string>([Run, TargetHost, TargetAddress]).All(value => value.Length > 0);
}

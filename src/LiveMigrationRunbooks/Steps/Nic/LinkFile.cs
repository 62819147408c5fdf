using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

/// <summary>
/// The systemd <c>.link</c> file that keeps one interface's settings over a reboot, whatever manages its addresses. It sorts before the
/// distribution's default, because the first file that matches is the only one applied (systemd.link(5)).
/// </summary>
public sealed record LinkFile(string Device)
{
    private static readonly string s_probe = ShellText.Of("Steps/Nic/link-file.sh");
    private static readonly string s_edit = ShellText.Of("Steps/Nic/link-header.sh") + ShellText.Of("Steps/edit-key.sh");

    public string Path => $"/etc/systemd/network/00-lmr-{Device}.link";

    public Command Probe() => Command.Sh(s_probe, Device, Path);

    /// <summary>Writes a key of its <c>[Link]</c> section; null removes it.</summary>
    public Command Write(string key, string? value) => Command.Sh(s_edit, Path, key, value is null ? "" : $"{key}={value}", Device);

    public LinkFileReading Read(CommandResult result)
    {
        var lines = result.Text.Split('\n');
        // The words of the reader itself end with "file=…"; what follows is the file's own text.
        var head = lines.TakeWhile(line => !line.StartsWith("file=", StringComparison.Ordinal)).Select(line => line.Split('=', 2)).ToLookup(parts => parts[0], parts => parts.ElementAtOrDefault(1) ?? "");
        var governs = head["governs"].FirstOrDefault() ?? "";
        var keys = lines.SkipWhile(line => !line.StartsWith("file=", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2 && !parts[0].StartsWith('#'))
            .Select(parts => KeyValuePair.Create(parts[0].Trim(), parts[1].Trim()))
            .ToValueMap();
        return new LinkFileReading(keys, Foreign(governs) ? governs : null) { Systemd = head["systemd"].Select(Version).FirstOrDefault() };
    }

    // udevadm prints the number alone; distributions add words to it elsewhere, never here. Nothing printed: nobody reads the file.
    private static int? Version(string text) => int.TryParse(new string([.. text.TakeWhile(char.IsAsciiDigit)]), out var version) ? version : 0;

    // 99-default.link and 73-usb-net-by-mac.link name interfaces only; our file carries the same lines.
    private bool Foreign(string governs) =>
        governs.Length > 0 && governs != Path && !governs.EndsWith("/99-default.link", StringComparison.Ordinal)
        && !governs.EndsWith("/73-usb-net-by-mac.link", StringComparison.Ordinal);
}

/// <summary>What stands in the file, and another file that governs the interface in its place.</summary>
public sealed record LinkFileReading(ValueMap<string> Keys, string? GovernedBy)
{
    /// <summary>The version of systemd-udevd that reads the file; 0 where there is none, null where that was not asked.</summary>
    public int? Systemd { get; init; }

    /// <summary>A key's value; null where the file has no such key or it does not parse, which counts as not set as wanted.</summary>
    public T? Part<T>(string key, Func<string, T?> parse)
        where T : struct => Keys.TryGetValue(key, out var text) ? parse(text) : null;

    public Value<T> Value<T>(string key, Func<string, T?> parse)
        where T : struct
    {
        if (!Keys.TryGetValue(key, out var text)) return Steps.Value.Absent<T>();
        return parse(text) is { } value ? Steps.Value.Known(value) : Steps.Value.Unreadable<T>($"{key}={text}");
    }

    /// <summary>As systemd reads a boolean (parse_boolean).</summary>
    public static Switch? Switched(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" or "on" or "1" or "y" or "t" => Switch.On,
        "no" or "false" or "off" or "0" or "n" or "f" => Switch.Off,
        _ => null,
    };

    /// <summary>Refusals where what reads the file does not know a key: the setting would look kept, and be gone at the next boot.</summary>
    public IEnumerable<Refusal> Unknown(string? argument, LinkKey key)
    {
        if (Systemd == 0)
            yield return new Refusal(argument, "systemd-udevd, which reads .link files at boot, is not on this host.", "Leave this host out; nothing would keep the setting over a reboot.");
        else if (Systemd < key.Since)
            yield return new Refusal(argument, $"systemd {Systemd} of this host does not know {key.Name} in .link files; {key.Since} is the first that does.", "Upgrade systemd, or set on_refusal: leave; nothing would keep the setting over a reboot.");
    }

    /// <summary>A refusal where another file governs the interface: ours would silently replace its settings at the next boot.</summary>
    public IEnumerable<Refusal> Refuse(string device)
    {
        if (GovernedBy is { } other)
            yield return new Refusal("device", $"{other} governs {device}, and only one .link file applies.", $"Move its settings into the runbook and remove {other}.");
    }
}

/// <summary>A key of the <c>[Link]</c> section, and the first version of systemd that knows it (systemd.link(5)).</summary>
public sealed record LinkKey(string Name, int Since);

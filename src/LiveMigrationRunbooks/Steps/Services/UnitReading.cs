using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Services;

/// <summary>What systemd told of a unit, and the texts of its drop-ins.</summary>
internal sealed record UnitReading(ValueMap<string> Told, ValueMap<string> Texts)
{
    public string LoadState => Of("LoadState");

    public bool NeedsReload => Of("NeedDaemonReload") == "yes";

    private IEnumerable<string> DropIns => Of("DropInPaths").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static UnitReading Read(CommandResult answer)
    {
        var parts = ("\n" + answer.Text).Split("\nfile ");
        return new(
            parts[0].Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).Select(pair => KeyValuePair.Create(pair[0], pair[1])).ToValueMap(),
            parts.Skip(1).Select(part => part.Split('\n')).Select(lines => KeyValuePair.Create(
                lines[0], string.Join('\n', lines.Skip(1).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line[2..])))).ToValueMap());
    }

    public string Of(string name) => Told.TryGetValue(name, out var value) ? value : "";

    /// <summary>Why systemd does not have a file in force; null where it has.</summary>
    public string? NotLoaded(string path, bool isDropIn)
    {
        if (NeedsReload) return "systemd has not loaded the unit's files since one of them was changed";
        if (LoadState is "error" or "bad-setting") return $"systemd refuses it: {Said(Of("LoadError"))}";
        if (isDropIn ? DropIns.Contains(path) : Of("FragmentPath") == path) return null;
        var other = isDropIn ? DropIns.FirstOrDefault(file => Name(file) == Name(path)) : Of("FragmentPath");
        return other is { Length: > 0 } ? $"systemd uses {other} instead" : "systemd has not loaded it";
    }

    /// <summary>The first drop-in that comes after a file and sets something else than its text does, and what that is.</summary>
    public (string File, string Settings)? Override(string path, bool isDropIn, string text) => DropIns
        .Where(file => file != path && (!isDropIn || string.CompareOrdinal(Name(file), Name(path)) > 0) && Texts.ContainsKey(file))
        .Select(file => ((string, string)?)(file, string.Join(", ", UnitSettings.Overridden(text, Texts[file]))))
        .FirstOrDefault(found => found?.Item2.Length > 0);

    // org.freedesktop.systemd1.BadUnitSetting "Unit x.service has a bad unit file setting."
    private static string Said(string error) => error.IndexOf('"', StringComparison.Ordinal) is >= 0 and var at ? error[at..].Trim('"', '.') : error;

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];
}

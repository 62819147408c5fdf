namespace LiveMigrationRunbooks.Steps.Nic.Network;

/// <summary>One <c>Key=value</c> of a file with sections; <paramref name="Key"/> is empty for the line that opens a section.</summary>
internal sealed record ConfigLine(string Section, string Key, string Value);

/// <summary>A file of a network manager as the probe told it.</summary>
internal sealed record ConfigFile(string Path, IReadOnlyList<string> Raw)
{
    private readonly IReadOnlyList<ConfigLine> _lines = [.. Parse(Raw)];

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public IEnumerable<ConfigLine> Lines => _lines;

    /// <summary>The tool that writes this file, where it is none that a person edits: what is written into it is gone at its next run.</summary>
    public string? Generator =>
        Path.Contains("netplan", StringComparison.Ordinal) || Says("netplan") ? "netplan"
        : Path.Contains("cloud-init", StringComparison.Ordinal) || Says("cloud-init") ? "cloud-init"
        : Path.StartsWith("/run/", StringComparison.Ordinal) ? "a generator at boot"
        : null;

    /// <summary>All values of a key, in order.</summary>
    public IEnumerable<string> All(string section, string key) => _lines.Where(line => line.Section == section && line.Key == key).Select(line => line.Value);

    public string? Last(string section, string key) => All(section, key).LastOrDefault();

    private bool Says(string tool) => Raw.Any(line => line.TrimStart().StartsWith('#') && line.Contains(tool, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<ConfigLine> Parse(IEnumerable<string> raw)
    {
        var section = "";
        foreach (var line in raw.Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#') && !line.StartsWith(';')))
        {
            if (line.StartsWith('['))
            {
                section = line.Trim('[', ']');
                continue;
            }
            var parts = line.Split('=', 2);
            if (parts.Length == 2) yield return new ConfigLine(section, parts[0].Trim(), parts[1].Trim());
        }
    }
}

using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic.Network;

/// <summary>Who manages the network of a host, and what they keep for some of its interfaces.</summary>
internal sealed record NetworkReading(IReadOnlyList<string> Managers, ILookup<string, string> Told, IReadOnlyList<ConfigFile> Files)
{
    private static readonly string s_probe = ShellText.Of("Steps/Nic/Network/network-state.sh");

    public static Command Probe(params string[] devices) => Command.Sh(s_probe, [.. devices.Distinct()]);

    public static NetworkReading Of(CommandResult answer)
    {
        var files = new List<(string Path, List<string> Lines)>();
        var told = new List<(string Word, string Text)>();
        foreach (var line in answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("| ", StringComparison.Ordinal) && files.Count > 0) files[^1].Lines.Add(line[2..]);
            else if (line.StartsWith("file ", StringComparison.Ordinal)) files.Add((line["file ".Length..], []));
            else if (line.Split(' ', 2) is [var word, var rest]) told.Add((word, rest.Trim()));
        }
        var lookup = told.ToLookup(each => each.Word, each => each.Text, StringComparer.Ordinal);
        return new([.. lookup["manager"]], lookup, [.. files.Select(file => new ConfigFile(file.Path, file.Lines))]);
    }

    /// <summary>What a line <c>word DEVICE rest</c> says of a device; null where there is none.</summary>
    public string? Of(string word, string device) => Told[word]
        .Where(rest => rest == device || rest.StartsWith(device + " ", StringComparison.Ordinal))
        .Select(rest => rest[device.Length..].Trim())
        .FirstOrDefault();

    public ConfigFile? File(string path) => Files.FirstOrDefault(file => file.Path == path);
}

using System.Collections.Concurrent;

namespace LiveMigrationRunbooks.Commands;

/// <summary>Reads the shell texts that lie beside their users and are embedded under their path, such as <c>Commands/request.sh</c>.</summary>
public static class EmbeddedScript
{
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <summary>The text with its comment lines and blank lines left out: they explain to readers here, not to the host.</summary>
    public static string Read(string path) => Texts.GetOrAdd(path, Load);

    private static string Load(string path)
    {
        var lines = ShellText.Of(path).Split('\n').Where(line => line.Trim() is { Length: > 0 } text && text[0] != '#');
        return string.Join('\n', lines) + "\n";
    }
}

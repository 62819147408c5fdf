using LiveMigrationRunbooks.Language.Secrets;

namespace LiveMigrationRunbooks.Steps.Files;

/// <summary>How a line of a file is known: by all of it, by what it begins with, or by a pattern. The host's awk follows the same rules.</summary>
internal sealed record LineIdentity(string How, string What)
{
    public static LineIdentity Of(string line, string? key, string? match) => key is not null ? new("key", key) : match is not null ? new("match", match) : new("line", line);

    /// <summary>What it is known by, as the host's awk gets it.</summary>
    public string ForHost => How == "match" ? LinePattern.ForHost(What) : What;

    /// <summary>Whether a line is the one that is meant.</summary>
    public bool Is(string line) => How switch
    {
        "line" => line == What,
        "match" => LinePattern.Matches(What, line),
        _ => Begins(line, What),
    };

    // A word that only begins like it is another one: net.ipv4.tcp is not net.ipv4.tcp_rmem.
    private static bool Begins(string line, string key)
    {
        var text = line.TrimStart(' ', '\t');
        return text.StartsWith(key, StringComparison.Ordinal) && (text.Length == key.Length || key.Length == 0 || !OfWord(key[^1]) || !OfWord(text[key.Length]));
    }

    private static bool OfWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-';

    /// <summary>Whether a line gives a secret in the open.</summary>
    public static bool HoldsSecret(string line) =>
        line.IndexOfAny(['=', ':', ' ', '\t'], line.Length - line.TrimStart().Length) is > 0 and var end && end + 1 < line.Length && SecretName.LooksSecret(line[..end].Trim());
}

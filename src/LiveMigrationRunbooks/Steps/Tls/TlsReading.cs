using System.Globalization;
using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Tls;

/// <summary>What a host told of its certificates and keys, its clock, and who reads what.</summary>
internal sealed class TlsReading
{
    private static readonly string s_probe = ShellText.Of("Steps/Tls/tls-state.sh");
    private readonly Dictionary<string, string[]> _paths;
    private readonly ILookup<string, string[]> _told;

    private TlsReading(CommandResult answer)
    {
        _told = answer.Lines.Select(line => line.Split(' ')).Where(words => words.Length > 1).ToLookup(words => words[0], words => words[1..]);
        _paths = _told["path"].Where(words => words.Length > 1).DistinctBy(words => words[0]).ToDictionary(words => words[0], words => words[1..], StringComparer.Ordinal);
    }

    /// <param name="stage">Whether a key shall be made for each pair that has none.</param>
    public static Command Probe(TlsPaths paths, ValueList<TlsUser> users, bool stage) => Command.Sh(
        s_probe, [stage ? "stage" : "", paths.QemuFolder, $"{users.Count}", .. users.Select(paths.Authority), .. paths.Pairs(users).SelectMany(pair => new[] { pair.Staged, pair.Certificate, pair.Key })]);

    public static TlsReading Of(CommandResult answer) => new(answer);

    /// <summary>The host's own clock when it was asked: by it its daemons judge.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(long.TryParse(One("now"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0);

    /// <summary>What the host calls itself.</summary>
    public IEnumerable<string> Names => _told["name"].Select(words => words[0]).Where(name => name is not ("localhost" or "localhost.localdomain" or "(none)"));

    /// <summary>The user and the group as which QEMU runs; null where there is no such user.</summary>
    public (string User, string Group)? Reader => _told["reader"].FirstOrDefault() is [var user, var group] ? (user, group) : null;

    public string? NoReader => _told["no-reader"].FirstOrDefault()?[0];

    /// <summary>The folder in which QEMU will look for certificates of migrations.</summary>
    public string? Looks => One("looks");

    /// <summary>absent, file, link or other.</summary>
    public string Kind(string path) => _paths.GetValueOrDefault(path)?[0] ?? "absent";

    public Ownership? Ownership(string path) => _paths.GetValueOrDefault(path) is ["file", var mode, var user, var group] ? new Ownership(mode, user, group) : null;

    /// <summary>The certificates in a file; null where it is not there, or holds none that can be read.</summary>
    public ValueList<Certificate>? Certificates(string path) =>
        _told["certificate"].FirstOrDefault(words => words[0] == path) is [_, var base64] && Certificate.All(Encoding.UTF8.GetString(Convert.FromBase64String(base64))) is { Count: > 0 } all ? all : null;

    /// <summary>The public part of a key, in base64; null where it is not there, or cannot be read.</summary>
    public string? Public(string key) => Known("public", key);

    /// <summary>The public part of the key that waits for a certificate.</summary>
    public string? Staged(TlsPair pair) => Known("staged", pair.Staged);

    private string? Known(string word, string of) => _told[word].FirstOrDefault(words => words[0] == of) is [_, { Length: > 0 } value] ? value : null;

    private string? One(string word) => _told[word].FirstOrDefault()?[0];
}

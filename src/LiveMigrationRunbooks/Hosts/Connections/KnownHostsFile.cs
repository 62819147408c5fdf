using System.Text;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>How adding keys to a known_hosts file ended.</summary>
public enum Trusting
{
    Added,
    AlreadyThere,

    /// <summary>Another key is trusted under that name; nothing was written.</summary>
    Differs,
    Replaced,
}

/// <summary>A known_hosts file in which keys stand under inventory names. Lines of others, comments too, stay as they are.</summary>
public sealed class KnownHostsFile(string path)
{
    private const long MostBytes = 4 << 20;

    /// <summary>The keys trusted under a name.</summary>
    public IReadOnlyList<HostKey> Of(string alias) => [.. Lines().Select(HostKey.Read).OfType<HostKey>().Where(key => Names(key, alias))];

    /// <summary>
    /// Adds the keys of one host. A different key that is trusted already is kept unless <paramref name="replace"/> says otherwise:
    /// then all lines of that name make way.
    /// </summary>
    public Trusting Add(string alias, IReadOnlyList<HostKey> keys, bool replace = false)
    {
        var there = Of(alias);
        var missing = keys.Where(key => !there.Any(other => (other.Algorithm, other.Blob) == (key.Algorithm, key.Blob))).ToList();
        // A key of an algorithm that was never seen is no proof of the same host either, unless one of the trusted keys is shown too.
        var differs = there.Count > 0 && (missing.Count == keys.Count || missing.Exists(key => there.Any(other => other.Algorithm == key.Algorithm)));
        if (missing.Count == 0) return Trusting.AlreadyThere;
        if (differs && !replace) return Trusting.Differs;
        var kept = differs ? Lines().Where(line => HostKey.Read(line) is not { } key || !Names(key, alias)) : Lines();
        Write([.. kept, .. (differs ? keys : missing).Select(key => (key with { Alias = alias }).KnownHostsLine)]);
        return differs ? Trusting.Replaced : Trusting.Added;
    }

    private static bool Names(HostKey key, string alias) => key.Alias.Split(',').Contains(alias, StringComparer.Ordinal);

    /// <summary>
    /// Tells what ssh would stumble over or pass by in silence. A file that is not there has nothing wrong. It may well lie outside of what is
    /// reviewed; then no line of it is shown.
    /// </summary>
    /// <param name="inventories">Which may have named it.</param>
    public static void Check(string path, IReadOnlyList<string> inventories, Findings findings)
    {
        var own = new Findings();
        Check(path, own);
        var quotes = inventories.Any(inventory => ReviewedFolder.Holds(ReviewedFolder.Of(inventory), ReviewedFolder.Real(path)));
        foreach (var problem in own.Sorted) findings.Add(quotes || problem.Span is not { } span ? problem : problem with { Span = null, What = $"{span}: {problem.What}" });
    }

    private static void Check(string path, Findings findings)
    {
        if (!Path.Exists(path) || SourceFile.Read(path, findings) is not { } file) return;
        var at = 0;
        foreach (var line in file.Text.Split('\n'))
        {
            var text = line.Trim();
            if (text.Length > 0 && text[0] is not ('#' or '@' or '|') && HostKey.Read(text) is null)
                findings.Add(KnownHostsProblems.NotAKey(new SourceSpan(file, at + line.IndexOf(text, StringComparison.Ordinal), text.Length)));
            at += line.Length + 1;
        }
    }

    private IReadOnlyList<string> Lines()
    {
        var file = RegularFile.Read(path, MostBytes);
        if (file.Refusal == FileRefusal.Missing) return [];
        if (file.Refusal != FileRefusal.None) throw new IOException($"{path} cannot be read: {file.Why}");
        var text = Encoding.UTF8.GetString(file.Bytes.Span);
        return [.. text.Split('\n').Select(line => line.TrimEnd('\r')).SkipLast(text.EndsWith('\n') || text.Length == 0 ? 1 : 0)];
    }

    /// <summary>Whole or not at all: beside the file, to the disk, then renamed over it.</summary>
    private void Write(IReadOnlyList<string> lines)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        var fresh = $"{path}.{Guid.NewGuid():N}";
        PrivateFile.Create(fresh, string.Join('\n', lines) + "\n");
        File.Move(fresh, path, overwrite: true);
    }
}

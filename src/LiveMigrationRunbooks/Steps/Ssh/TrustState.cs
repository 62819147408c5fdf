using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Ssh;

/// <summary>The lines of ours in a host's lists of keys.</summary>
/// <param name="Authorized">Whose user may come in, by host: the line without what marks it as ours. Empty for a key that its host is still to make.</param>
/// <param name="Known">What hosts must show, by host and type of key: names and addresses, and the key.</param>
public sealed record TrustState(ValueMap<string> Authorized, ValueMap<string> Known)
{
    internal const string Marker = " lmr-trust:";

    /// <summary>From the lines of both lists that end in our mark.</summary>
    internal static TrustState Of(IEnumerable<string> authorized, IEnumerable<string> known) =>
        new(Lines(authorized, (peer, _) => peer), Lines(known, (peer, line) => $"{peer} {line.Split(' ').ElementAtOrDefault(1)}"));

    // A line that somebody doubled is told apart from one that is right.
    private static ValueMap<string> Lines(IEnumerable<string> lines, Func<string, string, string> key) => lines
        .Select(line => (Line: line, At: line.LastIndexOf(Marker, StringComparison.Ordinal))).Where(each => each.At > 0)
        .Select(each => (Text: each.Line[..each.At], Peer: each.Line[(each.At + Marker.Length)..]))
        .GroupBy(each => key(each.Peer, each.Text), StringComparer.Ordinal)
        .Select(group => KeyValuePair.Create(group.Key, string.Join(" + ", group.Select(each => each.Text)))).ToValueMap();

    /// <summary>A list as it is written: our lines with their marks.</summary>
    internal static string Written(ValueMap<string> lines) =>
        string.Concat(lines.Where(line => line.Value.Length > 0).Select(line => $"{line.Value}{Marker}{line.Key.Split(' ')[0]}\n"));

    /// <summary>The hosts of a list, each once.</summary>
    internal static IEnumerable<string> Hosts(ValueMap<string> lines) => lines.Keys.Select(key => key.Split(' ')[0]).Distinct(StringComparer.Ordinal);
}

using System.Net;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Ssh;

/// <summary>What one host would have others trust, as it told over lmr's own session with it.</summary>
/// <param name="User">The public key of its user; null where there is none that can be used.</param>
/// <param name="Hosts">The keys that its sshd shows: type and base64.</param>
/// <param name="Names">Everything that it is called by.</param>
internal sealed record TrustOffer(PublicKey? User, ValueList<string> Hosts, ValueList<string> Names, ValueList<string> Addresses)
{
    private const string UsualPort = "22";

    /// <summary>Null where the host told nothing, or not all of it.</summary>
    public static TrustOffer? Of(Peer peer)
    {
        if (peer.Trouble is not null || peer.Answers is not { Results: [.., { Succeeded: true } told] }) return null;
        var words = Words(told);
        ValueList<string> names = [.. new[] { peer.Name, peer.Address, peer.MigrationAddress }.OfType<string>().Distinct(StringComparer.Ordinal)];
        var ports = words["sshd.port"].Where(port => port != UsualPort).ToList();
        return new TrustOffer(
            words["public"].Select(PublicKey.Parse).FirstOrDefault(),
            [.. words["host"].Where(line => PublicKey.Parse(line) is not null).Order(StringComparer.Ordinal)],
            [.. names, .. ports.SelectMany(port => names.Select(name => $"[{name}]:{port}"))],
            [.. names.Where(name => IPAddress.TryParse(name, out _))]);
    }

    /// <summary>Lines as <c>name=value</c>.</summary>
    public static ILookup<string, string> Words(CommandResult told) =>
        told.Lines.Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);

    public string Authorized(bool onlyFromItself) => $"{(onlyFromItself ? $"from=\"{string.Join(',', Addresses)}\" " : "")}{User?.Type} {User?.Base64}";

    public IEnumerable<KeyValuePair<string, string>> Known(string peer) => Hosts.Select(key => KeyValuePair.Create($"{peer} {key.Split(' ')[0]}", $"{string.Join(',', Names)} {key}"));
}

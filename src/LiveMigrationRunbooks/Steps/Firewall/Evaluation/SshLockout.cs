using System.Globalization;
using System.Net;

namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>
/// Whether a rule set would let <c>lmr</c> in again. That the session of now stays open is not enough: the next login would not come in, so
/// it is the first packet of a new connection that is followed, then one of a connection that stands, then the answer on it.
/// </summary>
public static class SshLockout
{
    /// <summary>A refusal that names the rule where the next login is turned away for certain; nothing where it is not, or where nobody can tell.</summary>
    /// <param name="what">What would do it, as the beginning of a sentence.</param>
    internal static IEnumerable<Refusal> Refuse(Ruleset rules, string? argument, string what, Scene scene)
    {
        foreach (var packet in Packets(scene.Facts))
        {
            if (Passage.Of(rules, packet) is not TurnsAway(var by)) continue;
            yield return new Refusal(
                argument, $"{what} would lock lmr out of {scene.Host}: {by} turns away {Text(packet)}.",
                "Keep a rule before that one which lets the controller in to the port of ssh.") { UnlessGuarded = true };
            yield break;
        }
    }

    /// <summary>Why nobody can tell whether the next login comes in; null where it is certain, one way or the other.</summary>
    internal static string? Doubt(Ruleset rules, Scene scene) =>
        Packets(scene.Facts).Select(packet => Passage.Of(rules, packet)).OfType<CannotTell>().FirstOrDefault()?.Why;

    /// <summary>What a login is made of; nothing over a local connection.</summary>
    internal static IEnumerable<Packet> Packets(HostFacts facts)
    {
        if (facts.SshSession.Split(' ') is not [var client, var server, var port]
            || !IPAddress.TryParse(Bare(client), out var from) || !IPAddress.TryParse(Bare(server), out var to)
            || Field.IsSix(from) != Field.IsSix(to) || !int.TryParse(port, CultureInfo.InvariantCulture, out var number)) yield break;
        var first = Packet.New(from, to, number, facts.ManagementNic);
        yield return first;
        yield return first.Established();
        yield return first.Established().Answer();
    }

    // sshd that listens on both families shows addresses of the one in the form of the other.
    private static string Bare(string address) => address.Split('%')[0] is var bare && bare.StartsWith("::ffff:", StringComparison.Ordinal) && bare.Contains('.', StringComparison.Ordinal) ? bare[7..] : bare;

    private static string Text(Packet packet) => packet.Way == Way.Out
        ? $"what ssh answers to {packet.To}"
        : $"{(packet.State == "new" ? "a new connection" : "packets of a connection that stands,")} from {packet.From} to port {packet.Target.Low}/{packet.Protocol}";
}

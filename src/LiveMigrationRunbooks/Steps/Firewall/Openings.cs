using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>Ports let in from one network at one place of a firewall: a zone of firewalld, or a chain of nftables, iptables or ufw.</summary>
public sealed record Opening(string Where, string Ports, string From)
{
    /// <summary>What rules of lmr carry as their comment, and are found again by.</summary>
    internal string Comment => $"lmr {Ports} from {From}";

    public override string ToString() => $"{Ports} from {From} in {Where}";

    /// <summary>The opening that a rule with this comment makes.</summary>
    internal static IEnumerable<Opening> Of(string where, string comment)
    {
        if (comment.Split(' ') is ["lmr", var ports, "from", var network] && PortRange.IsSound(ports) && Network.IsSound(network))
            yield return new Opening(where, ports, network);
    }
}

/// <summary>A place of the firewall where a network's packets are let in or not.</summary>
public sealed record Gateway(string Where, string From);

/// <summary>
/// What of a step's ports is open. <paramref name="Firewall"/> names the back-end: states go to and fro through the journal, and the back-end
/// that read one is the one that writes it. <paramref name="Home"/> is the main file of its persisted form, where it has one.
/// </summary>
public sealed record Openings(string Firewall, string Home, ValueList<Gateway> Gateways, ValueList<Opening> Open)
{
    public const string Firewalld = "firewalld";
    public const string Nftables = "nftables";
    public const string Ufw = "ufw";
    public const string Iptables = "iptables";
}

/// <summary>What a step asks of a firewall.</summary>
/// <param name="Ours">Whether only what lmr opened counts; what shall be open may as well be open by somebody else's rule of the same words.</param>
internal sealed record Question(ValueList<string> Ports, ValueList<string> From, bool Ours)
{
    /// <summary>Every opening that the step could mean at some place.</summary>
    public IEnumerable<Opening> At(string where, bool six) =>
        From.Where(network => Network.IsSix(network) == six).SelectMany(network => Ports.Select(ports => new Opening(where, ports, network)));
}

/// <summary>A firewall that lmr can write to. Everything is decided from what <see cref="FirewallPorts"/> read in one probe.</summary>
internal interface IFirewall
{
    string Name { get; }

    /// <summary>What is open, now and after the next start, of everything lmr could have opened; the step picks its own.</summary>
    Dual<Openings> Read(FirewallReading reading, Question question);

    /// <summary>Files that the persisted form is kept in.</summary>
    ValueList<string> Files(Openings persisted);

    IEnumerable<Command> Runtime(IEnumerable<Opening> close, IEnumerable<Opening> open);

    IEnumerable<Command> Persist(IEnumerable<Opening> close, IEnumerable<Opening> open);

    IEnumerable<Refusal> Refuse(FirewallReading reading, Question question);
}

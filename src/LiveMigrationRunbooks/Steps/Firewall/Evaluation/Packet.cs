using System.Net;

namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>Whether a packet has what a rule asks for. What is not understood is unknown, never a guess.</summary>
internal enum Truth
{
    No,
    Unknown,
    Yes,
}

/// <summary>Which way a packet goes through this host, as far as firewalls look at it.</summary>
internal enum Way
{
    In,
    Out,
}

/// <summary>One packet as a firewall sees it.</summary>
/// <param name="Interface">Where it comes in or goes out; empty where nobody knows.</param>
/// <param name="Source">Ports of the source: a range, for the next connection uses another port than this one.</param>
/// <param name="State">What connection tracking calls it: <c>new</c>, <c>established</c>.</param>
internal sealed record Packet(
    Way Way, IPAddress From, IPAddress To, string Protocol, (int Low, int High) Source, (int Low, int High) Target, string Interface, string State)
{
    public bool IsSix => Field.IsSix(From);

    /// <summary>The first packet of a connection that a client makes to a port of this host.</summary>
    public static Packet New(IPAddress from, IPAddress to, int port, string nic) =>
        new(Way.In, from, to, "tcp", (1024, 65535), (port, port), nic, "new");

    /// <summary>A packet that comes in on that connection once it stands.</summary>
    public Packet Established() => this with { State = "established" };

    /// <summary>What this host answers on it.</summary>
    public Packet Answer() => this with { Way = Way.Out, From = To, To = From, Source = Target, Target = Source, State = "established" };
}

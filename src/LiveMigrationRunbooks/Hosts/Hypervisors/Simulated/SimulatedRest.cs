using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Hosts.Hypervisors.Simulated;

/// <summary>
/// The memory that has not followed its guest yet, which runs on the target. It needs the two QEMUs and the way between them; the daemons only hear how it goes. A side that gets no
/// answer to what it sends gives up after a time; one that only waits does not notice by itself.
/// </summary>
internal sealed class SimulatedRest(SimulatedCopy here, SimulatedHost from, SimulatedHost to, SimulatedTerms terms, double left)
{
    private const int SourcePort = 40_000;
    private static readonly int s_targetPort = new MigrationPorts().Last;
    private double _silent;

    public string Uuid => here.Guest.Uuid;

    public double Left { get; private set; } = left;

    public bool IsThere { get; private set; }

    /// <summary>Whether the source has noticed that it does not go on.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>What was to be taken up again, and why that is not possible yet.</summary>
    public static string? Hindrance(SimulatedHost from, SimulatedHost to, string uuid, bool isCut)
    {
        if (isCut) return $"unable to connect to server at '{to.Name}:{s_targetPort}': No route to host";
        if (to.IsFrozen) return "no answer";
        if (from.Copies.GetValueOrDefault(uuid) is { Recovers: true } copy) return $"Requested operation is not valid: migration of domain {copy.Guest.Name} is being actively monitored by another thread";
        var noticed = from.Copies.GetValueOrDefault(uuid)?.State == SimulatedCopy.BrokenHere && to.Copies.GetValueOrDefault(uuid)?.State == SimulatedCopy.BrokenThere;
        return noticed ? null : "Requested operation is not valid: QEMU reports migration is still running";
    }

    /// <summary>The guest goes on there, or what was broken does.</summary>
    public void Begin()
    {
        here.Become(SimulatedCopy.SentPart);
        (here.Rest, IsBroken) = (this, false);
        var link = new MigrationLink($"{from.Name}:{SourcePort}", $"{to.Name}:{s_targetPort}");
        (from.Links[Uuid], to.Links[Uuid]) = (link, link.Mirrored);
        to.Hear(() =>
        {
            if (There is not { } there) return;
            there.Become(SimulatedCopy.HasPart);
            there.Persistent = true;
        });
    }

    /// <param name="bytesPerSecond">0 where the link is cut.</param>
    public void Step(double seconds, double bytesPerSecond)
    {
        if (IsThere || IsBroken) return;
        if (There is null || !here.HasQemu) Break();
        else if (bytesPerSecond <= 0)
        {
            _silent += seconds;
            if (_silent > terms.GiveUpSeconds) Notice(from);
        }
        else if ((Left = Math.Max(0, Left - (bytesPerSecond * seconds))) <= 0) End();
        else _silent = 0;
    }

    /// <summary>The connection of a side is at its end, and it knows.</summary>
    public void Notice(SimulatedHost host)
    {
        host.Links.Remove(Uuid);
        IsBroken |= host == from;
        if (host.Copies.GetValueOrDefault(Uuid) is { HasQemu: true } copy) host.Hear(() => copy.Become(host == from ? SimulatedCopy.BrokenHere : SimulatedCopy.BrokenThere));
    }

    private SimulatedCopy? There => to.Copies.GetValueOrDefault(Uuid) is { HasQemu: true } there ? there : null;

    // The kernel of a process that has ended tells the other side; over a link that is cut too, as far as this is concerned.
    private void Break()
    {
        Notice(from);
        Notice(to);
    }

    private void End()
    {
        IsThere = true;
        from.Links.Remove(Uuid);
        to.Links.Remove(Uuid);
        if (There is { } there) to.Hear(() => there.Become("running (migrated)"));
        from.Hear(() =>
        {
            if (here.HasQemu) here.Become("shut off (migrated)");
        });
    }
}

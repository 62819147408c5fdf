using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>What the other hosts of a play do about locks, for people: a lock counts only among hosts that all take it, in one place.</summary>
internal static class LockPeers
{
    private const string Consequence = "a host that takes no locks writes to disks that others have locked";

    /// <summary>Hosts that will not heed the locks of this one.</summary>
    public static IEnumerable<string> Notes(LibvirtLockd step, Scene scene)
    {
        ValueList<string> away = [.. scene.Absent.Select(host => host.Name), .. scene.Peers.Where(peer => peer.Trouble is not null).Select(peer => peer.Name)];
        if (away.Count > 0) yield return $"not in this run: {string.Join(", ", away)}; {Consequence}";
        foreach (var note in Unlike(step, scene)) yield return note;
    }

    /// <summary>Hosts of the run whose own step says otherwise.</summary>
    public static IEnumerable<string> Unlike(LibvirtLockd step, Scene scene)
    {
        var there = scene.Peers.Where(peer => peer.Trouble is null && peer.Answers is not null).Select(peer => (peer.Name, Step: Of(peer, step))).ToList();
        if (scene.Peers.Where(peer => peer.Trouble is null && peer.Answers is null).Select(peer => peer.Name).ToList() is { Count: > 0 } without)
            yield return $"the step does not apply on {string.Join(", ", without)}; {Consequence}";
        if (there.Where(each => each.Step.Locks == Switch.Off).Select(each => each.Name).ToList() is { Count: > 0 } off)
            yield return $"locks: off on {string.Join(", ", off)}; {Consequence}";
        if (there.Where(each => each.Step.Locks == Switch.On && Places(each.Step) != Places(step)).Select(each => each.Name).ToList() is { Count: > 0 } elsewhere)
            yield return $"other folders for locks on {string.Join(", ", elsewhere)}: neither host sees the other's locks";
    }

    private static LibvirtLockd Of(Peer peer, LibvirtLockd step) =>
        peer.Arguments is { } arguments && StepCatalogue.FromJson(StepCatalogue.KindOf(step).Name, arguments) is LibvirtLockd other ? other : step;

    private static (string?, string?, string?) Places(LibvirtLockd step) => (step.Lockspace, step.LvmLockspace, step.ScsiLockspace);
}

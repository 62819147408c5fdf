using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Migrations.Preflights.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>Whether the guest's networks are on the target, and whether the source reaches it: over ssh for libvirt, over the migration port for the memory.</summary>
internal static class PreflightNetwork
{
    public static IEnumerable<PreflightFinding> Judge(PreflightScene scene, Hypervisor target) =>
        Networks(scene, target).Append(Peer(scene, target)).Append(Port(scene));

    private static IEnumerable<PreflightFinding> Networks(PreflightScene scene, Hypervisor target)
    {
        var findings = scene.Guest.Hardware.Networks.Distinct().Select(network => network.Kind switch
        {
            "network" when !target.Networks.Active.Contains(network.Source) =>
                Missing($"the libvirt network {network.Source} is not active", $"virsh net-start {network.Source}"),
            "bridge" when !target.Networks.Bridges.Contains(network.Source) && !target.Networks.Links.Contains(network.Source) =>
                Missing($"there is no bridge {network.Source}", "make it, as on the source"),
            "direct" when !target.Networks.Links.Contains(network.Source) => Missing($"there is no link {network.Source}", "make it, as on the source"),
            "bridge" or "direct" when Narrower(scene, target, network) is { } narrower => narrower,
            "user" => Warning(PreflightCheck.Networks, "has a user-mode network: its open connections end with the move", ""),
            _ => null,
        }).OfType<PreflightFinding>().ToArray();
        return findings.Length > 0 ? findings : [Passed(PreflightCheck.Networks, "all its networks are there")];

        // A guest does not learn that the way became narrower: its long packets are lost.
        static PreflightFinding? Narrower(PreflightScene scene, Hypervisor target, GuestNetwork network)
        {
            if (!target.Networks.Mtus.TryGetValue(network.Source, out var there)) return null;
            if (network.Mtu is { } own) return own <= there ? null : Blocked(PreflightCheck.Networks, $"its interface on {network.Source} has MTU {own}, and {network.Source} has {there} on {scene.Target.Name}", $"on {scene.Target.Name}: set the MTU of {network.Source} to {own} (nic.mtu)");
            return scene.Source.Networks.Mtus.TryGetValue(network.Source, out var here) && there < here
                ? Warning(PreflightCheck.Networks, $"{network.Source} has MTU {there} on {scene.Target.Name}, {here} on {scene.SourceName}: longer packets of the guest will be lost", $"on {scene.Target.Name}: set the MTU of {network.Source} to {here} (nic.mtu)")
                : null;
        }

        PreflightFinding Missing(string what, string remedy) => Blocked(PreflightCheck.Networks, $"{what} on {scene.Target.Name}", $"on {scene.Target.Name}: {remedy}");
    }

    private static PreflightFinding Peer(PreflightScene scene, Hypervisor target)
    {
        var uri = MigrationCommand.ControlUri(scene.Target, scene.Policy.Control);
        var tls = scene.Policy.Control == MoveControl.Tls;
        return (tls ? scene.SourceProbes.TlsPeer(scene.Target.MigrationAddress) : scene.SourceProbes.Peer(scene.Target.Peer)) switch
        {
            null => Unknown(PreflightCheck.Peer, scene),
            { HostUuid: null } answer when tls => Blocked(PreflightCheck.Peer, $"{scene.SourceName} cannot use {uri}: {answer.Said}", $"put certificates on both hosts (libvirt.tls), let {scene.Target.Name} listen (libvirt.daemon), open 16514/tcp there (firewall.ports), and prove it with check.tls"),
            { HostUuid: null } answer => Blocked(PreflightCheck.Peer, $"root on {scene.SourceName} cannot use {uri}: {answer.Said}", $"give root on {scene.SourceName} a key and the host key for {scene.Target.Peer}, then try there: virsh -c {uri} hostname"),
            var answer when answer.HostUuid != target.HostUuid => Blocked(PreflightCheck.Peer, $"{uri} as seen from {scene.SourceName} is another host ({answer.HostUuid}) than {scene.Target.Name} ({target.HostUuid})", $"mend the name {scene.Target.Peer} on {scene.SourceName} (/etc/hosts, DNS)"),
            _ => Passed(PreflightCheck.Peer, $"{uri} answers {scene.SourceName}"),
        };
    }

    private static PreflightFinding Port(PreflightScene scene)
    {
        if (scene.Policy.Encryption == MoveEncryption.Tunnel) return Passed(PreflightCheck.Port, "a tunnel needs no port of its own");
        var address = scene.Target.TriedAddress;
        return scene.SourceProbes.Address(address) switch
        {
            null => Unknown(PreflightCheck.Port, scene),
            { Reach: Reach.Open or Reach.Refused } => Passed(PreflightCheck.Port, $"the way from {scene.SourceName} to {address} is open"),
            { Reach: Reach.Rejected } => Closed($"rejected: a firewall on {scene.Target.Name}, or no route"),
            { Reach: Reach.TimedOut } => Closed($"no answer: a firewall drops it, or {scene.Target.MigrationAddress} is down"),
            var answer => Closed(answer.Said),
        };

        PreflightFinding Closed(string why) => Blocked(PreflightCheck.Port, $"{scene.SourceName} cannot reach {address}: {why}", $"open 49152-49215/tcp on {scene.Target.Name} for the migration network (step firewall.ports)");
    }

    private static PreflightFinding Unknown(string check, PreflightScene scene) =>
        Blocked(check, $"not known: {scene.SourceProbes.Broken ?? "not asked"} ({scene.SourceName})", "run the plan again");
}

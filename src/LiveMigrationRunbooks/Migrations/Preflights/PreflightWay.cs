using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Migrations.Preflights.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>Whether the move can be made as the policy asks for: who may read it on its way, and what both sides know how to do.</summary>
internal static class PreflightWay
{
    private const string Check = PreflightCheck.Encryption;

    public static IEnumerable<PreflightFinding> Judge(PreflightScene scene, Hypervisor target) => [Encryption(scene, target), .. Speed(scene), .. PostCopyGate.Judge(scene), .. RdmaGate.Judge(scene, target)];

    private static PreflightFinding Encryption(PreflightScene scene, Hypervisor target)
    {
        var forced = scene.Source.Tls.IsForced ? scene.SourceName : target.Tls.IsForced ? scene.Target.Name : null;
        return scene.Policy.Encryption switch
        {
            not MoveEncryption.Tls when forced is not null => Blocked(Check, $"{forced} lets guests move by TLS only (migrate_tls_force)", "choose a policy with encryption: tls"),
            MoveEncryption.Tls => Tls(scene, target),
            MoveEncryption.Tunnel => Passed(Check, $"through {MigrationCommand.ControlUri(scene.Target, scene.Policy.Control)}"),
            MoveEncryption.None => Passed(Check, "in the clear, as the policy says"),
            _ when scene.Target.HasMigrationNetwork => Passed(Check, "in the clear, on the network for migrations"),
            _ => Blocked(Check, $"{scene.Target.Name} has no migration_address, so the guest's memory would go in the clear over whatever network leads to {scene.Target.MigrationAddress}",
                "give the host a migration_address in the inventory, or the guest a policy with encryption: tls or tunnel; or say encryption: none there"),
        };
    }

    private static PreflightFinding Tls(PreflightScene scene, Hypervisor target)
    {
        if (MoveFeature.Tls.Lacking(scene) is { } lacking) return Blocked(Check, lacking, "upgrade it, or choose a policy with encryption: tunnel");
        ValueList<string> missing = [.. Missing(scene.SourceName, scene.Source.Tls, "client"), .. Missing(scene.Target.Name, target.Tls, "server")];
        return missing.Count == 0 ? Passed(Check, "by TLS") : Blocked(Check, $"encryption: tls needs {string.Join(", ", missing)}", "put them there with libvirt.tls, and prove them with check.tls");
    }

    private static IEnumerable<string> Missing(string host, HostTls tls, string side) =>
        new[] { "ca-cert.pem", $"{side}-cert.pem", $"{side}-key.pem" }.Where(file => !tls.Files.Contains(file)).Select(file => $"{tls.Folder}/{file} on {host}");

    // What only makes a move faster is left out where a side is too old for it; the plan's command shows what is left.
    private static IEnumerable<PreflightFinding> Speed(PreflightScene scene)
    {
        if (scene.Policy is { Parallel: not null, Encryption: not MoveEncryption.Tunnel } && MoveFeature.Parallel.Lacking(scene) is { } single)
            yield return Warning(PreflightCheck.Versions, $"moves over one connection: {single}", "");
        if (scene.Policy.ZeroCopy && ZeroCopyGate.Lacking(scene) is { } copied) yield return Warning(PreflightCheck.Versions, $"its memory is copied before it is sent: {copied}", "");
        if (scene.Policy.Compression is { } compression && MoveFeature.Of(compression).Lacking(scene) is { } whole)
            yield return Warning(PreflightCheck.Versions, $"moves without compression: {whole}", "");
    }
}

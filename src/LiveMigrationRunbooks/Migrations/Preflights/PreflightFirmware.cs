using LiveMigrationRunbooks.Libvirt;
using static LiveMigrationRunbooks.Migrations.Preflights.PreflightFinding;

namespace LiveMigrationRunbooks.Migrations.Preflights;

/// <summary>
/// What firmware and TPM of a guest keep on their host. Of a guest that runs both travel with its memory (QEMU sends them, and the target writes
/// its files anew; seen with libvirt 9.0, QEMU 7.2 and swtpm 0.7). With a definition alone neither does: the guest would start with a blank one.
/// </summary>
internal static class PreflightFirmware
{
    // The first that hands state over which both hosts have mounted: swtpm's --migration, and libvirt's use of it.
    private static readonly MoveFeature s_sharedState = new("TPM state that both hosts see", new Version(9, 0, 0), new Version(2, 11, 0));
    private static readonly Version s_handsOver = new(0, 8);

    public static IEnumerable<PreflightFinding> Judge(PreflightScene scene, Hypervisor target)
    {
        if (scene.Guest.Hardware.Nvram is { } nvram) yield return Variables(scene, nvram);
        if (scene.Guest.Hardware.Tpm is { } tpm) yield return State(scene, target, tpm);
    }

    private static PreflightFinding Variables(PreflightScene scene, GuestNvram nvram)
    {
        const string Check = PreflightCheck.Firmware;
        var (source, target) = (scene.SourceName, scene.Target.Name);
        if (scene.Target.Probes.Path(nvram.Path) is not { } there) return PreflightHost.NotAnswered(Check, scene.Target);
        if (IsSame(scene, nvram.Path)) return Passed(Check, "both hosts see its firmware's variables");
        if (!scene.Guest.Condition.IsActive)
            return Blocked(Check, $"its firmware's variables, {nvram.Path}, would stay on {source}: only the definition of a guest that is down goes", $"start it, and move it while it runs; or copy the file to {target} by hand and move the definition by hand");
        if (there.IsThere) return Passed(Check, $"its firmware's variables travel with it, over those that {target} has of it");
        return nvram.Template is { } template && scene.Target.Probes.Path(template) is { IsThere: false } gone
            ? Blocked(Check, $"libvirt makes {nvram.Path} of {template}, which is not on {target} ({gone.Said})", $"install its firmware there (Debian: ovmf)")
            : Passed(Check, "its firmware's variables travel with it");
    }

    private static PreflightFinding State(PreflightScene scene, Hypervisor target, GuestTpm tpm)
    {
        const string Check = PreflightCheck.Tpm;
        var (source, name, folder) = (scene.SourceName, scene.Target.Name, tpm.Folder(scene.Guest.Uuid));
        if (target.Resources.Swtpm is { Length: 0 }) return Blocked(Check, $"it has a TPM, and {name} has no swtpm to play it", $"install it there (Debian: swtpm and swtpm-tools)");
        if (tpm.SecretFile is { } secret && scene.Target.Probes.Path(secret) is { IsThere: false })
            return Blocked(Check, $"its TPM's state is encrypted with the secret {tpm.Secret}, which libvirt on {name} does not have", "define it there (libvirt.secret)");
        var same = IsSame(scene, folder);
        if (!scene.Guest.Condition.IsActive && !same)
            return Blocked(Check, $"the state of its TPM, {folder}, would stay on {source}: only the definition of a guest that is down goes", "start it, and move it while it runs");
        if (!same) return Passed(Check, "the state of its TPM travels with it");
        if (s_sharedState.Lacking(scene) is { } lacking) return Blocked(Check, lacking, "upgrade it");
        var old = new[] { (Name: source, scene.Source.Resources.SwtpmVersion), (Name: name, target.Resources.SwtpmVersion) }.FirstOrDefault(host => host.SwtpmVersion is { } version && version < s_handsOver);
        return old.Name is { } older
            ? Blocked(Check, $"both hosts see the state of its TPM, {folder}, and swtpm {old.SwtpmVersion} on {older} does not hand it over", "upgrade swtpm to 0.8, or give each host a folder of its own")
            : Passed(Check, "both hosts see the state of its TPM");
    }

    // Equal inodes on both hosts are what a shared file system shows.
    private static bool IsSame(PreflightScene scene, string path) => scene.Target.Probes.Path(path) is { IsThere: true } there && scene.SourceProbes.Path(path) is { IsThere: true } here && here.Inode == there.Inode;
}

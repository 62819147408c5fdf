using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>A host whose libvirt says nothing: no answer is not an answer, so the check fails and says whom to ask.</summary>
internal static class Silence
{
    public static Verdict.Failed? Of(CommandResult answer) => answer switch
    {
        { Succeeded: true } => null,
        { ExitCode: 127 } => new("virsh is not there", "Install libvirt-clients (libvirt-client)."),
        { ExitCode: 124 or 137 } => new("libvirt does not answer in time", "Look at `systemctl status libvirtd virtqemud` on the host: a daemon that hangs is restarted with libvirt.restart."),
        _ => new($"libvirt does not answer: {answer.Complaint}", "Look at `journalctl -u libvirtd -u virtqemud` on the host."),
    };
}

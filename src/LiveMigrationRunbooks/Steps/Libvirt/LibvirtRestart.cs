using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Libvirt;

[StepKind("libvirt.restart", "Restarts the libvirt daemons that run, so that they load their files; guests keep running.")]
[Risks("In effect at once: libvirtd, or virtqemud and those modular daemons whose files have changed since they started, are restarted; virtlogd and virtlockd, where theirs have, run themselves anew with what they hold.", Disturbs = "Guests keep running; libvirt does not answer for some seconds, and a host with a migration or another job under way is refused.", Rollback = "A rollback of what called it restarts the daemon again.")]
public sealed record LibvirtRestart : Operation
{
    private const int Seconds = 60;
    private static readonly string s_restart = $"{LibvirtJobs.AsFunction}{ShellText.Of("Steps/Libvirt/libvirt-restart.sh")}";

    public override ValueList<Command> Probe(Scene scene) => [LibvirtJobs.Probe()];

    protected override IEnumerable<Refusal> Refuse(Answers answers, Scene scene) => LibvirtJobs.Refuse(answers[0]);

    protected override PlannedOperation Plan(Answers answers, Scene scene)
    {
        var daemon = LibvirtJobs.Daemon(answers[0]);
        var others = LibvirtJobs.Beside(answers[0]).Where(other => other is not ("virtlogd" or "virtlockd")).ToList();
        return new PlannedOperation(
            daemon == "none" ? "no libvirt daemon runs; it loads its files when it starts"
            : $"restart {daemon}{(others.Count == 0 ? "" : $", and of {string.Join(", ", others)} those whose files have changed")}, guests keep running",
            [Command.Sh(s_restart, $"{Seconds}")],
            null);
    }
}

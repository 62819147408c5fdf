using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Libvirt;

[StepKind("libvirt.restart", "Restarts the libvirt daemon that runs, so that it loads its files; guests keep running.")]
[Risks("In effect at once.", Disturbs = "Guests keep running; libvirt does not answer for some seconds, and a host with a migration or another job under way is refused.", Rollback = "A rollback of what called it restarts the daemon again.")]
public sealed record LibvirtRestart : Operation
{
    private const int Seconds = 60;
    private static readonly string s_jobs = ShellText.Of("Steps/Libvirt/libvirt-jobs.sh");
    private static readonly string s_restart = $"jobs_now() (\n{s_jobs})\n{ShellText.Of("Steps/Libvirt/libvirt-restart.sh")}";

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_jobs)];

    protected override IEnumerable<Refusal> Refuse(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded)
        {
            yield return new Refusal(null, $"libvirt does not answer: {answers[0].Complaint}.", "Look at `journalctl -u libvirtd -u virtqemud` on the host.");
            yield break;
        }
        foreach (var job in answers[0].Lines.Select(line => line.Split(' ', 4)).Where(parts => parts is ["job", _, _, ..]))
        {
            yield return new Refusal(null, $"Guest {job[1]} has, or may have, a job in progress ({job.ElementAtOrDefault(3) ?? job[2]}), which a restart would break.", "Wait until it has ended.");
        }
    }

    protected override PlannedOperation Plan(Answers answers, Scene scene)
    {
        var daemon = answers[0].Lines.FirstOrDefault(line => line.StartsWith("daemon=", StringComparison.Ordinal))?["daemon=".Length..] ?? "none";
        return new PlannedOperation(
            daemon == "none" ? "no libvirt daemon runs; it loads its files when it starts" : $"restart {daemon}, guests keep running",
            [Command.Sh(s_restart, $"{Seconds}")],
            null);
    }
}

using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Libvirt;

[StepKind("libvirt.reload", "Has the libvirt daemon that listens for TLS load its certificates again, without a restart.")]
[Risks("In effect at once, for connections that come after it.", Disturbs = "Nobody: connections that are open, and migrations under way, go on.", Rollback = "A rollback of what called it loads the certificates again.")]
public sealed record LibvirtReload : Operation
{
    private static readonly string s_daemons = ShellText.Of("Steps/Libvirt/libvirt-daemons.sh");
    private static readonly string s_probe = s_daemons + ShellText.Of("Steps/Libvirt/libvirt-tls-state.sh");
    private static readonly string s_load = s_daemons + ShellText.Of("Steps/Libvirt/libvirt-tls-load.sh");

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_probe)];

    protected override IEnumerable<Refusal> Refuse(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) yield return new Refusal(null, $"libvirt's daemons cannot be asked: {answers[0].Complaint}.", "Use libvirt.restart.");
        foreach (var silent in Told(answers, "silent"))
        {
            yield return new Refusal(null, $"{silent[1]} does not answer on its admin socket: {silent.ElementAtOrDefault(2) ?? "no reason is given"}.", $"Start {silent[1]}-admin.socket there, or use libvirt.restart.");
        }
    }

    protected override PlannedOperation Plan(Answers answers, Scene scene) => new(
        Told(answers, "answers").Select(parts => parts[1]).ToList() is { Count: > 0 } daemons
            ? $"{string.Join(" and ", daemons)} loads its certificates again" : "no daemon runs that listens for TLS; it loads certificates when it starts",
        [Command.Sh(s_load)],
        null);

    private static IEnumerable<string[]> Told(Answers answers, string what) => answers[0].Lines.Select(line => line.Split(' ', 3)).Where(parts => parts[0] == what && parts.Length > 1);
}

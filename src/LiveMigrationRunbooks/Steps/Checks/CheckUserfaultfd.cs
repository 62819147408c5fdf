using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Steps.Checks;

[StepKind("check.userfaultfd", "Proves that QEMU, run as libvirt runs it, can take a guest by post-copy: the kernel lets it handle page faults.")]
[Risks("Changes nothing. A QEMU without a guest is started for a moment, as the user and with the capabilities that libvirt gives it, and asked.", Rollback = "Nothing is to be taken back.")]
public sealed record CheckUserfaultfd() : Check
{
    private static readonly string s_probe = ShellText.Of(UserfaultfdAnswer.Script);

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_probe)];

    public override Verdict Judge(Answers answers, Scene scene)
    {
        var answer = UserfaultfdAnswer.Read(answers[0].Lines);
        return answer.Fits ? new Verdict.Passed(answer.Said) : new Verdict.Failed(answer.Said, answer.Remedy);
    }
}

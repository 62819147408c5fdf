namespace LiveMigrationRunbooks.Steps.Nic;

/// <content>What the kernel or the interface cannot do, and what could not be brought back.</content>
public sealed partial record NicQueue
{
    private const int EthernetHeader = 18;

    private IEnumerable<Refusal> RefuseKind(Dual<QueueState> now, Dual<QueueState> want, Answers answers, HashSet<string> told)
    {
        if (told.Contains("kernel no"))
            yield return new Refusal("discipline", $"The kernel has no {Kind}: there is neither a module sch_{Kind} nor is it built in.", "Use a discipline that it has, or install the package with its modules.");
        if (told.Contains("systemd no"))
            yield return new Refusal("discipline", "systemd does not run this host, and nothing else would set the discipline at boot.", "Leave this host out.");
        if (Discipline == Nic.Discipline.Mq && Ip(answers).TryGetProperty("num_tx_queues", out var queues) && queues.GetInt32() < 2)
            yield return new Refusal("discipline", $"{Device} has one queue to send from; mq is for several.", "Use fq or fq_codel.");
        if (Discipline == Nic.Discipline.Noqueue && told.Contains("hardware yes"))
            yield return new Refusal("discipline", $"{Device} is hardware: without a queue packets are lost whenever its ring is full.", "Use fq or fq_codel.");
        if (Burst is { } burst && Ip(answers).GetProperty("mtu").GetInt32() + EthernetHeader is var frame && burst.Bytes < frame)
            yield return new Refusal("burst", $"A frame of {Device} has up to {frame} bytes; with a smaller burst none of them would ever be sent.", "Leave burst out, or use 128KiB or more.");
        if (!Satisfied(now.Runtime, want.Runtime) && RootQueue.Of(answers[0].Text).Lost is { } lost)
            yield return new Refusal("discipline", $"{Device} has a queueing discipline that could not be brought back: {lost}.", $"Remove it with `tc qdisc del dev {Device} root`, and from where it is set up at boot.");
    }
}

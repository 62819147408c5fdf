using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Firewall;

namespace LiveMigrationRunbooks.Steps.Checks;

[StepKind("check.port", "Proves that guests can come: from each host of the play to the migration ports of every other one.")]
[Risks(
    "Changes nothing. While the gate asks, each host listens on those of its migration ports that nobody uses, at its migration address only; that ends with the question, or by itself after a minute.",
    Disturbs = "Ports that somebody uses are left alone. A migration that somebody else begins in these seconds may find no free port; it then fails before it starts.", Rollback = "Nothing is to be taken back.")]
public sealed record CheckPort(
    [Argument("The ports, as a range of at most 256; those of each host's qemu.conf when not given, which are 49152-49215/tcp unless somebody changed them.", Example = "49152-49215/tcp")] string? Ports = null,
    [Argument("Between which hosts: play asks from each host of the play to every other one of it, at its migration_address.")] Between Between = Between.Play) : MutualCheck, ISelfChecked
{
    private const int Most = 256;
    private const string Seconds = "60";
    private static readonly string s_stop = ShellText.Of("Steps/Checks/Ports/ports-stop.sh");
    private static readonly string s_listen = s_stop + ShellText.Of("Steps/Checks/Ports/ports-listen.sh");
    private static readonly string s_finish = s_stop + "stop_listening\n";
    private static readonly string s_try = ShellText.Of("Steps/Checks/Ports/ports-try.sh");

    private (string First, string Last) Range => Ports is null ? ("", "") : PortRange.Split(Ports).Ports.Split('-') is [var first, .. var rest] ? (first, rest.LastOrDefault() ?? first) : ("", "");

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Ports is null) yield break;
        foreach (var wrong in PortRange.Wrong([Ports])) yield return wrong;
        if (!PortRange.IsSound(Ports)) yield break;
        if (PortRange.Split(Ports).Protocol != "tcp") yield return ("ports", "Guests come by TCP.", "Write 49152-49215/tcp.");
        else if (int.Parse(Range.Last) - int.Parse(Range.First) >= Most) yield return ("ports", $"A host would listen on more than {Most} ports.", "Give the range of qemu.conf (migration_port_min and migration_port_max).");
    }

    public override ValueList<Command> Prepare(Scene scene) => [Command.Sh(s_listen, scene.Self.MigrationAddress ?? "", Range.First, Range.Last, Seconds)];

    public override ValueList<Command> Ask(Scene scene, Answers own, ValueList<HostAnswers> prepared) =>
        [Command.Sh(s_try).WithInput(string.Concat(prepared.Select(other => (other.Scene.Self.MigrationAddress, PortReading.Of(other).Listens))
            .Where(other => other is { MigrationAddress: not null, Listens.Count: > 0 }).Select(other => $"{other.MigrationAddress} {string.Join(' ', other.Listens)}\n")))];

    public override ValueList<Command> Finish(Scene scene) => [Command.Sh(s_finish)];

    public override Verdict Judge(Answers answers, Scene scene, ValueList<HostAnswers> others)
    {
        if (scene.Self.MigrationAddress is null && scene.Peers.Count > 0) return new Verdict.Failed("this host has no migration_address", "Give each host a migration_address in the inventory.");
        var self = PortReading.Of(new HostAnswers(scene, answers));
        if (self.Missing is { } program) return new Verdict.Failed($"{program} is not there", $"Install {program switch { "ss" => "iproute2 (iproute)", "systemd-socket-activate" => "systemd", "setsid" => "util-linux", "timeout" => "coreutils", _ => program }}.");
        var table = new PortTable([self, .. others.Select(PortReading.Of)]);
        if (table.Mute(self) is { Count: > 0 } unreached)
        {
            return new Verdict.Failed(
                $"no port of {string.Join(", ", unreached)} takes a connection from here, while other hosts reach them",
                "Look at the rules of this host for what it sends, and at its way to the migration network.");
        }
        var closed = table.Closed(self).ToList();
        if (closed.Count > 0) return PortWords.Of(closed);
        if (self.Listens.Count == 0 && self.Silent.Count > 0)
        {
            return new Verdict.Failed(
                $"nobody can listen on {PortWords.Ranges(self.Silent)} at {self.Address}",
                "See with `ip address` whether this host has that address (its migration_address); if it has, a guest came in that very moment: ask again.");
        }
        if (self.Listens.Count == 0) return new Verdict.Failed($"all ports of {self.Range} are in use, so no guest can come", "Wait until those that arrive have arrived, or see with `ss -ltnp` who has them; the range is migration_port_min and migration_port_max of qemu.conf (libvirt.conf).");
        var heard = others.Where(other => table.Reaches(other.Scene.Host, self)).Select(other => other.Scene.Host).ToList();
        return new Verdict.Passed(heard.Count == 0 ? $"nobody asked for {PortWords.Ranges(self.Listens)}"
            : $"{PortWords.Ranges(self.Listens)} reached from {string.Join(", ", heard)}{(self.Busy.Count > 0 ? $"; {PortWords.Ranges(self.Busy)} in use and left alone" : "")}");
    }
}

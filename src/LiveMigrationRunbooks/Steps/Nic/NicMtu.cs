using System.Text.Json;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Nic;

[StepKind("nic.mtu", "Sets the largest packet of a network interface, now and at boot.")]
[Risks("In effect at once, and again at each boot through a .link file of systemd's.", Disturbs = "The driver may take the link down for a moment: guests and migrations on this interface wait for it. On what carries lmr's own session it is made under a timer (confirm_within). Refused where guests, storage or a migration use the interface, unless may_disturb names them.", Rollback = "Rollback sets the size that was read and restores the file byte for byte.")]
public sealed record NicMtu(
    [Argument("Interface name, as `ip link` prints it.", Pattern = DeviceName.Pattern, PatternWords = DeviceName.Words, Example = "eth1")] string Device,
    [Argument("Bytes of payload in one frame; 9000 for jumbo frames, 1500 as a rule.", Min = 68, Max = 65535, Example = "9000")] int Mtu) : Setting<int>
{
    private const string LinkKey = "MTUBytes";

    private LinkFile Link => new(Device);

    public override ValueList<string> Keys => [$"nic/{Device}#mtu"];

    protected override ValueList<string> Files => [Link.Path];

    public override ValueList<Command> Probe(Scene scene) => [Command.Of("ip", "-j", "-d", "link", "show", "dev", Device), Link.Probe()];

    public override Dual<int> Read(Answers answers, Scene scene) => new(
        answers[0].Succeeded ? Value.Known(Kernel(answers).GetProperty("mtu").GetInt32()) : Value.Unreadable<int>(answers[0].Complaint),
        Link.Read(answers[1]).Value(LinkKey, text => int.TryParse(text, out var bytes) ? bytes : (int?)null));

    public override Dual<int> Want(Dual<int> now, Scene scene) => new(Value.Known(Mtu), Value.Known(Mtu));

    protected override IEnumerable<Refusal> Refuse(Dual<int> now, Dual<int> want, Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return [DeviceName.Missing(Device, answers[0])];
        return
        [
            .. TooLarge(Kernel(answers)),
            .. Link.Read(answers[1]).Refuse(Device),
        ];
    }

    protected override string? CutsPath(Dual<int> now, Dual<int> want, Scene scene) => ManagementPath.Cuts(Device, scene);

    protected override IEnumerable<Disturbance> Disturbs(Dual<int> now, Dual<int> want, Scene scene) =>
        Equals(now.Runtime, want.Runtime) ? [] : NicTree.Of(scene.Facts).Disturbs(Device);

    protected override IEnumerable<Command> WriteRuntime(Value<int> from, Value<int> to) =>
        to.IsKnown(out var bytes) ? [Command.Of("ip", "link", "set", "dev", Device, "mtu", $"{bytes}")] : [];

    protected override IEnumerable<Command> WritePersisted(Value<int> from, Value<int> to) =>
        [Link.Write(LinkKey, to.IsKnown(out var bytes) ? $"{bytes}" : null)];

    protected override string Text(int state) => $"{state}";

    private IEnumerable<Refusal> TooLarge(JsonElement kernel)
    {
        if (kernel.TryGetProperty("max_mtu", out var max) && max.GetInt32() is var most && most > 0 && Mtu > most)
            yield return new Refusal("mtu", $"The driver of {Device} allows at most {most}.", $"Use {most} or less, or leave this host out.");
    }

    private static JsonElement Kernel(Answers answers) => JsonDocument.Parse(answers[0].Out).RootElement[0];
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;
using LiveMigrationRunbooks.Steps.Nic.Network;

namespace LiveMigrationRunbooks.Steps.Nic;

[StepKind("nic.vlan", "Makes a VLAN on a network interface, such as the one that migrations travel on, now and at boot.")]
[Risks("In effect at once, and again at each boot by the host's own network manager. It has no address: nic.address gives it some.", Disturbs = "Its parent goes on; systemd-networkd takes the parent's addresses away and puts them back within milliseconds, so that there a parent of lmr's own session is changed under a timer (confirm_within).", Rollback = "Rollback takes the VLAN away, or makes it what it was, and restores the files byte for byte.")]
public sealed record NicVlan(
    [Argument("Name of the VLAN's interface, as `ip link` shall print it.", Pattern = DeviceName.Pattern, PatternWords = DeviceName.Words, Example = "bond1.100")] string Device,
    [Argument("The interface that it lies on; it may be one that an earlier step makes.", Pattern = DeviceName.Pattern, PatternWords = DeviceName.Words, Example = "bond1")] string Parent,
    [Argument("The tag on the wire (802.1Q).", Min = 1, Max = 4094, Example = "100")] int Id,
    [Argument("Bytes of payload in one frame, at most what the parent has; the parent's when not given.", Min = 68, Max = 65535)] int? Mtu = null,
    [Argument("Whether it shall be there.")] Existence State = Existence.Present) : Setting<VlanState>, ISelfChecked
{
    private static readonly string s_write = ShellText.Of("Steps/Nic/vlan-write.sh");

    public override ValueList<string> Keys => [$"nic/{Device}"];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Device == Parent) yield return ("parent", "A VLAN cannot lie on itself.", "Name the interface below it.");
    }

    public override ValueList<Command> Probe(Scene scene) => [KernelLinks.Probe, NetworkReading.Probe(Device, Parent)];

    public override Dual<VlanState> Read(Answers answers, Scene scene)
    {
        var network = NetworkReading.Of(answers[1]);
        var manager = Governor.Of(network, Parent);
        var link = KernelLinks.Of(answers[0]).Find(Device);
        return new(
            answers[0].Succeeded ? Value.Known(new VlanState(link is null ? null : new(link.Parent ?? "", link.Number("id") ?? 0, Mtu is null ? null : link.Mtu), link?.IsUp ?? false, [])) : Value.Unreadable<VlanState>(answers[0].Complaint),
            manager.Profiles is { } profiles
                ? Value.Known(Kept(profiles.Vlan(network, Device, Parent) is { } shape ? shape with { Mtu = Mtu is null ? null : shape.Mtu ?? 0 } : null, [profiles.Home(network, Device), profiles.Home(network, Parent)]))
                : Value.Unreadable<VlanState>(manager.Refusal?.Reason ?? ""));
    }

    public override Dual<VlanState> Want(Dual<VlanState> now, Scene scene)
    {
        var shape = State == Existence.Absent ? null : new VlanShape(Parent, Id, Mtu);
        return new(Value.Known(new VlanState(shape, shape is not null, [])), Value.Known(Kept(shape, now.Persisted.It?.Homes ?? [])));
    }

    public override bool Satisfied(Value<VlanState> now, Value<VlanState> want) => now.Is == want.Is && now.It?.Shape == want.It?.Shape && now.It?.Up == want.It?.Up;

    protected override ValueList<string> FilesOf(Dual<VlanState> now) => now.Persisted.It is { } kept ? [.. Profiles(kept, kept.Shape ?? new(Parent, Id, Mtu)).Select(file => file.Path)] : [];

    protected override IEnumerable<Refusal> Refuse(Dual<VlanState> now, Dual<VlanState> want, Answers answers, Scene scene)
    {
        var links = KernelLinks.Of(answers[0]);
        var network = NetworkReading.Of(answers[1]);
        var parent = links.Find(Parent);
        if (!answers[0].Succeeded || (parent is null && State == Existence.Present && !scene.Coming.Contains($"nic/{Parent}"))) return [DeviceName.Missing(Parent, answers[0], links, "parent")];
        var manager = Governor.Of(network, Parent, "parent");
        return
        [
            .. Unfit(links, parent, scene),
            .. manager.Refuse(network, Parent).Select(each => each with { Argument = each.Argument is null ? null : "parent" }),
            .. manager.Profiles is { } profiles ? Foreign(profiles, network) : [],
        ];
    }

    protected override string? CutsPath(Dual<VlanState> now, Dual<VlanState> want, Scene scene) => ManagementPath.Cuts(Device, scene) ?? (now.Persisted.It is { Homes: { Count: > 0 } homes } && Governor.Writer(homes[0]).TouchesParent ? ManagementPath.Cuts(Parent, scene) : null);

    protected override IEnumerable<Disturbance> Disturbs(Dual<VlanState> now, Dual<VlanState> want, Scene scene) =>
        now.Runtime.It?.Shape is null || Satisfied(now.Runtime, want.Runtime) ? [] : NicTree.Of(scene.Facts).Disturbs(Device);

    protected override IEnumerable<Command> WriteRuntime(Value<VlanState> from, Value<VlanState> to)
    {
        if (to.It is not { } shall) return [];
        if (shall.Shape is not { } shape) return [Command.Of("ip", "link", "del", "dev", Device)];
        return [Command.Sh(s_write, Device, shape.Parent, $"{shape.Id}", $"{shape.Mtu}", shall.Up ? "up" : "down")];
    }

    protected override IEnumerable<Command> WritePersisted(Value<VlanState> from, Value<VlanState> to) =>
        to.It is { } shall ? Profiles(shall, shall.Shape).Select(file => file.Write()) : [];

    protected override IEnumerable<Command> AfterFilesOf(Dual<VlanState> now) =>
        now.Persisted.It is { Homes: { Count: > 0 } homes } && Governor.Writer(homes[0]) is var writer ? writer.Reload(writer.TouchesParent ? homes : [homes[0]]) : [];

    protected override string Text(VlanState state) => state.Shape is { } shape
        ? $"VLAN {shape.Id} on {(shape.Parent.Length > 0 ? shape.Parent : "nothing")}{(shape.Mtu is { } mtu ? $", mtu {mtu}" : "")}{(state.Up ? "" : ", link down")}" : "absent";

    private static VlanState Kept(VlanShape? shape, ValueList<Home> homes) => new(shape, shape is not null, homes);

    private static IEnumerable<ProfileFile> Profiles(VlanState state, VlanShape? shape) =>
        state.Homes is [var home, var parent] ? Governor.Writer(home).VlanFiles(home, parent, shape) : [];

    private IEnumerable<Refusal> Unfit(KernelLinks links, KernelLink? parent, Scene scene)
    {
        if (links.Find(Device) is { Kind: not "vlan" } other)
            yield return new Refusal("device", $"{Device} is no VLAN, but {(other.Kind.Length > 0 ? $"a {other.Kind}" : "a plain interface")}.", "Give the VLAN another name.");
        if (State == Existence.Absent) yield break;
        if (links.All.Select(each => new KernelLink(each)).FirstOrDefault(each => each.Kind == "vlan" && each.Name != Device && each.Parent == Parent && each.Number("id") == Id) is { } twin)
            yield return new Refusal("id", $"{twin.Name} is VLAN {Id} of {Parent} already.", $"Name it as device: {twin.Name}, or take it away first.");
        if (parent?.Master is { } master)
            yield return new Refusal("parent", $"{Parent} is a port of {master}: its frames go there.", $"Lay the VLAN on {master}.");
        if (parent is { IsUp: false } && !scene.Coming.Contains($"nic/{Parent}"))
            yield return new Refusal("parent", $"{Parent} is down, and so would the VLAN be.", $"Bring {Parent} up first, by a nic.link step or in its profile.");
        if (Mtu is { } mtu && parent is not null && mtu > parent.Mtu && !scene.Coming.Contains($"nic/{Parent}#mtu") && !scene.Coming.Contains($"nic/{Parent}"))
            yield return new Refusal("mtu", $"{Parent} carries {parent.Mtu}, and a VLAN on it no more than that.", $"Raise it first: nic.mtu: {{ device: {Parent}, mtu: {mtu} }}.");
    }

    private IEnumerable<Refusal> Foreign(IProfiles profiles, NetworkReading network)
    {
        if (profiles.Foreign(network, Device) is { } path)
            yield return new Refusal("device", $"{path} makes {Device}, and it is not lmr's.", $"Change it there, or remove {path}.");
    }
}

/// <summary>A VLAN, or none, whether it is up, and where it and its parent are kept.</summary>
public sealed record VlanState(VlanShape? Shape, bool Up, ValueList<Home> Homes);

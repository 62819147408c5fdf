using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;
using LiveMigrationRunbooks.Steps.Nic.Network;

namespace LiveMigrationRunbooks.Steps.Nic;

[StepKind("nic.bond", "Makes a bond of network interfaces, now and at boot.")]
[Risks("In effect at once, and again at each boot by the host's own network manager. What is not given is left as found.", Disturbs = "A new bond disturbs nobody: members that are in use are refused. Another mode or LACP rate takes a bond that is there down for a moment: refused where guests, storage or a migration use it, unless may_disturb names them.", Rollback = "Rollback takes the bond apart, or makes it what it was, puts its members back as they were and restores the files byte for byte.")]
public sealed record NicBond(
    [Argument("Name of the bond's interface, as `ip link` shall print it.", Pattern = DeviceName.Pattern, PatternWords = DeviceName.Words, Example = "bond1")] string Device,
    [Argument("Its members, exactly these.", Example = "[eth2, eth3]")] ValueList<string> Members,
    [Argument("How it uses them. 802.3ad needs LACP on the switch.", Pattern = "802\\.3ad|active-backup|balance-(rr|xor|tlb|alb)|broadcast", PatternWords = "802.3ad, active-backup, balance-rr, balance-xor, balance-tlb, balance-alb or broadcast", Example = "802.3ad")] string Mode,
    [Argument("How often LACP speaks: fast is once a second, slow every 30. With 802.3ad only.", Pattern = "fast|slow", PatternWords = "fast or slow")] string? LacpRate = null,
    [Argument("What picks the member for a packet; layer3+4 spreads the streams of one migration too.", Pattern = "layer2|layer2\\+3|layer3\\+4|encap2\\+3|encap3\\+4|vlan\\+srcmac", PatternWords = "layer2, layer2+3, layer3+4, encap2+3, encap3+4 or vlan+srcmac")] string? XmitHashPolicy = null,
    [Argument("Milliseconds between looks at the members' links; a new bond gets 100.", Min = 10, Max = 60000)] int? Miimon = null,
    [Argument("How many members must be up for the bond to be; with 802.3ad only.", Min = 0, Max = 64)] int? MinLinks = null,
    [Argument("Bytes of payload in one frame, for the bond and its members; left as found when not given.", Min = 68, Max = 65535)] int? Mtu = null,
    [Argument("Whether it shall be there.")] Existence State = Existence.Present) : Setting<BondState>, ISelfChecked
{
    private const int LookEvery = 100;
    private static readonly string s_write = ShellText.Of("Steps/Nic/bond-write.sh");

    private ValueList<string> Asked => [.. Members.Distinct().Order(StringComparer.Ordinal)];

    public override ValueList<string> Keys => [$"nic/{Device}", .. Asked.Select(member => $"nic/{member}#master")];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Members.Count == 0) yield return ("members", "No member is given.", "Name the interfaces to bond, as members: [eth2, eth3].");
        if (Members.Count != Asked.Count) yield return ("members", "A member is given twice.", "Name each interface once.");
        if (Members.Contains(Device)) yield return ("members", "A bond cannot be its own member.", $"Remove {Device} from members.");
        foreach (var odd in Members.Where(name => !System.Text.RegularExpressions.Regex.IsMatch(name, $"^(?:{DeviceName.Pattern})$"))) yield return ("members", $"'{odd}' is not {DeviceName.Words}.", "Name interfaces as `ip link` prints them.");
        if (LacpRate is not null && Mode != "802.3ad") yield return ("lacp_rate", $"{Mode} speaks no LACP.", "Remove lacp_rate, or use mode: 802.3ad.");
        if (MinLinks is not null && Mode != "802.3ad") yield return ("min_links", $"{Mode} does not count its members.", "Remove min_links, or use mode: 802.3ad.");
        if (XmitHashPolicy is not null && Mode is "active-backup" or "balance-rr" or "broadcast")
            yield return ("xmit_hash_policy", $"{Mode} picks members without a hash.", "Remove xmit_hash_policy, or use another mode.");
    }

    public override ValueList<Command> Probe(Scene scene) => [KernelLinks.Probe, NetworkReading.Probe([Device, .. Asked])];

    public override Dual<BondState> Read(Answers answers, Scene scene)
    {
        var links = KernelLinks.Of(answers[0]);
        var network = NetworkReading.Of(answers[1]);
        var manager = Manager(network);
        return new(
            answers[0].Succeeded ? Value.Known(Running(links)) : Value.Unreadable<BondState>(answers[0].Complaint),
            manager.Profiles is { } profiles
                ? Value.Known(Kept(profiles.Bond(network, Device, Asked), [.. Asked.Prepend(Device).Select(name => profiles.Home(network, name))]))
                : Value.Unreadable<BondState>(manager.Refusal?.Reason ?? ""));
    }

    public override Dual<BondState> Want(Dual<BondState> now, Scene scene) => new(
        Value.Known(new BondState(Wanted, null, true, now.Runtime.It?.Down ?? [], [])),
        Value.Known(new BondState(Wanted, now.Persisted.It?.Found, true, [], now.Persisted.It?.Homes ?? [])));

    public override bool Satisfied(Value<BondState> now, Value<BondState> want) => now.Is == want.Is && Equals(now.It?.Shape, want.It?.Shape) && now.It?.Up == want.It?.Up;

    protected override ValueList<string> FilesOf(Dual<BondState> now) => now.Persisted.It is { } kept ? [.. Profiles(kept, Wanted ?? kept.Shape).Select(file => file.Path)] : [];

    protected override IEnumerable<Refusal> Refuse(Dual<BondState> now, Dual<BondState> want, Answers answers, Scene scene)
    {
        var links = KernelLinks.Of(answers[0]);
        var network = NetworkReading.Of(answers[1]);
        if (!answers[0].Succeeded) return [DeviceName.Missing(Device, answers[0])];
        var manager = Manager(network);
        return
        [
            .. BondMembers.Unfit(Device, State == Existence.Present ? Asked : [], links, network, manager.Profiles),
            .. Asked.Prepend(Device).SelectMany(name => manager.Refuse(network, name).Select(each => each with { Argument = name == Device || each.Argument is null ? each.Argument : "members" })).Distinct(),
            .. manager.Profiles?.Foreign(network, Device) is { } path ? [new Refusal("device", $"{path} makes {Device}, and it is not lmr's.", $"Change it there, or remove {path}.")] : Array.Empty<Refusal>(),
        ];
    }

    protected override string? CutsPath(Dual<BondState> now, Dual<BondState> want, Scene scene) => Asked.Prepend(Device).Select(name => ManagementPath.Cuts(name, scene)).FirstOrDefault(why => why is not null);

    protected override IEnumerable<Disturbance> Disturbs(Dual<BondState> now, Dual<BondState> want, Scene scene) =>
        now.Runtime.It?.Shape is null || Satisfied(now.Runtime, want.Runtime) ? [] : NicTree.Of(scene.Facts).Disturbs(Device);

    protected override IEnumerable<string> Notes(Dual<BondState> want, Answers answers)
    {
        if (want.Runtime.It?.Shape is not { } shall || Running(KernelLinks.Of(answers[0])).Shape is not { } was) yield break;
        if (was.Mode != shall.Mode) yield return $"another mode empties {Device} and takes it down for a moment: its routes and IPv6 addresses go, until its manager sets them again";
        else if (was.LacpRate != shall.LacpRate) yield return $"another LACP rate takes {Device} down for a moment: its routes and IPv6 addresses go, until its manager sets them again";
    }

    protected override IEnumerable<Command> WriteRuntime(Value<BondState> from, Value<BondState> to)
    {
        if (to.It is not { } shall) return [];
        var down = string.Join(' ', shall.Down);
        // Without one the kernel looks at no link at all.
        return shall.Shape is { } each && (from.It?.Shape is null ? each with { Miimon = each.Miimon ?? LookEvery } : each) is var shape
            ? [Command.Sh(s_write, [Device, shall.Up ? "up" : "down", string.Join(' ', shape.Members), down, $"{shape.Mtu}", .. BondOptions.Words(shape)])]
            : [Command.Sh(s_write, Device, "gone", "", down, "")];
    }

    protected override IEnumerable<Command> WritePersisted(Value<BondState> from, Value<BondState> to) =>
        to.It is { } shall ? Profiles(shall, Filled(shall)).Select(file => file.Write()) : [];

    protected override IEnumerable<Command> AfterFilesOf(Dual<BondState> now) => now.Persisted.It is { Homes: { Count: > 0 } homes } ? Governor.Writer(homes[0]).Reload(homes) : [];

    protected override string Text(BondState state) => state.Shape is { } shape ? $"{string.Join(' ', BondOptions.Words(shape))}, members {Listed(shape)}{(shape.Mtu is { } mtu ? $", mtu {mtu}" : "")}{(state.Up ? "" : ", link down")}" : "absent";

    protected override IEnumerable<Difference> Differences(string form, Value<BondState> now, Value<BondState> want) =>
        now.It is { Shape: { } was } found && want.It is { Shape: { } shall }
            ? BondOptions.Differences(form, was, shall).Concat(found.Up ? [] : [new Difference($"{form} link", "down", "up")])
            : base.Differences(form, now, want);

    private static string Listed(BondShape shape) => shape.Members.Count == 0 ? "none" : string.Join(", ", shape.Members);

    private static IEnumerable<ProfileFile> Profiles(BondState state, BondShape? shape) =>
        state.Homes.Count > 0 ? Governor.Writer(state.Homes[0]).BondFiles(state.Homes[0], [.. state.Homes.Skip(1)], shape) : [];

    private BondState Kept(BondShape? found, ValueList<Home> homes) => new(Own(found), found, true, [], homes);

    // A file is written whole: what was not asked for and stands in it stays in it.
    private static BondShape? Filled(BondState state) => state.Shape is not { } shape ? null : shape with
    {
        LacpRate = shape.LacpRate ?? state.Found?.LacpRate,
        Hash = shape.Hash ?? state.Found?.Hash,
        Miimon = shape.Miimon ?? state.Found?.Miimon ?? LookEvery,
        MinLinks = shape.MinLinks ?? state.Found?.MinLinks,
        Mtu = shape.Mtu ?? state.Found?.Mtu,
    };

    private BondState Running(KernelLinks links)
    {
        var link = links.Find(Device);
        var shape = link is not { Kind: "bond" } bond ? null : Own(new BondShape(
            bond.Word("mode") ?? "", [.. links.Members(Device).Select(each => each.Name).Order(StringComparer.Ordinal)],
            bond.Word("ad_lacp_rate"), bond.Word("xmit_hash_policy"), bond.Number("miimon"), bond.Number("min_links"), bond.Mtu));
        return new(shape, null, shape is null || (link?.IsUp ?? true), [.. Asked.Where(member => links.Find(member) is { IsUp: false, Master: null })], []);
    }

    // What was not asked for is not compared: the kernel gives every option a value, a file does not.
    private BondShape? Own(BondShape? found) => found is null ? null : found with
    {
        LacpRate = LacpRate is null ? null : found.LacpRate ?? "slow",
        Hash = XmitHashPolicy is null ? null : found.Hash ?? "layer2",
        Miimon = Miimon is null ? null : found.Miimon ?? 0,
        MinLinks = MinLinks is null ? null : found.MinLinks ?? 0,
        Mtu = Mtu is null ? null : found.Mtu ?? 1500,
    };

    private BondShape? Wanted => State == Existence.Absent ? null : new(Mode, Asked, LacpRate, XmitHashPolicy, Miimon, MinLinks, Mtu);

    // Who keeps the bond keeps its members too; for a new bond they tell who that is.
    private Governor Manager(NetworkReading network) => Asked.Prepend(Device).Select(name => Governor.Of(network, name))
        .FirstOrDefault(each => each.Profiles is { } profiles && Asked.Prepend(Device).Any(name => profiles.Governs(network, name))) ?? Governor.Of(network, Device);
}

/// <summary>A bond as far as it was asked for, or none; all that its file says; whether it is up, which of its members are down and free, and where they all are kept.</summary>
public sealed record BondState(BondShape? Shape, BondShape? Found, bool Up, ValueList<string> Down, ValueList<Home> Homes);

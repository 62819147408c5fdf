using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;
using LiveMigrationRunbooks.Steps.Nic.Network;

namespace LiveMigrationRunbooks.Steps.Nic;

[StepKind("nic.address", "Gives a network interface addresses, now and at boot, in the files of the host's own network manager.")]
[Risks("In effect at once, and again at each boot. Addresses that are not named stay, unless only is given. The manager takes its files over: what others changed in them and did not load yet takes effect too.", Disturbs = "Where systemd-networkd keeps them, it takes the interface's addresses away and puts them back within milliseconds; what uses them goes on. On what carries lmr's own session it is made under a timer (confirm_within). Refused where storage or a migration uses the interface, unless may_disturb names them.", Rollback = "Rollback gives back the addresses that were read, restores the files byte for byte and makes the manager take them over.")]
public sealed record NicAddress(
    [Argument("Interface name, as `ip link` prints it; it may be one that an earlier step makes.", Pattern = DeviceName.Pattern, PatternWords = DeviceName.Words, Example = "eth1")] string Device,
    [Argument("Addresses with the length of their network's prefix, IPv4 or IPv6, one or a list.", Example = "[\"198.51.100.21/24\"]")] ValueList<string> Addresses,
    [Argument("Take away every other address that somebody set by hand or by file.")] bool Only = false,
    [Argument("Whether the interface shall have them: present, or absent to take them away.")] Existence State = Existence.Present) : Setting<AddressState>, ISelfChecked
{
    private static readonly string s_add = ShellText.Of("Steps/Nic/address-add.sh");
    private static readonly string s_del = ShellText.Of("Steps/Nic/address-del.sh");

    private ValueList<string> Asked => [.. Addresses.Select(InterfaceAddress.Parse).OfType<InterfaceAddress>().Select(each => each.Text)];

    public override ValueList<string> Keys => [$"nic/{Device}#address"];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Addresses.Count == 0) yield return ("addresses", "No address is given.", "Write addresses: 198.51.100.21/24.");
        foreach (var wrong in Addresses.Select(InterfaceAddress.WhyNot).OfType<string>()) yield return ("addresses", wrong, "Write one host's address with its prefix, as 198.51.100.21/24.");
        foreach (var twice in Addresses.Select(InterfaceAddress.Parse).OfType<InterfaceAddress>().GroupBy(each => each.Ip).Where(each => each.Count() > 1))
        {
            yield return ("addresses", $"{twice.Key} is given more than once.", "Give each address once, with one prefix.");
        }
        if (Only && State == Existence.Absent) yield return ("only", "Addresses that shall go cannot be the only ones.", "Remove only, or state.");
    }

    public override ValueList<Command> Probe(Scene scene) => [KernelLinks.Probe, NetworkReading.Probe(Device)];

    public override Dual<AddressState> Read(Answers answers, Scene scene)
    {
        var network = NetworkReading.Of(answers[1]);
        var manager = Governor.Of(network, Device);
        return new(
            !answers[0].Succeeded ? Value.Unreadable<AddressState>(answers[0].Complaint)
                : KernelLinks.Of(answers[0]).Find(Device) is { } link ? Value.Known(new AddressState(Own(link.Addresses.Select(each => each.Text)), link.IsUp, Home.None))
                : Value.Absent<AddressState>(),
            manager.Profiles is { } profiles
                ? Value.Known(new AddressState(Own(profiles.Addresses(network, Device).Select(each => each.Address)), true, profiles.Home(network, Device)))
                : Value.Unreadable<AddressState>(manager.Refusal?.Reason ?? ""));
    }

    public override Dual<AddressState> Want(Dual<AddressState> now, Scene scene) => State == Existence.Absent
        ? new(now.Runtime.Map(found => found with { Addresses = [] }), now.Persisted.Map(found => found with { Addresses = [] }))
        : new(Value.Known(new AddressState(Sorted(Asked), true, Home.None)), Value.Known(new AddressState(Sorted(Asked), true, now.Persisted.It?.Home ?? Home.None)));

    // An interface that was not there had none of them: one that somebody else made since is no reason to say that they are not gone.
    public override bool Satisfied(Value<AddressState> now, Value<AddressState> want) => want.Is == Presence.Absent ? now.It is null or { Addresses.Count: 0 } && now.Is != Presence.Unreadable
        : now.Is == want.Is && Equals(now.It?.Addresses, want.It?.Addresses) && now.It?.Up == want.It?.Up;

    protected override ValueList<string> FilesOf(Dual<AddressState> now) => now.Persisted.It is { } kept ? Governor.Writer(kept.Home).AddressFiles(kept.Home) : [];

    protected override IEnumerable<Refusal> Refuse(Dual<AddressState> now, Dual<AddressState> want, Answers answers, Scene scene)
    {
        var links = KernelLinks.Of(answers[0]);
        var network = NetworkReading.Of(answers[1]);
        if (!answers[0].Succeeded || (now.Runtime.Is == Presence.Absent && State == Existence.Present && !scene.Coming.Contains($"nic/{Device}")))
            return [DeviceName.Missing(Device, answers[0], links)];
        return
        [
            .. State == Existence.Present ? Unfit(links, scene) : [],
            .. Governor.Of(network, Device).Refuse(network, Device),
            .. Stuck(now, want, network),
        ];
    }

    protected override string? CutsPath(Dual<AddressState> now, Dual<AddressState> want, Scene scene) => ManagementPath.Cuts(Device, scene);

    protected override IEnumerable<Disturbance> Disturbs(Dual<AddressState> now, Dual<AddressState> want, Scene scene) =>
        NicTree.Of(scene.Facts).Disturbs(Device).Where(each => each.Whom != Disturbed.Guests);

    protected override IEnumerable<Command> WriteRuntime(Value<AddressState> from, Value<AddressState> to)
    {
        var (was, shall) = (from.It?.Addresses ?? [], to.It?.Addresses ?? []);
        return
        [
            .. shall.Except(was).Select(address => Command.Sh(s_add, Device, address)),
            .. was.Except(shall).Select(address => Command.Sh(s_del, Device, address)),
            .. to.It is { Up: var up } && up != from.It?.Up && (!up || !shall.Except(was).Any()) ? [Command.Of("ip", "link", "set", "dev", Device, up ? "up" : "down")] : Array.Empty<Command>(),
        ];
    }

    protected override IEnumerable<Command> WritePersisted(Value<AddressState> from, Value<AddressState> to) => from.It is { } was && to.It is { } shall
        ? Governor.Writer(shall.Home).WriteAddresses(shall.Home, was.Addresses, shall.Addresses, Only) : [];

    protected override IEnumerable<Command> AfterFilesOf(Dual<AddressState> now) => now.Persisted.It is { } kept ? Governor.Writer(kept.Home).Reload([kept.Home]) : [];

    protected override string Text(AddressState state) => (state.Addresses.Count == 0 ? "none" : string.Join(", ", state.Addresses)) + (state.Up ? "" : ", link down");

    // Without `only` an address of these with another prefix is still one of these: it would answer for the wrong network.
    private ValueList<string> Own(IEnumerable<string> all) => Sorted(all.Where(each => Only || Asked.Any(asked => Ip(asked) == Ip(each))));

    private static string Ip(string address) => address[..address.IndexOf('/', StringComparison.Ordinal)];

    private static ValueList<string> Sorted(IEnumerable<string> addresses) => [.. addresses.Distinct().Order(StringComparer.Ordinal)];

    private IEnumerable<Refusal> Unfit(KernelLinks links, Scene scene)
    {
        var link = links.Find(Device);
        if (link?.Master is { } master && links.Find(master)?.Kind is "bond" or "bridge" or "team")
            yield return new Refusal("device", $"{Device} is a port of {link.Master}: what it has as an address is not used.", $"Give the addresses to {link.Master}.");
        foreach (var address in Asked)
        {
            if (link?.Taken.Any(each => each.Text == address) ?? false)
                yield return new Refusal("addresses", $"Another machine on the link of {Device} has {Ip(address)}.", "Find that machine, or give this host another address.");
            if (scene.Peers.FirstOrDefault(peer => peer.Name != scene.Host && peer.MigrationAddress == Ip(address)) is { } peer)
                yield return new Refusal("addresses", $"{Ip(address)} is the migration address of {peer.Name}.", "Give each host its own, as addresses: \"{{ migration_address }}/24\".");
            if (links.All.Select(each => new KernelLink(each)).FirstOrDefault(each => each.Name != Device && each.Addresses.Any(has => $"{has.Ip}" == Ip(address))) is { } other)
                yield return new Refusal("addresses", $"{other.Name} of this host has {Ip(address)} already.", $"Take it away from {other.Name} first.");
        }
    }

    private IEnumerable<Refusal> Stuck(Dual<AddressState> now, Dual<AddressState> want, NetworkReading network)
    {
        if (now.Persisted.It is not { } kept || want.Persisted.It is not { } shall) yield break;
        var profiles = Governor.Writer(kept.Home);
        foreach (var (address, path) in profiles.Addresses(network, Device).Where(each => kept.Addresses.Except(shall.Addresses).Contains(each.Address) && !profiles.Takes(kept.Home, each.Path, Only)))
        {
            yield return new Refusal("addresses", $"{path} gives {Device} {address}, and it is not lmr's.", $"Take it out of {path}.");
        }
    }
}

/// <summary>Addresses of one interface that a step is about, whether the interface is up, and where they are kept.</summary>
public sealed record AddressState(ValueList<string> Addresses, bool Up, Home Home);

using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Cpu;

// CPUAffinity= of systemd's manager would need a boot, reaches only what the manager starts from then on, and is inherited by guests too.
[StepKind("cpu.reserve", "Keeps processors for the host itself: its daemons and logins run on these alone, and guests on all others.")]
[Risks("In effect at once and at boot, by AllowedCPUs= of system.slice, user.slice, init.scope and machine.slice (control groups v2, systemd 244 or later). What runs already is moved, which CPUAffinity= of the manager would not do.",
    Disturbs = "Guests that float are moved off these processors without a pause; a host with a guest that is pinned to them, or that runs outside of machine.slice, is refused.",
    Rollback = "Rollback gives the units the processors that were read, and restores the drop-ins byte for byte.")]
public sealed record CpuReserve(
    [Argument("Processors for the host; some must be left for guests.", Example = "0-1")] CpuList Cpus)
    : Setting<ValueMap<CpuList>>
{
    private const string Guests = "machine.slice";
    private static readonly string s_probe = ShellText.Of("Steps/Cpu/cpus-state.sh");
    private static readonly string s_write = ShellText.Of("Steps/Cpu/cpus-write.sh");
    private static readonly string[] s_host = ["init.scope", "system.slice", "user.slice"];
    private static readonly string[] s_units = [.. s_host, Guests];

    public override ValueList<string> Keys => [.. s_units.Select(unit => $"unit/{unit}#AllowedCPUs")];

    protected override ValueList<string> Files => [.. s_units.Select(CpuDropIn.PathOf)];

    protected override bool TellsDaemon(Dual<ValueMap<CpuList>> now) => true;

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_probe, s_units)];

    public override Dual<ValueMap<CpuList>> Read(Answers answers, Scene scene)
    {
        var reading = CpuReading.Of(answers[0]);
        if (reading.Online.Numbers.Count == 0) return new(Value.Unreadable<ValueMap<CpuList>>(answers[0].Complaint), Value.Unreadable<ValueMap<CpuList>>(answers[0].Complaint));
        return new(
            Value.Known(s_units.Select(unit => KeyValuePair.Create(unit, reading.Now(unit))).ToValueMap()),
            Value.Known(s_units.Select(unit => KeyValuePair.Create(unit, reading.AtBoot(unit))).ToValueMap()));
    }

    // Which processors there are for guests only the host knows; a want made from a want already says so.
    public override Dual<ValueMap<CpuList>> Want(Dual<ValueMap<CpuList>> now, Scene scene) => Wanted(now.Runtime.It?.GetValueOrDefault(Guests) ?? CpuList.Empty);

    protected override Dual<ValueMap<CpuList>> Want(Dual<ValueMap<CpuList>> now, Answers answers, Scene scene) =>
        Wanted(CpuReading.Of(answers[0]).Online.Without(Cpus));

    private Dual<ValueMap<CpuList>> Wanted(CpuList rest)
    {
        var wanted = s_units.Select(unit => KeyValuePair.Create(unit, unit == Guests ? rest : Cpus)).ToValueMap();
        return new(Value.Known(wanted), Value.Known(wanted));
    }

    protected override IEnumerable<Refusal> Refuse(Dual<ValueMap<CpuList>> now, Dual<ValueMap<CpuList>> want, Answers answers, Scene scene)
    {
        var reading = CpuReading.Of(answers[0]);
        if (reading.Online.Numbers.Count == 0) return [new Refusal(null, $"The processors cannot be read: {answers[0].Complaint}.", "Look at /sys/devices/system/cpu on the host.")];
        if (!reading.IsUnified || !reading.HasCpuset || !reading.HasSystemd)
            return [new Refusal(null, !reading.HasSystemd ? "This host does not run systemd, which has the control groups." : reading.IsUnified ? "The control groups of this host may not set processors (no cpuset controller): it is a container." : "This host has control groups v1 or both kinds, where systemd sets no processors.", "Boot the host with systemd.unified_cgroup_hierarchy=1, or leave the step out.")];
        return OfCpus(reading).Concat(OfGuests(reading)).Concat(s_units.Select(reading.After).OfType<string>().Distinct().Select(file =>
            new Refusal(null, $"{file} sets AllowedCPUs after lmr's drop-in at boot.", $"Remove the line from {file}.")));
    }

    private IEnumerable<Refusal> OfCpus(CpuReading reading)
    {
        var strange = Cpus.Without(reading.Online);
        if (strange.Numbers.Count > 0) yield return new("cpus", $"Processor {strange} is not online on this host, which has {reading.Online}.", "Name processors that it has.");
        if (reading.Online.Without(Cpus).Numbers.Count == 0) yield return new("cpus", $"Of processors {reading.Online} none is left for guests.", "Reserve fewer.");
    }

    private IEnumerable<Refusal> OfGuests(CpuReading reading)
    {
        foreach (var (name, cpus) in reading.Pinned.Where(guest => guest.Cpus.Meets(Cpus)))
            yield return new("cpus", $"{name} is pinned to {cpus}, of which the host would get {new CpuList([.. cpus.Numbers.Intersect(Cpus.Numbers)])}.", "Pin the guest elsewhere first (virsh vcpupin, emulatorpin), or move it away.");
        foreach (var (name, group) in reading.Guests.Where(guest => !guest.Group.StartsWith("/" + Guests, StringComparison.Ordinal)))
            yield return new("cpus", $"Guest {name} runs in {group}, not in {Guests}, so that it would be held on the host's processors.", "Let libvirt make control groups for guests (cgroup_controllers in qemu.conf), or move it away.");
    }

    protected override IEnumerable<string> Notes(Dual<ValueMap<CpuList>> want, Answers answers)
    {
        var nodes = CpuReading.Of(answers[0]).Nodes.Where(node => node.Cpus.Numbers.Count > 0).ToList();
        if (nodes.Count < 2) yield break;
        foreach (var (name, cpus) in nodes)
        {
            if (!cpus.Meets(Cpus)) yield return $"node {name} ({cpus}) has no processor for the host: what its NICs and disks need of the host crosses the nodes";
            else if (cpus.Without(Cpus).Numbers.Count == 0) yield return $"node {name} ({cpus}) has no processor left for guests";
        }
    }

    protected override IEnumerable<Command> WriteRuntime(Value<ValueMap<CpuList>> from, Value<ValueMap<CpuList>> to)
    {
        string[] words = [.. Changed(from, to).SelectMany(each => new[] { each.Key, each.Value.ToString() })];
        if (words.Length > 0) yield return Command.Sh(s_write, words);
    }

    protected override IEnumerable<Command> WritePersisted(Value<ValueMap<CpuList>> from, Value<ValueMap<CpuList>> to) =>
        Changed(from, to).Select(each => CpuDropIn.Write(each.Key, each.Value)).Append(Command.Of("systemctl", "daemon-reload"));

    protected override string Text(ValueMap<CpuList> state) => string.Join(", ", state.Select(each => $"{each.Key} {Text(each.Value)}"));

    protected override IEnumerable<Difference> Differences(string form, Value<ValueMap<CpuList>> now, Value<ValueMap<CpuList>> want) =>
        Changed(now, want).Select(each => new Difference($"{form} {each.Key}", Text(now.It?.GetValueOrDefault(each.Key) ?? CpuList.Empty), Text(each.Value)));

    private static string Text(CpuList cpus) => cpus.Numbers.Count == 0 ? "all" : cpus.ToString();

    private static IEnumerable<KeyValuePair<string, CpuList>> Changed(Value<ValueMap<CpuList>> from, Value<ValueMap<CpuList>> to) =>
        (to.It ?? ValueMap<CpuList>.Empty).Where(each => from.It?.GetValueOrDefault(each.Key) != each.Value);
}

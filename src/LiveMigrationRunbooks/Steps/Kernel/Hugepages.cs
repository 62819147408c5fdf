using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Quantities;

namespace LiveMigrationRunbooks.Steps.Kernel;

[StepKind("kernel.hugepages", "Keeps pools of huge pages for guests, on each NUMA node or on the whole host; now and at boot.")]
[Risks("In effect at once, where the kernel finds enough memory in one piece; it is read back, and fewer pages than asked for fail the step and leave the pools as they were. At boot a unit of lmr's own fills them before any guest starts.",
    Disturbs = "Disturbs nobody: pages that guests use are never taken, and memory the host needs is refused.",
    Rollback = "Rollback gives the pools the pages that were read, and restores the files byte for byte.")]
public sealed record Hugepages(
    [Argument("Size of a page: 2MiB or 1GiB on x86; the plan names the sizes that a host has.", Example = "2MiB")] ByteSize Size,
    [Argument("Pages on the whole host; the kernel spreads them over the nodes.", Min = 0, Example = "512")] long? Count = null,
    [Argument("Pages on each NUMA node, in place of count; nodes that are not named are left as found.", Example = "{ 0: 256, 1: 256 }")] ValueMap<long>? PerNode = null,
    [Argument("Memory that must stay available to the host itself; 512MiB when not given.")] ByteSize? Reserve = null)
    : Setting<ValueMap<long>>, ISelfChecked
{
    private const long UsualReserve = 512L << 20;
    private static readonly string s_probe = ShellText.Of("Steps/Kernel/hugepages-state.sh");
    private static readonly string s_write = ShellText.Of("Steps/Kernel/hugepages-write.sh");

    private long Kib => Size.Bytes / 1024;

    private HugepagesUnit Unit => new(Kib);

    private ValueMap<long> Asked => PerNode ?? new([KeyValuePair.Create(HugepagesReading.Everywhere, Count ?? 0)]);

    // 2 MiB is what vm.nr_hugepages counts on x86 and most others unless told otherwise at boot.
    public override ValueList<string> Keys => Kib == 2048 ? [$"hugepages/{Kib}kB", "sysctl/vm.nr_hugepages"] : [$"hugepages/{Kib}kB"];

    protected override ValueList<string> Files => [Unit.Path, Unit.Link];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Kib < 64 || (Kib & (Kib - 1)) != 0)
            yield return ("size", $"{Quantity.TextOfSize(Size.Bytes)} is not the size of a huge page on any processor.", "Write 2MiB or 1GiB.");
        if (Count is null == PerNode is null)
            yield return (null, Count is null ? "Neither count nor per_node is given." : "Both count and per_node are given.", "Give count for the whole host, or per_node for each node.");
        if (PerNode is { Count: 0 }) yield return ("per_node", "No node is given.", "Name nodes: { 0: 256, 1: 256 }.");
        foreach (var node in (PerNode ?? ValueMap<long>.Empty).Keys.Where(node => node.Length is 0 or > 4 || !node.All(char.IsAsciiDigit) || (node.Length > 1 && node[0] == '0')))
            yield return ("per_node", $"'{node}' is not the number of a node.", "Write it as `numactl --hardware` shows it: { 0: 256, 1: 256 }.");
        foreach (var (node, pages) in (PerNode ?? ValueMap<long>.Empty).Where(each => each.Value < 0))
            yield return ("per_node", $"Node {node} cannot have {pages} pages.", "Write 0 or more.");
    }

    public override ValueList<Command> Probe(Scene scene) =>
        [Command.Sh(s_probe, Kib.ToString(), Unit.Path, Unit.Link), SysctlFiles.Ask];

    public override Dual<ValueMap<long>> Read(Answers answers, Scene scene)
    {
        var reading = HugepagesReading.Of(answers[0]);
        if (!reading.Sizes.Contains(Kib))
            return new(Value.Unreadable<ValueMap<long>>("no such pool"), Value.Unreadable<ValueMap<long>>("no such pool"));
        var atBoot = reading.Unit ?? (Sysctl(answers, reading) is { } line && long.TryParse(line.Value.Text, out var pages)
            ? new([KeyValuePair.Create(HugepagesReading.Everywhere, pages)]) : reading.CommandLine(Kib)) ?? ValueMap<long>.Empty;
        // Where nobody asks for pages at boot, or asks for none, each node has none.
        if (atBoot.Values.All(count => count == 0)) atBoot = Asked.Select(each => KeyValuePair.Create(each.Key, 0L)).Concat(atBoot.Where(each => Asked.ContainsKey(each.Key))).ToValueMap();
        return new(
            Value.Known(reading.Pools.Where(pool => Asked.ContainsKey(pool.Key)).Select(pool => KeyValuePair.Create(pool.Key, pool.Value.Pages)).ToValueMap()),
            Value.Known(atBoot));
    }

    // What sysctl.d sets at boot is a number of pages of the default size.
    private SysctlLine? Sysctl(Answers answers, HugepagesReading reading) =>
        reading.DefaultKib == Kib ? SysctlFiles.Of(answers[1]).AtBoot("vm/nr_hugepages") : null;

    public override Dual<ValueMap<long>> Want(Dual<ValueMap<long>> now, Scene scene)
    {
        var others = (now.Persisted.It ?? ValueMap<long>.Empty).Where(each => PerNode is not null && each.Key != HugepagesReading.Everywhere);
        return new(Value.Known(Asked), Value.Known(others.Concat(Asked).ToValueMap()));
    }

    protected override IEnumerable<Refusal> Refuse(Dual<ValueMap<long>> now, Dual<ValueMap<long>> want, Answers answers, Scene scene)
    {
        var reading = HugepagesReading.Of(answers[0]);
        var pool = new HugepagesBounds(Kib, Reserve?.Bytes ?? UsualReserve, Count is null ? "per_node" : "count", reading);
        if (pool.Absent(Asked.Keys).ToList() is { Count: > 0 } absent) return absent;
        List<Refusal> refusals = [.. pool.Refuse(Asked)];
        if (!Satisfied(now.Persisted, want.Persisted) && Sysctl(answers, reading) is { } line)
            refusals.Add(new(null, $"{line.File} sets vm.nr_hugepages = {line.Value} at boot, and whenever somebody runs `sysctl --system`.", $"Remove the line from {line.File}; this step keeps the pages over a boot."));
        return refusals;
    }

    protected override IEnumerable<Command> WriteRuntime(Value<ValueMap<long>> from, Value<ValueMap<long>> to)
    {
        var (before, after) = (from.It ?? ValueMap<long>.Empty, to.It ?? ValueMap<long>.Empty);
        // What becomes free on one node may be what another one needs.
        var changes = after.Where(each => before.GetValueOrDefault(each.Key) != each.Value).OrderBy(each => each.Value > before.GetValueOrDefault(each.Key)).ToList();
        if (changes.Count > 0) yield return Command.Sh(s_write, [Kib.ToString(), .. changes.SelectMany(each => new[] { each.Key, each.Value.ToString() })]);
    }

    protected override IEnumerable<Command> WritePersisted(Value<ValueMap<long>> from, Value<ValueMap<long>> to) => to.IsKnown(out var pages) ? Unit.Write(pages) : [];

    protected override string Text(ValueMap<long> state) => string.Join(", ", state.Select(each => $"{Words(each.Key)}{each.Value} of {Quantity.TextOfSize(Size.Bytes)}"));

    protected override IEnumerable<Difference> Differences(string form, Value<ValueMap<long>> now, Value<ValueMap<long>> want)
    {
        var (before, after) = (now.It ?? ValueMap<long>.Empty, want.It ?? ValueMap<long>.Empty);
        return before.Keys.Union(after.Keys).Where(key => before.GetValueOrDefault(key, -1) != after.GetValueOrDefault(key, -1)).Select(key => new Difference(
            $"{form} {Words(key)}pages", before.TryGetValue(key, out var had) ? had.ToString() : "not set", after.TryGetValue(key, out var gets) ? gets.ToString() : "not set"));
    }

    private static string Words(string node) => node == HugepagesReading.Everywhere ? "" : $"node {node} ";
}

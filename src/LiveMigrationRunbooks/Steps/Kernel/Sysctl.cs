using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

[StepKind("sysctl", "Sets kernel keys, now and at boot: to a value, or to at least a value.")]
[Risks("In effect at once for what the kernel does from then on, and again at each boot through a file of lmr's own in /etc/sysctl.d.", Rollback = "Rollback sets the values that were read and restores the file byte for byte.")]
public sealed record Sysctl(
    [Argument("Keys and the exact value each shall have: a number, a text, or a list of numbers. A value that lowers what the kernel has is shown as that in the plan.", Example = "{ vm.swappiness: 10 }")] ValueMap<SysctlValue>? Set = null,
    [Argument("Keys and the least each shall have, number by number; what is greater already stays.", Example = "{ net.core.rmem_max: 16777216 }")] ValueMap<SysctlValue>? AtLeast = null)
    : Setting<ValueMap<SysctlValue>>, ISelfChecked
{
    private static readonly string s_probe = ShellText.Of("Steps/Kernel/sysctl-state.sh");
    private static readonly string s_write = ShellText.Of("Steps/Kernel/sysctl-write.sh");
    private static readonly string s_edit = ShellText.Of("Steps/edit-key.sh");

    private IEnumerable<Wish> Wishes =>
        (Set ?? ValueMap<SysctlValue>.Empty).Select(each => new Wish("set", each.Key, SysctlKey.Path(each.Key), each.Value))
            .Concat((AtLeast ?? ValueMap<SysctlValue>.Empty).Select(each => new Wish("at_least", each.Key, SysctlKey.Path(each.Key), each.Value)));

    public override ValueList<string> Keys => [.. Wishes.Select(wish => $"sysctl/{SysctlKey.Dotted(wish.Path)}")];

    protected override ValueList<string> Files => [SysctlFiles.Ours];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        var wishes = Wishes.ToList();
        if (wishes.Count == 0) yield return (null, "No key is given.", "Give keys under set or at_least.");
        foreach (var wish in wishes.Where(wish => !SysctlKey.IsSound(wish.Key)))
        {
            yield return (wish.Argument, $"'{wish.Key}' is not the name of a kernel key.", "Write it as net.core.rmem_max or net/core/rmem_max.");
        }
        foreach (var twice in wishes.GroupBy(wish => wish.Path).Where(group => group.Count() > 1))
        {
            yield return (twice.Last().Argument, $"{twice.First().Key} is given twice.", "Keep it under set or under at_least.");
        }
        foreach (var wish in wishes.Where(wish => SysctlKey.WordsOf(wish.Path) is { } words && words != wish.Value.Count))
        {
            yield return (wish.Argument, $"{wish.Key} has {SysctlKey.WordsOf(wish.Path)} numbers, and '{wish.Value}' gives {wish.Value.Count}.", "Give all of them, as [4096, 87380, 16777216].");
        }
        foreach (var wish in wishes.Where(wish => wish.Argument == "at_least" && wish.Value.Numbers is null))
        {
            yield return ("at_least", $"{wish.Key} cannot be at least '{wish.Value}': only numbers compare.", "Give whole numbers, or use set.");
        }
    }

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_probe, [.. Wishes.Select(wish => wish.Path)]), SysctlFiles.Ask];

    public override Dual<ValueMap<SysctlValue>> Read(Answers answers, Scene scene)
    {
        if (Broken(answers) is { } broken) return new(Unread(broken), Unread(broken));
        var reading = SysctlReading.Of(answers);
        return new(
            Value.Known(reading.Kernel),
            Value.Known(Wishes.Select(wish => (wish.Path, Line: reading.Files.AtBoot(wish.Path)))
                .SelectMany(each => each.Line is { } line ? new[] { KeyValuePair.Create(each.Path, line.Value) } : []).ToValueMap()));
    }

    private static CommandResult? Broken(Answers answers) => new[] { answers[0], answers[1] }.FirstOrDefault(answer => !answer.Succeeded);

    private static Value<ValueMap<SysctlValue>> Unread(CommandResult answer) => Value.Unreadable<ValueMap<SysctlValue>>(answer.Complaint);

    public override Dual<ValueMap<SysctlValue>> Want(Dual<ValueMap<SysctlValue>> now, Scene scene)
    {
        var (runtime, persisted) = (now.Runtime.It ?? ValueMap<SysctlValue>.Empty, now.Persisted.It ?? ValueMap<SysctlValue>.Empty);
        var wanted = Wishes.Select(wish => wish.Wanted(runtime.GetValueOrDefault(wish.Path), persisted.GetValueOrDefault(wish.Path))).ToList();
        return new(
            Value.Known(wanted.Select(each => KeyValuePair.Create(each.Path, each.Runtime)).ToValueMap()),
            Value.Known(wanted.SelectMany(each => each.Persisted is { } value ? new[] { KeyValuePair.Create(each.Path, value) } : []).ToValueMap()));
    }

    protected override IEnumerable<Refusal> Refuse(
        Dual<ValueMap<SysctlValue>> now, Dual<ValueMap<SysctlValue>> want, Answers answers, Scene scene) =>
        Broken(answers) is { } broken
            ? [new Refusal(null, $"The kernel's keys cannot be read: {broken.Complaint}.", "Look at /proc/sys on the host.")]
            : Wishes.SelectMany(wish => wish.Refuse(now, want, SysctlReading.Of(answers)));

    protected override string? CutsPath(Dual<ValueMap<SysctlValue>> now, Dual<ValueMap<SysctlValue>> want, Scene scene) =>
        Changed(now.Runtime, want.Runtime).Concat(Changed(now.Persisted, want.Persisted)).Select(each => WaysIn.OfKey(SysctlKey.Dotted(each.Key))).FirstOrDefault(why => why is not null);

    protected override bool Better(Dual<ValueMap<SysctlValue>> now, Scene scene) =>
        Wishes.Any(wish => wish.Argument == "at_least" && now.Runtime.It is { } kernel && kernel.TryGetValue(wish.Path, out var value) && value != wish.Value);

    protected override IEnumerable<Command> WriteRuntime(Value<ValueMap<SysctlValue>> from, Value<ValueMap<SysctlValue>> to)
    {
        string[] pairs = [.. Changed(from, to).SelectMany(each => new[] { each.Key, each.Value.Text })];
        if (pairs.Length > 0) yield return Command.Sh(s_write, pairs);
    }

    protected override IEnumerable<Command> WritePersisted(Value<ValueMap<SysctlValue>> from, Value<ValueMap<SysctlValue>> to) =>
        Changed(from, to).Select(each => Command.Sh(
            s_edit, SysctlFiles.Ours, SysctlKey.Dotted(each.Key), $"{SysctlKey.Dotted(each.Key)} = {each.Value}", "# Kept by lmr: kernel keys."));

    protected override ValueMap<SysctlValue> PartOf(ValueMap<SysctlValue> state, string key) => state.Where(each => $"sysctl/{SysctlKey.Dotted(each.Key)}" == key).ToValueMap();

    protected override IEnumerable<string> DecidingFiles(string key, Answers answers) => Broken(answers) is null
        ? Wishes.Where(wish => $"sysctl/{SysctlKey.Dotted(wish.Path)}" == key).Select(wish => SysctlFiles.Of(answers[1]).AtBoot(wish.Path)?.File).OfType<string>() : [];

    protected override string Text(ValueMap<SysctlValue> state) =>
        string.Join(", ", state.Select(each => $"{SysctlKey.Dotted(each.Key)} = {each.Value}"));

    protected override IEnumerable<Difference> Differences(string form, Value<ValueMap<SysctlValue>> now, Value<ValueMap<SysctlValue>> want) =>
        Changed(now, want).Select(each => now.It?.GetValueOrDefault(each.Key) is var before && before is null
            ? new Difference($"{form} {SysctlKey.Dotted(each.Key)}", "absent", each.Value.Text)
            : new Difference($"{form} {SysctlKey.Dotted(each.Key)}", before.Text, each.Value.Text) { Remark = Lowers(form, before, each.Value) });

    // A recipe that was good advice for an old kernel takes away from a new one; it may be meant, so it is said, not refused.
    private static string? Lowers(string form, SysctlValue before, SysctlValue after) =>
        form == "runtime" && before.Numbers is { } was && after.Numbers is { } will && was.Count == will.Count && was.Zip(will).Any(pair => pair.Second < pair.First)
            ? "lowers the kernel's value" : null;

    private static IEnumerable<KeyValuePair<string, SysctlValue>> Changed(Value<ValueMap<SysctlValue>> from, Value<ValueMap<SysctlValue>> to) =>
        (to.It ?? ValueMap<SysctlValue>.Empty).Where(each => from.It?.GetValueOrDefault(each.Key) != each.Value);
}

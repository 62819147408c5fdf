using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

[StepKind("kernel.cmdline", "Keeps words of the kernel's command line, in what the boot loader gives the next boot.")]
[Risks("At the next reboot, and the plan says so until then. GRUB's /etc/default/grub is edited and its configuration made anew, which also takes over what others changed there; boot loader entries (BLS) and /etc/kernel/cmdline are edited as they are.",
    Rollback = "Rollback restores the files byte for byte, the boot loader's configuration among them.")]
public sealed record Cmdline(
    [Argument("Keys and the value each shall have; \"\" for a key without a value, a list for one that stands several times.", Example = "{ intel_iommu: on, nosmt: \"\" }")] ValueMap<ValueList<string>>? Set = null,
    [Argument("Keys that shall not be there, whatever their value.", Example = "[quiet]")] ValueList<string>? Remove = null)
    : Setting<BootLine>, ISelfChecked
{
    private static readonly string s_probe = ShellText.Of("Steps/Kernel/cmdline-state.sh");
    private static readonly string s_edit = ShellText.Of("Steps/Kernel/cmdline-edit.sh");
    private static readonly Value<BootLine> s_noRuntime = Value.NotApplicable<BootLine>("the kernel reads it at boot");

    private ValueMap<string> Wanted => (Set ?? ValueMap<ValueList<string>>.Empty).Select(each => KeyValuePair.Create(
        BootWords.NameOf(each.Key), string.Join(' ', each.Value.Select(value => value.Length == 0 ? each.Key : $"{each.Key}={value}")))).ToValueMap();

    private ValueList<string> Asked => [.. Wanted.Keys.Concat((Remove ?? ValueList<string>.Empty).Select(BootWords.NameOf)).Distinct()];

    public override ValueList<string> Keys => [.. Asked.Select(key => $"cmdline/{key}")];

    protected override ValueList<string> FilesOf(Dual<BootLine> now) =>
        now.Persisted.It is { } line ? [.. line.Files, .. line.Config.Length > 0 ? [line.Config] : ValueList<string>.Empty] : [];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong() => CmdlineWords.Wrong(Set ?? ValueMap<ValueList<string>>.Empty, Remove ?? ValueList<string>.Empty);

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_probe)];

    public override Dual<BootLine> Read(Answers answers, Scene scene)
    {
        var reading = BootReading.Of(answers[0]);
        return new(s_noRuntime, reading.Loader is "grub" or "bls" ? Value.Known(reading.State(Asked)) : Value.Unreadable<BootLine>("no boot loader that lmr knows"));
    }

    public override Dual<BootLine> Want(Dual<BootLine> now, Scene scene) => new(
        s_noRuntime, Value.Known((now.Persisted.It ?? new BootLine("", "", "", ValueList<string>.Empty, Wanted, Wanted)) with { Source = Wanted, Entry = Wanted }));

    public override bool Satisfied(Value<BootLine> now, Value<BootLine> want) => now.Is == want.Is
        && (!now.IsKnown(out var have) || (want.IsKnown(out var wanted) && have.Source.Equals(wanted.Source) && have.Entry.Equals(wanted.Entry)));

    protected override IEnumerable<Refusal> Refuse(Dual<BootLine> now, Dual<BootLine> want, Answers answers, Scene scene)
    {
        var reading = BootReading.Of(answers[0]);
        if (!now.Persisted.IsKnown(out var line))
            return [new Refusal(null, "This host has no boot loader that lmr knows (GRUB, boot loader entries): it is a container, or is booted from outside.", "Set the command line where the host is started.")];
        return CmdlineRefusals.Of(line, Wanted, Asked, reading);
    }

    protected override IEnumerable<string> Notes(Dual<BootLine> want, Answers answers)
    {
        if (Awaits(answers) is { } awaits) yield return awaits;
        if (BootReading.Of(answers[0]).IsStale) yield return "the boot loader's configuration is older than /etc/default/grub: what else was changed there comes in with it";
    }

    protected override string? Awaits(Answers answers)
    {
        var running = BootWords.Said(BootReading.Of(answers[0]).Running, Asked);
        var other = Asked.Where(key => running.GetValueOrDefault(key) != Wanted.GetValueOrDefault(key)).ToList();
        return other.Count == 0 ? null
            : $"waits for a reboot: the running kernel has {string.Join(", ", other.Select(key => running.TryGetValue(key, out var words) ? words : $"no {key}"))}";
    }

    protected override IEnumerable<Command> WritePersisted(Value<BootLine> from, Value<BootLine> to) =>
        from.IsKnown(out var before) && to.IsKnown(out var after) ? before.Write(s_edit, after) : [];

    protected override BootLine PartOf(BootLine state, string key) => state with
    {
        Source = state.Source.Where(each => $"cmdline/{each.Key}" == key).ToValueMap(),
        Entry = state.Entry.Where(each => $"cmdline/{each.Key}" == key).ToValueMap(),
    };

    protected override string Text(BootLine state) => string.Join(", ", Asked.Select(key => state.Entry.TryGetValue(key, out var words) ? words : $"no {key}"));

    protected override IEnumerable<Difference> Differences(string form, Value<BootLine> now, Value<BootLine> want)
    {
        if (!now.IsKnown(out var have) || !want.IsKnown(out var wanted)) yield break;
        foreach (var key in Asked)
        {
            var gets = wanted.Entry.GetValueOrDefault(key) ?? "absent";
            if ((have.Source.GetValueOrDefault(key) ?? "absent") is var source && source != gets) yield return new($"{form} {key}", source, gets);
            if ((have.Entry.GetValueOrDefault(key) ?? "absent") is var entry && entry != gets) yield return new($"next boot {key}", entry, gets);
        }
    }
}

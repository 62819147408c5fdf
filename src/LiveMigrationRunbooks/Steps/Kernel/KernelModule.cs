using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>Whether a module shall be in the kernel.</summary>
public enum ModuleWish
{
    Loaded,
    Absent,
}

[StepKind("kernel.module", "Keeps a module in the kernel, with its parameters, or out of it; now and at boot.")]
[Risks("In effect at once. A parameter that the running kernel does not let anybody change waits for the next boot, which the plan says. At boot files of lmr's own in /etc/modules-load.d and /etc/modprobe.d do it; a module that the initial ramdisk loads has its parameters from there.",
    Disturbs = "Disturbs nobody: a module in use is not taken out, but refused with its users.",
    Rollback = "Rollback takes a module out again, with those that came along, gives parameters the values that were read, and restores the files byte for byte.")]
public sealed record KernelModule(
    [Argument("The module's name; - and _ are one letter.", Example = "tcp_bbr", Pattern = "[A-Za-z0-9_-]{1,64}", PatternWords = "a name of letters, digits, - and _")] string Name,
    [Argument("Whether it shall be in the kernel; absent takes it out now and blacklists it, so that nothing loads it by itself.")] ModuleWish State = ModuleWish.Loaded,
    [Argument("Parameters and their values; others are left as found.", Example = "{ nested: 1 }")] ValueMap<string>? Parameters = null)
    : Setting<ModuleState>, ISelfChecked
{
    private static readonly string s_probe = ShellText.Of("Steps/Kernel/module-state.sh");
    private static readonly string s_unload = ShellText.Of("Steps/Kernel/module-unload.sh");
    private static readonly string s_set = ShellText.Of("Steps/Kernel/module-parameters.sh");

    private string Module => Name.Replace('-', '_');

    private ValueMap<ModuleParameter> Asked =>
        (Parameters ?? ValueMap<string>.Empty).Select(each => KeyValuePair.Create(each.Key.Replace('-', '_'), new ModuleParameter(each.Value))).ToValueMap();

    public override ValueList<string> Keys => [$"module/{Module}"];

    private ModuleReading Reading(Answers answers) => ModuleReading.Of(Module, answers[0]);

    private ModuleReading Nothing => ModuleReading.Of(Module, CommandResult.OfText(""));

    protected override ValueList<string> Files => [Nothing.LoadFile, Nothing.OptionsFile];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (State == ModuleWish.Absent && Parameters is { Count: > 0 })
            yield return ("parameters", "A module that shall be absent has no parameters.", "Remove them, or remove state: absent.");
        foreach (var key in (Parameters ?? ValueMap<string>.Empty).Keys.Where(key => key.Length == 0 || !key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-')))
            yield return ("parameters", $"'{key}' is not the name of a parameter.", "Write it as `modinfo` shows it.");
        foreach (var (key, _) in (Parameters ?? ValueMap<string>.Empty).Where(each => each.Value.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is '"' or '\'' or '\\' or '#')))
            yield return ("parameters", $"The value of '{key}' has a space, a quote, # or \\, which files of modprobe.d cannot carry safely.", "Give a value without them.");
    }

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_probe, [Module, .. Asked.Keys])];

    public override Dual<ModuleState> Read(Answers answers, Scene scene) => answers[0].Succeeded
        ? new(Value.Known(Reading(answers).Kernel(Asked.Keys)), Value.Known(Reading(answers).AtBoot(Asked.Keys)))
        : new(Value.Unreadable<ModuleState>(answers[0].Complaint), Value.Unreadable<ModuleState>(answers[0].Complaint));

    public override Dual<ModuleState> Want(Dual<ModuleState> now, Scene scene)
    {
        if (!now.Runtime.IsKnown(out var kernel)) return now;
        if (State == ModuleWish.Absent)
            return new(Value.Known(new ModuleState(ModulePresence.Absent, Asked)), Value.Known(new ModuleState(ModulePresence.Blocked, Asked)));
        var builtIn = kernel.Is == ModulePresence.BuiltIn;
        var running = Asked.Select(each => kernel.Is != ModulePresence.Absent && kernel.Parameters.GetValueOrDefault(each.Key) is { Access: not ParameterAccess.Writable } held
            ? KeyValuePair.Create(each.Key, held) : each).ToValueMap();
        return new(
            Value.Known(new ModuleState(builtIn ? ModulePresence.BuiltIn : ModulePresence.Loaded, running)),
            Value.Known(new ModuleState(builtIn ? ModulePresence.BuiltIn : ModulePresence.Loaded, Asked)));
    }

    public override bool Satisfied(Value<ModuleState> now, Value<ModuleState> want) =>
        now.IsKnown(out var have) && want.IsKnown(out var wanted) && have.Is == wanted.Is && !have.Differing(wanted).Any();

    protected override IEnumerable<Refusal> Refuse(Dual<ModuleState> now, Dual<ModuleState> want, Answers answers, Scene scene)
    {
        if (!now.Runtime.IsKnown(out var kernel) || !now.Persisted.IsKnown(out _))
            return [new Refusal(null, $"The kernel's modules cannot be read: {answers[0].Complaint}.", "Look at /proc/modules on the host.")];
        var reading = Reading(answers);
        return [.. State == ModuleWish.Absent ? ModuleRefusals.OfTaking(Name, kernel, reading) : ModuleRefusals.OfLoading(Name, kernel, Asked, reading)];
    }

    protected override IEnumerable<string> Notes(Dual<ModuleState> want, Answers answers) => Awaits(answers) is { } awaits ? [awaits] : [];

    protected override string? Awaits(Answers answers)
    {
        var kernel = Reading(answers).Kernel(Asked.Keys);
        var waiting = kernel.Parameters.Where(each => each.Value.Access == ParameterAccess.Fixed && !ModuleParameter.Same(each.Value.Value, Asked[each.Key].Value)).ToList();
        return waiting.Count == 0 ? null
            : $"the running kernel keeps {string.Join(", ", waiting.Select(each => $"{each.Key} {each.Value.Value}"))} until {Name} is loaded again, at the latest at the next reboot";
    }

    protected override IEnumerable<Command> WriteRuntime(Value<ModuleState> from, Value<ModuleState> to)
    {
        if (!from.IsKnown(out var before) || !to.IsKnown(out var after)) yield break;
        if (after.Is == ModulePresence.Absent) yield return Command.Sh(s_unload, [Module, .. after.Brings ?? []]);
        else if (before.Is == ModulePresence.Absent) yield return Command.Of(["modprobe", "--", Module, .. Words(after)]);
        else if (before.Differing(after).ToList() is { Count: > 0 } changed) yield return Command.Sh(s_set, [Module, .. changed.SelectMany(each => new[] { each.Name, each.To })]);
    }

    protected override IEnumerable<Command> WritePersisted(Value<ModuleState> from, Value<ModuleState> to)
    {
        const string Header = "# Kept by lmr: kernel modules.";
        if (!from.IsKnown(out var before) || !to.IsKnown(out var after)) yield break;
        var (loads, options) = (Nothing.LoadFile, Nothing.OptionsFile);
        if (after.Is == ModulePresence.Blocked)
        {
            yield return OwnFile.Remove(loads);
            yield return OwnFile.Write(options, Header, $"blacklist {Module}");
            yield break;
        }
        if (before.Is != ModulePresence.Loaded) yield return OwnFile.Write(loads, Header, Module);
        if (before.Differing(after).Any()) yield return OwnFile.Write(options, Header, $"options {Module} {string.Join(' ', Words(after))}");
        else if (before.Is == ModulePresence.Blocked) yield return OwnFile.Remove(options);
    }

    private static IEnumerable<string> Words(ModuleState state) =>
        state.Parameters.Where(each => each.Value.Access == ParameterAccess.Writable).Select(each => $"{each.Key}={each.Value.Value}");

    protected override string Text(ModuleState state) => string.Join(", ", [
        state.Is switch { ModulePresence.Absent => "absent", ModulePresence.Loaded => "loaded", ModulePresence.BuiltIn => "built in", _ => "blacklisted" },
        .. state.Parameters.Where(each => each.Value.Access != ParameterAccess.Hidden).Select(each => $"{each.Key} {each.Value.Value}")]);

    protected override IEnumerable<Difference> Differences(string form, Value<ModuleState> now, Value<ModuleState> want)
    {
        if (!now.IsKnown(out var have) || !want.IsKnown(out var wanted)) yield break;
        if (have.Is != wanted.Is) yield return new(form, Text(have with { Parameters = ValueMap<ModuleParameter>.Empty }), Text(wanted with { Parameters = ValueMap<ModuleParameter>.Empty }));
        foreach (var (name, from, to) in have.Differing(wanted)) yield return new($"{form} {name}", from ?? "absent", to);
    }
}

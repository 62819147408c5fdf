using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Services;

[StepKind("unit", "Keeps a unit file of systemd, or a drop-in that changes parts of a unit, and has systemd load it.")]
[Risks("Loaded at once; in effect for what the unit starts from then on. It restarts nothing: notify a handler.", Rollback = "Rollback restores the file byte for byte and has systemd load it.")]
public sealed record UnitStep(
    [Argument("The unit, with its ending.", Pattern = UnitName.Pattern, PatternWords = UnitName.Words, Example = "libvirtd.service")] string Name,
    [Argument("The text of the file; it needs a section, as [Service].", Example = "[Service]\nLimitNOFILE=65536\n")] FileContent? Content = null,
    [Argument("Name of the drop-in in /etc/systemd/system/UNIT.d; without it the file is the whole unit.", Pattern = UnitName.DropInPattern, PatternWords = UnitName.DropInWords, Example = "10-limits")] string? DropIn = null,
    [Argument("Whether the file shall be there.")] Existence State = Existence.Present) : Setting<UnitState>, ISelfChecked
{
    private static readonly string s_probe = ShellText.Of("Steps/Services/unit-state.sh");
    private static readonly string s_write = ShellText.Of("Steps/Files/file-write.sh");
    private static readonly Command s_reload = Command.Of("systemctl", "daemon-reload");

    private string Path => UnitName.PathOf(Name, DropIn);

    private string Folder => Path[..Path.LastIndexOf('/')];

    public override ValueList<string> Keys => [$"file:{Path}"];

    // The folder of a drop-in is made where it is not there, and goes again with the last file in it.
    protected override ValueList<string> Files => DropIn is null ? [Path] : [Path, Folder];

    protected override IEnumerable<Command> AfterFiles => [s_reload];

    protected override string RuntimeForm => "loaded";

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (State == Existence.Absent && Content is not null) yield return ("state", "A file that shall be absent has no content.", "Remove content, or remove state: absent.");
        if (State == Existence.Present && Content is null) yield return ("content", "Nothing says what the file holds.", "Give content, or source with a file beside the runbook.");
        if (Content is { IsAtHand: true } && (Content.Shown() is not { } text || !UnitSettings.HasSection(text)))
            yield return ("content", "It has no section, and systemd passes over all that stands before the first one.", "Begin with a section, as [Service].");
    }

    public override ValueList<Command> Probe(Scene scene) =>
        [PathReading.Probe(Path, null, null, digest: true, Content?.Shown() is null ? null : Content.Digest()), Command.Sh(s_probe, Name, Path)];

    public override Dual<UnitState> Read(Answers answers, Scene scene)
    {
        var (path, unit) = (PathReading.Read(answers[0]), UnitReading.Read(answers[1]));
        var persisted = path.Kind switch
        {
            _ when !answers[0].Succeeded => Value.Unreadable<UnitState>(answers[0].Complaint),
            "absent" => Value.Absent<UnitState>(),
            "file" => Value.Known(new UnitState(path.Of("digest"), long.TryParse(path.Of("size"), out var size) ? size : 0)),
            var kind => Value.Unreadable<UnitState>($"a {kind}, not a regular file"),
        };
        return new(Loaded(persisted, unit, answers[1]), persisted);
    }

    private Value<UnitState> Loaded(Value<UnitState> persisted, UnitReading unit, CommandResult answer)
    {
        if (!answer.Succeeded) return Value.Unreadable<UnitState>(answer.Complaint);
        if (unit.LoadState == "template") return Value.NotApplicable<UnitState>("a template is loaded with each of its instances");
        if (!persisted.IsKnown(out var file)) return unit.NeedsReload ? Value.Unreadable<UnitState>("systemd has not loaded the files since they were changed") : persisted;
        if (unit.NotLoaded(Path, DropIn is not null) is { } why) return Value.Unreadable<UnitState>(why);
        return Value.Known(unit.Texts.TryGetValue(Path, out var text) && unit.Override(Path, DropIn is not null, text) is var (other, settings) ? file with { Overridden = $"{settings} by {other}" } : file);
    }

    public override Dual<UnitState> Want(Dual<UnitState> now, Scene scene)
    {
        var want = State == Existence.Absent ? Value.Absent<UnitState>() : Value.Known(new UnitState(Content?.Digest() ?? "", Content?.Size() ?? 0));
        return new(now.Runtime.Is == Presence.NotApplicable ? now.Runtime : want, want);
    }

    protected override IEnumerable<Refusal> Refuse(Dual<UnitState> now, Dual<UnitState> want, Answers answers, Scene scene)
    {
        var (path, unit) = (PathReading.Read(answers[0]), UnitReading.Read(answers[1]));
        if (!answers[1].Succeeded) return [new Refusal("name", $"systemd tells nothing of {Name}: {answers[1].Complaint}.", "This kind needs systemd; leave the host out.")];
        if (unit.LoadState == "masked") return [new Refusal("name", $"{Name} is masked: nothing of it is loaded, and nothing can start it.", $"Unmask it with systemctl unmask {Name}, or leave the host out.")];
        if (now.Persisted.Is == Presence.Unreadable) return [new Refusal("name", $"{Path} cannot be kept: {now.Persisted.Why}.", "Remove what stands there; links are not followed.")];
        if (DropIn is not null && unit.LoadState == "not-found" && State == Existence.Present && !UnitName.OriginsOf(Name).Any(path => scene.Coming.Contains($"file:{path}")))
            return [new Refusal("name", $"There is no unit {Name} on this host.", "Check its name with systemctl list-unit-files, or install what brings it.")];
        if (Content is { IsAtHand: false } && want.Persisted.It?.Sha256 != now.Persisted.It?.Sha256)
            return [new Refusal("content", $"The content of {Path} is not in the plan, which keeps its digest.", "Apply the runbook.")];
        if (Content?.Shown() is { } text && unit.Override(Path, DropIn is not null, text) is var (file, settings))
            return [new Refusal(DropIn is null ? "content" : "drop_in", $"{file} comes later and sets {settings} too.", DropIn is null ? $"Remove it from {file}, or write a drop-in that sorts after it." : $"Choose a name for the drop-in that sorts after it, or remove it from {file}.")];
        // Loading everything anew would not change that.
        if (now.Persisted == want.Persisted && !unit.NeedsReload && now.Runtime.Why is { } why && (why.StartsWith("systemd uses", StringComparison.Ordinal) || why.StartsWith("systemd refuses", StringComparison.Ordinal)))
            return [new Refusal("name", $"{Path} is as wanted, and not in force: {why}.", $"Look at systemctl cat {Name}.")];
        return path.Refuse(Path, null, null, scene with { Coming = DropIn is null ? scene.Coming : [.. scene.Coming, $"file:{Folder}"] });
    }

    protected override string? CutsPath(Dual<UnitState> now, Dual<UnitState> want, Scene scene) => WaysIn.OfUnit(Name);

    protected override IEnumerable<Command> WriteRuntime(Value<UnitState> from, Value<UnitState> to) => from.Is == Presence.Unreadable ? [s_reload] : [];

    protected override IEnumerable<Command> WritePersisted(Value<UnitState> from, Value<UnitState> to)
    {
        if (to.Is != Presence.Known) return [Command.Of("rm", "-f", "--", Path)];
        if (Content is not { IsAtHand: true } content) return [];
        return [.. DropIn is null ? [] : new[] { Command.Of("mkdir", "-p", "-m", "755", "--", Folder) }, content.Onto(Command.Sh(s_write, Path, "644", "root", "root"))];
    }

    protected override string Text(UnitState state) => $"sha256 {state.Sha256[..Math.Min(12, state.Sha256.Length)]} ({state.Size} bytes){(state.Overridden is null ? "" : $", overridden: {state.Overridden}")}";

    protected override IEnumerable<Difference> Differences(string form, Value<UnitState> now, Value<UnitState> want, Answers answers) =>
        [new Difference(form == "persisted" ? Path : form, now.Text(Text), want.Text(Text)) { Lines = form == "persisted" && PathReading.TextIn(answers[0]) is { } before && Content?.Shown() is { } after ? TextDiff.Of(before, after) : null }];
}

/// <summary>A unit file: its digest and size; and as systemd has it loaded, what of it a later file overrides.</summary>
public sealed record UnitState(string Sha256, long Size, string? Overridden = null);

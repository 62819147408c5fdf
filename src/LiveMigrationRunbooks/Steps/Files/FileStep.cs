using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Files;

[StepKind("file", "Keeps one file: its content, mode, owner and group, or its absence.")]
[Risks("In effect at once for whoever opens the file then; a daemon that has it loaded must be told by a handler.", Rollback = "Rollback restores it byte for byte: content, mode, owner, group and absence.")]
public sealed record FileStep(
    [Argument("Absolute path on the host; its folder must exist, or be made by an earlier step.", Example = "/etc/motd")] string Path,
    [Argument("Its whole content; left as found when not given.")] FileContent? Content = null,
    [Argument("Its mode; of a new file \"0644\".", Pattern = AbsolutePath.ModePattern, PatternWords = AbsolutePath.ModeWords)] string? Mode = null,
    [Argument("Its owner; of a new file root.", Pattern = AbsolutePath.OwnerPattern, PatternWords = AbsolutePath.OwnerWords)] string? Owner = null,
    [Argument("Its group; of a new file root.", Pattern = AbsolutePath.OwnerPattern, PatternWords = AbsolutePath.OwnerWords)] string? Group = null,
    [Argument("Whether it shall be there.")] Existence State = Existence.Present) : Setting<FileState>, ISelfChecked
{
    private static readonly string s_write = ShellText.Of("Steps/Files/file-write.sh");
    private static readonly Value<FileState> s_noRuntime = Value.NotApplicable<FileState>("a file is what is persisted");

    public override ValueList<string> Keys => [$"file:{Path}"];

    protected override ValueList<string> Files => [Path];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        foreach (var wrong in AbsolutePath.Wrong(Path)) yield return wrong;
        if (State == Existence.Absent && (Content is not null || Mode is not null || Owner is not null || Group is not null))
            yield return ("state", "A file that shall be absent has no content, mode, owner or group.", "Remove them, or remove state: absent.");
    }

    public override ValueList<Command> Probe(Scene scene) => [PathReading.Probe(Path, Owner, Group, digest: true)];

    public override Dual<FileState> Read(Answers answers, Scene scene)
    {
        var reading = PathReading.Read(answers[0]);
        return new(s_noRuntime, reading.Kind switch
        {
            _ when !answers[0].Succeeded => Value.Unreadable<FileState>(answers[0].Complaint),
            "absent" => Value.Absent<FileState>(),
            "file" => Value.Known(new FileState(reading.Of("digest"), long.TryParse(reading.Of("size"), out var size) ? size : 0, reading.Ownership(Owner, Group))),
            var kind => Value.Unreadable<FileState>($"a {kind}, not a regular file"),
        });
    }

    public override Dual<FileState> Want(Dual<FileState> now, Scene scene)
    {
        if (State == Existence.Absent) return new(s_noRuntime, Value.Absent<FileState>());
        var found = now.Persisted.It ?? new FileState("", 0, new Ownership("644", "root", "root"));
        return new(s_noRuntime, Value.Known(new FileState(
            Content?.Digest() ?? found.Sha256, Content?.Size() ?? found.Size, found.Ownership.With(Mode, Owner, Group))));
    }

    protected override IEnumerable<Refusal> Refuse(Dual<FileState> now, Dual<FileState> want, Answers answers, Scene scene)
    {
        if (now.Persisted.Is == Presence.Unreadable)
            return [new Refusal("path", $"{Path} cannot be kept: {now.Persisted.Why}.", "Name a regular file; links are not followed.")];
        if (now.Persisted.Is == Presence.Absent && Content is null)
            return [new Refusal("content", $"{Path} does not exist, and no content is given.", "Give its content.")];
        if (Content is { Text: null } && want.Persisted.It?.Sha256 != now.Persisted.It?.Sha256)
            return [new Refusal("content", $"The content of {Path} is not in the plan, which keeps its digest.", "Apply the runbook.")];
        return PathReading.Read(answers[0]).Refuse(Path, Owner, Group, scene);
    }

    protected override IEnumerable<Command> WritePersisted(Value<FileState> from, Value<FileState> to)
    {
        if (!to.IsKnown(out var state)) return [Command.Of("rm", "-f", "--", Path)];
        if (state.Sha256 != from.It?.Sha256 && Content?.Text is { } text)
            return [Command.Sh(s_write, Path, state.Ownership.Mode, state.Ownership.Owner, state.Ownership.Group).WithInput(text)];
        return state.Ownership.Write(Path, from.It?.Ownership);
    }

    protected override string Text(FileState state) =>
        $"sha256 {state.Sha256[..Math.Min(12, state.Sha256.Length)]} ({state.Size} bytes), {state.Ownership.Mode} {state.Ownership.Owner}:{state.Ownership.Group}";

    protected override IEnumerable<Difference> Differences(string form, Value<FileState> now, Value<FileState> want)
    {
        if (!want.IsKnown(out var state)) return [new Difference("file", now.Text(Text), "absent")];
        if (!now.IsKnown(out var found)) return [new Difference("file", now.Text(Text), Text(state))];
        return
        [
            .. found.Sha256 == state.Sha256 ? [] : new[] { new Difference("content", Content(found), Content(state)) },
            .. state.Ownership.Differences(found.Ownership),
        ];

        static string Content(FileState of) => $"sha256 {of.Sha256[..Math.Min(12, of.Sha256.Length)]} ({of.Size} bytes)";
    }
}

/// <summary>A regular file: SHA-256 of its content in lower-case hexadecimal, its size in bytes, and whose it is.</summary>
public sealed record FileState(string Sha256, long Size, Ownership Ownership);

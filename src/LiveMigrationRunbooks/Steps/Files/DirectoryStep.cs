using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Files;

[StepKind("directory", "Keeps one directory: its mode, owner and group, or its absence.")]
[Risks("In effect at once.", Rollback = "Rollback takes back mode, owner and group, and removes what it made where it is empty.")]
public sealed record DirectoryStep(
    [Argument("Absolute path on the host; its parent must exist, or be made by an earlier step.", Example = "/etc/pki/libvirt-migrate")] string Path,
    [Argument("Its mode; left as found when not given, and \"0755\" for a new directory.", Quoted = true, Pattern = AbsolutePath.ModePattern, PatternWords = AbsolutePath.ModeWords)] string? Mode = null,
    [Argument("Its owner; left as found when not given, and root for a new directory.", Pattern = AbsolutePath.OwnerPattern, PatternWords = AbsolutePath.OwnerWords)] string? Owner = null,
    [Argument("Its group; left as found when not given, and root for a new directory.", Pattern = AbsolutePath.OwnerPattern, PatternWords = AbsolutePath.OwnerWords)] string? Group = null,
    [Argument("Whether it shall be there; only an empty directory is removed.")] Existence State = Existence.Present) : Setting<Ownership>, ISelfChecked
{
    private static readonly Value<Ownership> s_noRuntime = Value.NotApplicable<Ownership>("a directory is what is persisted");

    public override ValueList<string> Keys => [$"file:{Path}"];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        foreach (var wrong in AbsolutePath.Wrong(Path)) yield return wrong;
        if (State == Existence.Absent && (Mode is not null || Owner is not null || Group is not null))
            yield return ("state", "A directory that shall be absent has no mode, owner or group.", "Remove them, or remove state: absent.");
    }

    public override ValueList<Command> Probe(Scene scene) => [PathReading.Probe(Path, Owner, Group, digest: false)];

    public override Dual<Ownership> Read(Answers answers, Scene scene)
    {
        var reading = PathReading.Read(answers[0]);
        return new(s_noRuntime, reading.Kind switch
        {
            _ when !answers[0].Succeeded => Value.Unreadable<Ownership>(answers[0].Complaint),
            "absent" => Value.Absent<Ownership>(),
            "directory" => Value.Known(reading.Ownership(Owner, Group)),
            var kind => Value.Unreadable<Ownership>($"a {kind}, not a directory"),
        });
    }

    public override Dual<Ownership> Want(Dual<Ownership> now, Scene scene) => new(s_noRuntime, State == Existence.Absent
        ? Value.Absent<Ownership>()
        : Value.Known((now.Persisted.It ?? new Ownership("755", "root", "root")).With(Mode, Owner, Group)));

    protected override IEnumerable<Refusal> Refuse(Dual<Ownership> now, Dual<Ownership> want, Answers answers, Scene scene)
    {
        var reading = PathReading.Read(answers[0]);
        if (now.Persisted.Is == Presence.Unreadable)
            return [new Refusal("path", $"{Path} cannot be kept: {now.Persisted.Why}.", "Name a directory; links are not followed.")];
        if (State == Existence.Absent && reading.Of("entries") == "some")
            return [new Refusal("state", $"{Path} is not empty.", "Only an empty directory is removed; take its files away first.")];
        return reading.Refuse(Path, Owner, Group, scene);
    }

    protected override string? CutsPath(Dual<Ownership> now, Dual<Ownership> want, Scene scene) => WaysIn.OfFile(Path);

    protected override IEnumerable<Command> WritePersisted(Value<Ownership> from, Value<Ownership> to)
    {
        if (!to.IsKnown(out var state)) return [Command.Of("rmdir", "--", Path)];
        return
        [
            .. from.Is == Presence.Known ? [] : new[] { Command.Of("mkdir", "-m", "700", "--", Path) },
            .. state.Write(Path, from.It),
        ];
    }

    protected override string Text(Ownership state) => $"{state.Mode} {state.Owner}:{state.Group}";

    protected override IEnumerable<Difference> Differences(string form, Value<Ownership> now, Value<Ownership> want) =>
        now.Is == Presence.Known && want.IsKnown(out var state)
            ? state.Differences(now.It)
            : [new Difference("directory", now.Text(Text), want.Text(Text))];
}

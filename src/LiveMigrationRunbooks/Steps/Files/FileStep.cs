using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Firewall;

namespace LiveMigrationRunbooks.Steps.Files;

[StepKind("file", "Keeps one file: its content, mode, owner and group, or its absence.")]
[Risks("In effect at once for whoever opens the file then; a daemon that has it loaded must be told by a handler.", Rollback = "Rollback restores it byte for byte: content, mode, owner, group and absence.")]
public sealed record FileStep(
    [Argument("Absolute path on the host; its folder must exist, or be made by an earlier step.", Example = "/etc/motd")] string Path,
    [Argument("Its whole content as text, or a secret by reference; left as found when not given.", Secret = true)] FileContent? Content = null,
    [Argument("Its mode; left as found when not given, \"0644\" for a new file, \"0600\" for a new one with a secret.", Quoted = true, Pattern = AbsolutePath.ModePattern, PatternWords = AbsolutePath.ModeWords)] string? Mode = null,
    [Argument("Its owner; left as found when not given, and root for a new file.", Pattern = AbsolutePath.OwnerPattern, PatternWords = AbsolutePath.OwnerWords)] string? Owner = null,
    [Argument("Its group; left as found when not given, and root for a new file.", Pattern = AbsolutePath.OwnerPattern, PatternWords = AbsolutePath.OwnerWords)] string? Group = null,
    [Argument("Whether it shall be there.")] Existence State = Existence.Present) : Setting<FileState>, ISelfChecked
{
    private static readonly string s_write = ShellText.Of("Steps/Files/file-write.sh");
    private static readonly Value<FileState> s_noRuntime = Value.NotApplicable<FileState>("a file is what is persisted");

    public override ValueList<string> Keys => [$"file:{Path}"];

    protected override ValueList<string> Files => [Path];

    private bool IsSecret => Content is { IsSecret: true };

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        foreach (var wrong in AbsolutePath.Wrong(Path)) yield return wrong;
        if (State == Existence.Absent && (Content is not null || Mode is not null || Owner is not null || Group is not null))
            yield return ("state", "A file that shall be absent has no content, mode, owner or group.", "Remove them, or remove state: absent.");
    }

    public override ValueList<Command> Probe(Scene scene) =>
        Content is { IsSecret: true } secret ? PathReading.ProbeSecret(Path, Owner, Group, secret) : [PathReading.Probe(Path, Owner, Group, digest: true), .. FirewallGuard.Probe(Path, Content)];

    public override Dual<FileState> Read(Answers answers, Scene scene)
    {
        var reading = PathReading.Read(answers[0]);
        var keyed = IsSecret ? PathReading.Read(answers[1]) : null;
        return new(s_noRuntime, reading.Kind switch
        {
            _ when !answers[0].Succeeded => Value.Unreadable<FileState>(answers[0].Complaint),
            _ when IsSecret && !answers[1].Succeeded => Value.Unreadable<FileState>(answers[1].Complaint),
            "absent" => Value.Absent<FileState>(),
            "file" when keyed is not null => Value.Known(new FileState("", 0, reading.Ownership(Owner, Group), keyed.Of("found"))),
            "file" => Value.Known(new FileState(reading.Of("digest"), long.TryParse(reading.Of("size"), out var size) ? size : 0, reading.Ownership(Owner, Group))),
            var kind => Value.Unreadable<FileState>($"a {kind}, not a regular file"),
        });
    }

    public override Dual<FileState> Want(Dual<FileState> now, Scene scene)
    {
        if (State == Existence.Absent) return new(s_noRuntime, Value.Absent<FileState>());
        var found = now.Persisted.It ?? new FileState("", 0, new Ownership("644", "root", "root"), IsSecret ? "" : null);
        var ownership = found.Ownership.With(Mode ?? (IsSecret ? "600" : null), Owner, Group);
        return new(s_noRuntime, Value.Known(IsSecret
            ? found with { Ownership = ownership }
            : new FileState(Content?.Digest() ?? found.Sha256, Content?.Size() ?? found.Size, ownership)));
    }

    protected override Dual<FileState> Want(Dual<FileState> now, Answers answers, Scene scene)
    {
        var want = Want(now, scene);
        // Without the secret, as from a plan, the host cannot say what its digest would be.
        return IsSecret && want.Persisted.IsKnown(out var state) && PathReading.Read(answers[1]).Of("wanted") is { Length: > 0 } wanted
            ? new(s_noRuntime, Value.Known(state with { Keyed = wanted }))
            : want;
    }

    protected override IEnumerable<Refusal> Refuse(Dual<FileState> now, Dual<FileState> want, Answers answers, Scene scene)
    {
        if (IsSecret && !answers[1].Succeeded)
            return [new Refusal("content", $"Whether {Path} holds the secret cannot be told: {answers[1].Complaint}.", "Look at /var/lib/lmr on the host: it must be root's, with room for a file.")];
        if (now.Persisted.Is == Presence.Unreadable)
            return [new Refusal("path", $"{Path} cannot be kept: {now.Persisted.Why}.", "Name a regular file; links are not followed.")];
        if (now.Persisted.Is == Presence.Absent && Content is null)
            return [new Refusal("content", $"{Path} does not exist, and no content is given.", "Give its content.")];
        if (Content is { IsAtHand: false, IsSecret: false } && want.Persisted.It?.Sha256 != now.Persisted.It?.Sha256)
            return [new Refusal("content", $"The content of {Path} is not in the plan, which keeps its digest.", "Apply the runbook.")];
        if (Content is { IsAtHand: false, IsSecret: true })
            return [new Refusal("content", $"The content of {Path} is secret, and was not read.", "Apply the runbook.")];
        return PathReading.Read(answers[0]).Refuse(Path, Owner, Group, scene).Concat(FirewallGuard.Refuse(Path, Content, answers, "content", scene));
    }

    protected override IEnumerable<Command> WritePersisted(Value<FileState> from, Value<FileState> to)
    {
        if (!to.IsKnown(out var state)) return [Command.Of("rm", "-f", "--", Path)];
        if (!state.HasContentOf(from.It) && Content is { IsAtHand: true } content)
            return [content.Onto(Command.Sh(s_write, Path, state.Ownership.Mode, state.Ownership.Owner, state.Ownership.Group))];
        return state.Ownership.Write(Path, from.It?.Ownership);
    }

    protected override string Text(FileState state) => $"{state.ContentText}, {state.Ownership.Mode} {state.Ownership.Owner}:{state.Ownership.Group}";

    protected override IEnumerable<Difference> Differences(string form, Value<FileState> now, Value<FileState> want)
    {
        if (!want.IsKnown(out var state)) return [new Difference("file", now.Text(Text), "absent")];
        if (!now.IsKnown(out var found)) return [new Difference("file", now.Text(Text), Text(state))];
        var content = IsSecret ? new Difference("content", "another content", "secret") : new Difference("content", found.ContentText, state.ContentText);
        return [.. state.HasContentOf(found) ? [] : new[] { content }, .. state.Ownership.Differences(found.Ownership)];
    }
}

/// <summary>A regular file: SHA-256 of its content in lower-case hexadecimal, its size in bytes, and whose it is.</summary>
/// <param name="Keyed">
/// In place of digest and size, where the content is or shall be secret: a digest that the host made with a key of its own, so that nobody
/// who has it can try out what the content might be. Null for all other files.
/// </param>
public sealed record FileState(string Sha256, long Size, Ownership Ownership, string? Keyed = null)
{
    internal string ContentText => Keyed is null ? $"sha256 {Sha256[..Math.Min(12, Sha256.Length)]} ({Size} bytes)" : "secret content";

    internal bool HasContentOf(FileState? other) => other is not null && (Sha256, Keyed) == (other.Sha256, other.Keyed);
}

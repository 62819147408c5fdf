using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Files;

[StepKind("line", "Keeps one line of a text file that somebody else owns; everything else in it stays as it is, byte for byte.")]
[Risks("In effect at once for whoever opens the file then; a daemon that has it loaded must be told by a handler.", Rollback = "Rollback restores the file byte for byte.")]
public sealed record LineStep(
    [Argument("Absolute path of the file on the host.", Example = "/etc/ssh/sshd_config")] string Path,
    [Argument("The whole line. Without begins_with or match it is known by all of its letters.", Example = "PermitRootLogin prohibit-password")] string Line,
    [Argument("What the line begins with, by which it is known: the line that is there with this beginning is replaced. White space before it does not count, and a longer word is another word.", Example = "PermitRootLogin")] string? BeginsWith = null,
    [Argument("The same as a regular expression, where one beginning does not say enough; it must match the line itself too.", Example = "^#?[ \\t]*PermitRootLogin[ \\t]")] string? Match = null,
    [Argument("Where the line is not there yet it comes after the last line that begins with this; without it, and without before, at the end.", Example = "Port")] string? After = null,
    [Argument("Where the line is not there yet it comes before the first line that begins with this.", Example = "Match")] string? Before = null,
    [Argument("Whether the line shall be there; absent removes every line that is meant.")] Existence State = Existence.Present,
    [Argument("Make the file where there is none, with mode 0644 and of root.")] bool Create = false,
    [Argument(FileWish.ValidateWords, Example = "[sshd, -t, -f, \"%s\"]")] ValueList<string>? Validate = null) : Setting<LineState>, ISelfChecked
{
    private static readonly string s_is = ShellText.Of("Steps/Files/line-is.sh");
    private static readonly string s_state = ShellText.Of("Steps/Files/line-state.sh");
    private static readonly string s_write = ShellText.Of("Steps/Files/line-write.sh");
    private static readonly string s_candidate = ShellText.Of("Steps/Files/candidate.sh");
    private static readonly Value<LineState> s_noRuntime = Value.NotApplicable<LineState>("a file is what is persisted");

    private LineIdentity Identity => LineIdentity.Of(Line, BeginsWith, Match);

    public override ValueList<string> Keys => [$"file:{Path}#{Identity.What}"];

    protected override ValueList<string> Files => [Path];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        foreach (var wrong in AbsolutePath.Wrong(Path)) yield return wrong;
        foreach (var (name, value) in new[] { ("line", Line), ("begins_with", BeginsWith), ("after", After), ("before", Before) })
        {
            if (value?.Any(char.IsControl) == true && value.Replace("\t", "", StringComparison.Ordinal).Any(char.IsControl)) yield return (name, "It is one line, and holds a line end or another control character.", "Write two steps for two lines.");
            if (value?.Trim().Length == 0) yield return (name, "It is empty, and every line begins with nothing.", "Write what the line says, or use file for the whole file.");
        }
        if (BeginsWith is not null && Match is not null) yield return ("match", "'begins_with' and 'match' both say which line is meant.", "Keep one of them.");
        if (After is not null && Before is not null) yield return ("before", "A line stands at one place.", "Keep after or before.");
        if (Match is not null && LinePattern.Wrong(Match) is var (why, fix)) yield return ("match", why, fix);
        else if (State == Existence.Present && !Identity.Is(Line) && (BeginsWith is null || Match is null))
            yield return (BeginsWith is null ? "match" : "begins_with", $"The line would not be found again: '{Identity.What}' {(BeginsWith is null ? "does not match" : "is not what begins")} '{Line}', so every run would add one more.", BeginsWith is null ? "Change the pattern so that it matches the line itself, too." : $"Write the beginning of the line, as {FirstWord}.");
        if (State == Existence.Absent && (After is not null || Before is not null || Create || Validate is not null))
            yield return ("state", "A line that shall be absent stands nowhere.", "Remove after, before, create and validate, or remove state: absent.");
        if (State == Existence.Present && LineIdentity.HoldsSecret(Line))
            yield return ("line", $"{FirstWord} looks like a secret, and this kind shows its lines in plans.", "Put the secret into a file of its own with file: { content: … }, and include that file here.");
        if (Validate is not null && FileWish.ValidateWrong(Validate) is { } command) yield return command;
    }

    private string FirstWord => Line.Split([' ', '\t', '=', ':'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "";

    public override ValueList<Command> OwnCommands() => FileWish.OwnCommands(Validate);

    public override ValueList<Command> Probe(Scene scene) =>
        [PathReading.Probe(Path, null, null, digest: false), Command.Sh(s_is + s_state, Path, Identity.How, Identity.ForHost, After ?? Before ?? "")];

    public override Dual<LineState> Read(Answers answers, Scene scene)
    {
        var (path, line) = (PathReading.Read(answers[0]), PathReading.Read(answers[1]));
        return new(s_noRuntime, path.Kind switch
        {
            _ when answers.Results.FirstOrDefault(answer => !answer.Succeeded) is { } failed => Value.Unreadable<LineState>(failed.Complaint),
            "absent" => Value.Absent<LineState>(),
            "file" when line.Of("binary").Length > 0 => Value.Unreadable<LineState>("no text: it holds bytes that are zero"),
            "file" when line.Of("count") is "" or "0" => Value.Absent<LineState>(),
            "file" when State == Existence.Present && Identity.How != "line" && line.Of("count") != "1" =>
                Value.Unreadable<LineState>($"{line.Of("count")} lines are meant, {line.Of("at")}"),
            "file" => Value.Known(new LineState(line.Of("found") is var found && found == Line ? found : ShownText.Line(found), int.TryParse(line.Of("count"), out var count) ? count : 1)),
            var kind => Value.Unreadable<LineState>($"a {kind}, not a regular file"),
        });
    }

    public override Dual<LineState> Want(Dual<LineState> now, Scene scene) =>
        new(s_noRuntime, State == Existence.Absent ? Value.Absent<LineState>() : Value.Known(new LineState(Line)));

    // A whole line that stands there twice is there; which of two is one too many is not for us to say.
    public override bool Satisfied(Value<LineState> now, Value<LineState> want) => now.Is == want.Is && now.It?.Text == want.It?.Text;

    protected override IEnumerable<Refusal> Refuse(Dual<LineState> now, Dual<LineState> want, Answers answers, Scene scene)
    {
        var (path, line) = (PathReading.Read(answers[0]), PathReading.Read(answers[1]));
        if (now.Persisted.Is == Presence.Unreadable && path.Kind == "file" && line.Of("binary").Length == 0 && answers.Results.All(answer => answer.Succeeded))
            return [new Refusal(BeginsWith is null ? "match" : "begins_with", $"In {Path} {now.Persisted.Why}; whether the first or the last of them counts, only its program knows.", "Say more of the line in begins_with or match, or remove the others by hand.")];
        if (now.Persisted.Is == Presence.Unreadable)
            return [new Refusal("path", $"{Path} cannot be kept: {now.Persisted.Why}.", "Name a text file; links are not followed.")];
        if (path.Kind == "absent" && !Create)
            return [new Refusal("path", $"{Path} does not exist.", "Install what brings it, or write create: true.")];
        if (path.Kind == "file" && now.Persisted.Is == Presence.Absent && (After ?? Before) is { } beside && line.Of("anchors") == "0")
            return [new Refusal(After is null ? "before" : "after", $"{Path} has no line that begins with '{beside}'.", "Name a line that is there, or leave it out: then the line comes at the end.")];
        if (path.Kind == "absent" && (After ?? Before) is not null)
            return [new Refusal(After is null ? "before" : "after", $"{Path} does not exist, so nothing stands in it.", "Leave it out.")];
        return path.Refuse(Path, null, null, scene);
    }

    protected override string? CutsPath(Dual<LineState> now, Dual<LineState> want, Scene scene) => WaysIn.OfFile(Path);

    protected override IEnumerable<Command> WritePersisted(Value<LineState> from, Value<LineState> to)
    {
        var text = s_is + (Validate is null ? "" : s_candidate) + s_write;
        return [Command.Sh(text, [Path, Identity.How, Identity.ForHost, to.Is == Presence.Known ? "present" : "absent", Line, After is not null ? "after" : Before is not null ? "before" : "end", After ?? Before ?? "", .. FileWish.Accepting(Validate, isSecret: false)])];
    }

    protected override string Text(LineState state) => state.Count == 1 ? state.Text : $"{state.Text} ({state.Count} lines)";

    protected override IEnumerable<Difference> Differences(string form, Value<LineState> now, Value<LineState> want) => [new Difference("line", now.Text(Text), want.Text(Text))];
}

/// <summary>The line that is meant, as it stands in the file, and how many such lines there are.</summary>
public sealed record LineState(string Text, int Count = 1);

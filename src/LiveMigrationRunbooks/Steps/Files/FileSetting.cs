using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Firewall;

namespace LiveMigrationRunbooks.Steps.Files;

/// <summary>The part that all kinds share which write one whole file: reading it, comparing it, replacing it at once.</summary>
public abstract record FileSetting : Setting<FileState>, ISelfChecked
{
    private static readonly Value<FileState> s_noRuntime = Value.NotApplicable<FileState>("a file is what is persisted");

    private protected abstract FileWish Wish { get; }

    protected override ValueList<string> Files => [Wish.Path];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong() => Wish.Wrong();

    public override ValueList<Command> OwnCommands() => FileWish.OwnCommands(Wish.Validate);

    public override ValueList<Command> Probe(Scene scene) => [.. Wish.Probe(), .. Guard];

    // A file that a firewall loads is judged as that too; the answer to that question is the last one.
    private ValueList<Command> Guard => FirewallGuard.Probe(Wish.Path, Wish.Content);

    private Answers Own(Answers answers) => Guard.Count == 0 ? answers : new Answers([.. answers.Results.SkipLast(1)]);

    public override Dual<FileState> Read(Answers answers, Scene scene)
    {
        var (own, wish) = (Own(answers), Wish);
        var reading = PathReading.Read(own[0]);
        var keyed = wish.IsSecret ? PathReading.Read(own[1]) : null;
        var xattrs = wish.HasXattrs ? FileState.XattrsOf(own.Results[^1]) : null;
        return new(s_noRuntime, reading.Kind switch
        {
            _ when own.Results.FirstOrDefault(answer => !answer.Succeeded) is { } failed => Value.Unreadable<FileState>(failed.Complaint),
            "absent" => Value.Absent<FileState>(),
            "file" when keyed is not null => Value.Known(new FileState("", 0, reading.Ownership(wish.Owner, wish.Group), keyed.Of("found"), xattrs)),
            "file" => Value.Known(new FileState(reading.Of("digest"), long.TryParse(reading.Of("size"), out var size) ? size : 0, reading.Ownership(wish.Owner, wish.Group), null, xattrs)),
            var kind => Value.Unreadable<FileState>($"a {kind}, not a regular file"),
        });
    }

    public override Dual<FileState> Want(Dual<FileState> now, Scene scene)
    {
        var wish = Wish;
        if (wish.State == Existence.Absent) return new(s_noRuntime, Value.Absent<FileState>());
        var found = now.Persisted.It ?? new FileState("", 0, new Ownership("644", "root", "root"), wish.IsSecret ? "" : null);
        var wanted = found with { Ownership = found.Ownership.With(wish.Mode ?? (wish.IsSecret ? "600" : null), wish.Owner, wish.Group), Xattrs = wish.HasXattrs ? wish.Xattrs : null };
        return new(s_noRuntime, Value.Known(wish.IsSecret ? wanted : wanted with { Sha256 = wish.Content?.Digest() ?? found.Sha256, Size = wish.Content?.Size() ?? found.Size, Keyed = null }));
    }

    protected override Dual<FileState> Want(Dual<FileState> now, Answers answers, Scene scene)
    {
        var want = Want(now, scene);
        // Without the secret, as from a plan, the host cannot say what its digest would be.
        return Wish.IsSecret && want.Persisted.IsKnown(out var state) && PathReading.Read(answers[1]).Of("wanted") is { Length: > 0 } wanted
            ? new(s_noRuntime, Value.Known(state with { Keyed = wanted }))
            : want;
    }

    protected override IEnumerable<Refusal> Refuse(Dual<FileState> now, Dual<FileState> want, Answers answers, Scene scene)
    {
        var (own, wish) = (Own(answers), Wish);
        if (wish.IsSecret && !own[1].Succeeded)
            return [new Refusal("content", $"Whether {wish.Path} holds the secret cannot be told: {own[1].Complaint}.", "Look at /var/lib/lmr on the host: it must be root's, with room for a file.")];
        if (wish.HasXattrs && own[0].Succeeded && !own.Results[^1].Succeeded)
            return [new Refusal("xattrs", $"The extended attributes of {wish.Path} cannot be read: {own.Results[^1].Complaint}.", "Install the package attr, or put the file on a file system that has extended attributes.")];
        if (now.Persisted.Is == Presence.Unreadable)
            return [new Refusal("path", $"{wish.Path} cannot be kept: {now.Persisted.Why}.", "Name a regular file; links are not followed.")];
        if (now.Persisted.Is == Presence.Absent && wish.Content is null)
            return [new Refusal(ContentArgument, $"{wish.Path} does not exist, and no content is given.", "Give its content.")];
        if (wish.Content is { IsAtHand: false, IsSecret: false } && want.Persisted.It?.Sha256 != now.Persisted.It?.Sha256)
            return [new Refusal(ContentArgument, $"The content of {wish.Path} is not in the plan, which keeps its digest.", "Apply the runbook.")];
        if (wish.Content is { IsAtHand: false, IsSecret: true })
            return [new Refusal(ContentArgument, $"The content of {wish.Path} is secret, and was not read.", "Apply the runbook.")];
        return PathReading.Read(own[0]).Refuse(wish.Path, wish.Owner, wish.Group, scene).Concat(FirewallGuard.Refuse(wish.Path, wish.Content, answers, ContentArgument, scene));
    }

    protected override string? CutsPath(Dual<FileState> now, Dual<FileState> want, Scene scene) => WaysIn.OfFile(Wish.Path);

    /// <summary>The argument that gives the content.</summary>
    private protected abstract string ContentArgument { get; }

    protected override IEnumerable<Command> WritePersisted(Value<FileState> from, Value<FileState> to)
    {
        var wish = Wish;
        if (!to.IsKnown(out var state)) return [Command.Of("rm", "-f", "--", wish.Path)];
        if (!state.HasContentOf(from.It) && wish.Content is { IsAtHand: true } content) return [wish.Write(content, state.Ownership)];
        return [.. state.Ownership.Write(wish.Path, from.It?.Ownership), .. state.Xattrs is null || state.Xattrs.Equals(from.It?.Xattrs) ? [] : new[] { wish.WriteXattrs() }];
    }

    protected override string Text(FileState state) =>
        $"{state.ContentText}, {state.Ownership.Mode} {state.Ownership.Owner}:{state.Ownership.Group}{string.Concat((state.Xattrs ?? ValueMap<string>.Empty).Select(pair => $", {pair.Key}={Shown(pair.Value)}"))}";

    protected override IEnumerable<Difference> Differences(string form, Value<FileState> now, Value<FileState> want, Answers answers)
    {
        if (!want.IsKnown(out var state)) return [new Difference("file", now.Text(Text), "absent")];
        if (!now.IsKnown(out var found)) return [new Difference("file", now.Text(Text), Text(state))];
        var content = Wish.IsSecret ? new Difference("content", "another content", "secret") : new Difference("content", found.ContentText, state.ContentText) { Lines = Lines(answers) };
        return
        [
            .. state.HasContentOf(found) ? [] : new[] { content }, .. state.Ownership.Differences(found.Ownership),
            .. (state.Xattrs ?? ValueMap<string>.Empty).Where(pair => found.Xattrs?.GetValueOrDefault(pair.Key) != pair.Value)
                .Select(pair => new Difference(pair.Key, found.Xattrs?.GetValueOrDefault(pair.Key) is { } value ? Shown(value) : "absent", Shown(pair.Value))),
        ];
    }

    // An empty attribute is not an absent one.
    private static string Shown(string value) => value.Length == 0 ? "\"\"" : ShownText.Line(value);

    private ValueList<string>? Lines(Answers answers) =>
        PathReading.TextIn(answers[0]) is { } before && Wish.Content?.Shown() is { } after ? TextDiff.Of(before, after) : null;
}

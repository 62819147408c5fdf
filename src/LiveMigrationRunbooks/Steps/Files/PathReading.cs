using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Files;

/// <summary>What the probe found at a path.</summary>
internal sealed record PathReading(ValueMap<string> Told)
{
    private static readonly string s_probe = ShellText.Of("Steps/Files/path-state.sh");

    private static readonly string s_secret = ShellText.Of("Steps/Files/secret-key.sh") + ShellText.Of("Steps/Files/secret-digest.sh");

    // Behind it stands a text as it is.
    private const string TextMark = "\ntext=\n";

    public string Kind => Of("kind");

    /// <param name="shown">The digest that is wanted, where the text may be shown if it is another; null where it may not.</param>
    public static Command Probe(string path, string? owner, string? group, bool digest, string? shown = null) =>
        Command.Sh(s_probe, path, owner ?? "", group ?? "", digest ? "digest" : "", shown ?? "");

    /// <summary>
    /// The probe for a file with a secret: no digest of what is there but the keyed one, for what is there may be the secret. The content goes
    /// along on standard input, where it is at hand, so that the host can say what its digest would be.
    /// </summary>
    public static ValueList<Command> ProbeSecret(string path, string? owner, string? group, FileContent content)
    {
        var digest = Command.Sh(s_secret, path, content.IsAtHand ? "wanted" : "");
        return [Probe(path, owner, group, digest: false), content.IsAtHand ? content.Onto(digest) : digest];
    }

    public static PathReading Read(CommandResult answer) =>
        new(answer.Text.Split(TextMark)[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).Select(parts => KeyValuePair.Create(parts[0], parts[1])).ToValueMap());

    /// <summary>The text of the file, where the host told it: short, open to everybody, and another than is wanted.</summary>
    public static string? TextIn(CommandResult answer)
    {
        var bytes = answer.Out.Span;
        return bytes.IndexOf("\ntext=\n"u8) is >= 0 and var at ? ShownText.Of(bytes[(at + TextMark.Length)..]) : null;
    }

    public string Of(string name) => Told.TryGetValue(name, out var value) ? value : "";

    /// <summary>Owner and group as the step names them: by number where it gives a number.</summary>
    public Ownership Ownership(string? owner, string? group) =>
        new(Of("mode"), Of(IsNumber(owner) ? "uid" : "user"), Of(IsNumber(group) ? "gid" : "group_name"));

    /// <summary>What stands in the way of anything at this path.</summary>
    public IEnumerable<Refusal> Refuse(string path, string? owner, string? group, Scene scene)
    {
        if (Of("parent") == "absent" && !scene.Coming.Contains($"file:{path[..path.LastIndexOf('/')]}"))
            yield return new Refusal("path", $"The directory of {path} does not exist.", "Add a directory step before this one.");
        if (Of("through") is { Length: > 0 } link)
            yield return new Refusal("path", $"{link} is a link, and links are not followed.", $"Write {Of("real").TrimEnd('/')}{path[path.LastIndexOf('/')..]}.");
        if (Of("closed") is { Length: > 0 } closed)
            yield return new Refusal("path", $"{path} is {closed}: somebody has closed it with chattr.", $"Open it with chattr -{(closed == "immutable" ? 'i' : 'a')} {path}, if that is what is wanted.");
        if (Of("owner") == "unknown")
            yield return new Refusal("owner", $"There is no user {owner} on this host.", "Name a user of this host, or install the package that makes it.");
        if (Of("group") == "unknown")
            yield return new Refusal("group", $"There is no group {group} on this host.", "Name a group of this host, or install the package that makes it.");
    }

    private static bool IsNumber(string? name) => name is { Length: > 0 } && name.All(char.IsAsciiDigit);
}

/// <summary>Mode as octal digits without a leading zero, owner and group as names or numbers.</summary>
public sealed record Ownership(string Mode, string Owner, string Group)
{
    /// <summary>This, with what a step asks for in its place.</summary>
    public Ownership With(string? mode, string? owner, string? group) =>
        new(mode is null ? Mode : AbsolutePath.Mode(mode), owner ?? Owner, group ?? Group);

    /// <summary>The commands that make it so; only those that something differs for.</summary>
    /// <param name="fromNow">What it is now; null where it has just been made.</param>
    public IEnumerable<Command> Write(string path, Ownership? fromNow)
    {
        var moved = fromNow?.Owner != Owner || fromNow?.Group != Group;
        if (moved) yield return Command.Of("chown", "--", $"{Owner}:{Group}", path);
        // After the owner, whose change takes away set-user-id. With five digits chmod takes it away from directories too.
        if (moved || fromNow?.Mode != Mode) yield return Command.Of("chmod", "--", Mode.PadLeft(5, '0'), path);
    }

    public IEnumerable<Difference> Differences(Ownership? now)
    {
        if (now?.Mode != Mode) yield return new Difference("mode", now?.Mode ?? "absent", Mode);
        if (now?.Owner != Owner) yield return new Difference("owner", now?.Owner ?? "absent", Owner);
        if (now?.Group != Group) yield return new Difference("group", now?.Group ?? "absent", Group);
    }
}

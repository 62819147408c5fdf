using System.Text;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Files;

/// <summary>What a step asks of one whole file, whatever its content is made from.</summary>
internal sealed partial record FileWish(
    string Path, FileContent? Content, string? Mode, string? Owner, string? Group, Existence State, ValueMap<string>? Xattrs, ValueList<string>? Validate)
{
    public const string XattrsWords = "Extended attributes and the text that each shall have; others stay as they are.";
    public const string ValidateWords = "A command that must accept the new file on the host before it takes the place of the old one: a list in which %s stands for the new file.";

    private static readonly string s_write = ShellText.Of("Steps/Files/file-write.sh");
    private static readonly string s_candidate = ShellText.Of("Steps/Files/candidate.sh");
    private static readonly string s_xattr = ShellText.Of("Steps/Files/xattr.sh");
    private static readonly string s_xattrSet = ShellText.Of("Steps/Files/xattr-set.sh");
    private static readonly string s_xattrState = ShellText.Of("Steps/Files/xattr-state.sh");

    public bool IsSecret => Content is { IsSecret: true };

    public bool HasXattrs => Xattrs is { Count: > 0 };

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        foreach (var wrong in AbsolutePath.Wrong(Path)) yield return wrong;
        if (State == Existence.Absent && (Content is not null || Mode is not null || Owner is not null || Group is not null || Xattrs is not null || Validate is not null))
            yield return ("state", "A file that shall be absent has no content, mode, owner or group.", "Remove them, or remove state: absent.");
        foreach (var name in (Xattrs?.Keys ?? []).Where(name => !XattrName().IsMatch(name)))
            yield return ("xattrs", $"'{name}' is not the name of an extended attribute that text can be written to.", "Write it with its namespace, as user.origin or trusted.origin.");
        if (Validate is not null && ValidateWrong(Validate) is { } command) yield return command;
    }

    public static (string? Argument, string Why, string Fix)? ValidateWrong(ValueList<string> command) =>
        command is [var whole] && whole.Contains(' ', StringComparison.Ordinal) ? ("validate", "A command is a list of words; no shell splits it.", $"Write [{string.Join(", ", whole.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Contains('%', StringComparison.Ordinal) ? $"\"{word}\"" : word))}].")
        : command.Skip(1).Any(word => word.Contains("%s", StringComparison.Ordinal)) ? null
        : ("validate", "It never names the new file, so it would look at the old one.", "Put \"%s\" where the file's path belongs, as [sshd, -t, -f, \"%s\"].");

    public ValueList<Command> Probe()
    {
        var shown = Content is { IsSecret: false } content && ShownText.MayBe(Path) && content.Shown() is not null ? content.Digest() : null;
        ValueList<Command> probe = Content is { IsSecret: true } secret ? PathReading.ProbeSecret(Path, Owner, Group, secret) : [PathReading.Probe(Path, Owner, Group, digest: true, shown)];
        return HasXattrs ? [.. probe, Command.Sh(s_xattrState, [Path, .. Xattrs?.Keys ?? []])] : probe;
    }

    /// <summary>The whole file, so that its content, mode, owner and attributes appear together.</summary>
    public Command Write(FileContent content, Ownership ownership)
    {
        var text = (HasXattrs ? s_xattr : "") + (Validate is null ? "" : s_candidate) + s_write;
        return content.Onto(Command.Sh(text, [Path, ownership.Mode, ownership.Owner, ownership.Group, .. Pairs().SelectMany(pair => new[] { "--xattr", pair.Name, pair.Base64 }), .. Accepting(Validate, IsSecret)]));
    }

    public Command WriteXattrs() => Command.Sh(s_xattr + s_xattrSet, [Path, .. Pairs().SelectMany(pair => new[] { pair.Name, pair.Base64 })]);

    /// <summary>The command that must accept a file, as the runbook's author wrote it.</summary>
    public static ValueList<Command> OwnCommands(ValueList<string>? validate) => validate is null ? [] : [new(validate)];

    /// <summary>The words of a command behind the arguments of a text that asks it.</summary>
    public static IEnumerable<string> Accepting(ValueList<string>? command, bool isSecret) => command is null ? [] : [isSecret ? "quiet" : "told", .. command];

    private IEnumerable<(string Name, string Base64)> Pairs() => (Xattrs ?? ValueMap<string>.Empty).Select(pair => (pair.Key, Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Value))));

    [GeneratedRegex(@"\A(user|trusted)\.[A-Za-z0-9_.-]+\z")]
    private static partial Regex XattrName();
}

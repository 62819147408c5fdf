using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Files;

[StepKind("file", "Keeps one file: its content, mode, owner, group and extended attributes, or its absence.")]
[Risks("In effect at once for whoever opens the file then; a daemon that has it loaded must be told by a handler.", Rollback = "Rollback restores it byte for byte: content, mode, owner, group and absence.")]
public sealed record FileStep(
    [Argument("Absolute path on the host; its folder must exist, or be made by an earlier step.", Example = "/etc/motd")] string Path,
    [Argument("Its whole content as text, or a secret by reference; left as found when not given.", Secret = true)] FileContent? Content = null,
    [Argument("Its mode; left as found when not given, \"0644\" for a new file, \"0600\" for a new one with a secret.", Quoted = true, Pattern = AbsolutePath.ModePattern, PatternWords = AbsolutePath.ModeWords)] string? Mode = null,
    [Argument("Its owner; left as found when not given, and root for a new file.", Pattern = AbsolutePath.OwnerPattern, PatternWords = AbsolutePath.OwnerWords)] string? Owner = null,
    [Argument("Its group; left as found when not given, and root for a new file.", Pattern = AbsolutePath.OwnerPattern, PatternWords = AbsolutePath.OwnerWords)] string? Group = null,
    [Argument("Whether it shall be there.")] Existence State = Existence.Present,
    [Argument(FileWish.XattrsWords, Example = "{ user.origin: rollout }")] ValueMap<string>? Xattrs = null,
    [Argument(FileWish.ValidateWords, Example = "[sshd, -t, -f, \"%s\"]")] ValueList<string>? Validate = null) : FileSetting
{
    public override ValueList<string> Keys => [$"file:{Path}"];

    private protected override FileWish Wish => new(Path, Content, Mode, Owner, Group, State, Xattrs, Validate);

    private protected override string ContentArgument => "content";
}

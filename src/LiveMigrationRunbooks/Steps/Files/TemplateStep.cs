using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps.Files;

[StepKind("template", "Keeps one file whose content is made for each host from a template: a text beside the runbook with {{ … }} in it.")]
[Risks("In effect at once for whoever opens the file then; a daemon that has it loaded must be told by a handler.", Rollback = "Rollback restores it byte for byte: content, mode, owner, group and absence.")]
public sealed record TemplateStep(
    [Argument("The template: a file in the runbook's repository, relative to the file that names it.", Example = "templates/chrony.conf", Rendered = true)] FileContent Source,
    [Argument("Absolute path on the host; its folder must exist, or be made by an earlier step.", Example = "/etc/chrony/chrony.conf")] string Path,
    [Argument("Its mode; left as found when not given, and \"0644\" for a new file.", Quoted = true, Pattern = AbsolutePath.ModePattern, PatternWords = AbsolutePath.ModeWords)] string? Mode = null,
    [Argument("Its owner; left as found when not given, and root for a new file.", Pattern = AbsolutePath.OwnerPattern, PatternWords = AbsolutePath.OwnerWords)] string? Owner = null,
    [Argument("Its group; left as found when not given, and root for a new file.", Pattern = AbsolutePath.OwnerPattern, PatternWords = AbsolutePath.OwnerWords)] string? Group = null,
    [Argument("Variables for this template, beside all that the step sees.", Example = "{ servers: [ntp1, ntp2] }")] TemplateVariables? Vars = null,
    [Argument(FileWish.XattrsWords, Example = "{ user.origin: rollout }")] ValueMap<string>? Xattrs = null,
    [Argument(FileWish.ValidateWords, Example = "[sshd, -t, -f, \"%s\"]")] ValueList<string>? Validate = null) : FileSetting
{
    public override ValueList<string> Keys => [$"file:{Path}"];

    private protected override FileWish Wish => new(Path, Source, Mode, Owner, Group, Existence.Present, Xattrs, Validate);

    private protected override string ContentArgument => "source";
}

/// <summary>
/// Variables that only a template sees. Whoever reads the runbook turns them into variables of the step; what is rendered holds their values,
/// so plan and journal keep none of them.
/// </summary>
public sealed record TemplateVariables : IArgument<TemplateVariables>
{
    public static string Form => "a mapping of names to values";

    public static IReadOnlyList<string> JsonTypes => ["object"];

    public static TemplateVariables? Bind(YamlNode node) => node is YamlMapping ? new() : null;
}

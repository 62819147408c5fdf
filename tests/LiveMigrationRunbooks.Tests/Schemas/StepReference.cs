using System.Text;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Tests.Rooms;

namespace LiveMigrationRunbooks.Tests.Schemas;

/// <summary>The reference of step kinds, made from the catalogue; the examples are lines of the runbooks that ship.</summary>
internal static class StepReference
{
    public static string Text()
    {
        var text = new StringBuilder("""
            # Runbooks

            A runbook says what hosts shall be like, play by play. The files here are examples to start from: `lmr validate FILE -i INVENTORY`
            says everything that is wrong with one, without asking a host.

            ## Step kinds

            Generated from the step catalogue by the unit tests: `LMR_ACCEPT=1` writes it anew. A template `"{{ … }}"` may stand wherever a
            single value does.


            """);
        foreach (var kind in StepCatalogue.Kinds.Values) text.Append($"- [`{kind.Name}`](#{kind.Name.Replace(".", "", StringComparison.Ordinal)}): {kind.Summary}\n");
        foreach (var kind in StepCatalogue.Kinds.Values) Kind(text, kind);
        return text.ToString();
    }

    private static void Kind(StringBuilder text, StepKind kind)
    {
        text.Append($"\n### {kind.Name}\n\n{kind.Summary} Belongs under `{(kind.IsCheck ? "gate" : kind.IsOperation ? "handlers" : "steps")}`.\n\n");
        if (kind.Arguments.Count == 0) text.Append("It has no arguments.\n");
        else text.Append("| argument | value | without it | |\n|---|---|---|---|\n");
        foreach (var argument in kind.Arguments)
            text.Append($"| `{argument.Name}` | {Cell(Value(argument))} | {Default(argument)} | {Cell(argument.About.Description)} |\n");
        if (kind.Arguments.Any(argument => argument.Name == "content")) text.Append("| `source` | text | - | A file whose content it is, relative to the runbook, in place of `content`. |\n");
        if (Example(kind) is { } example) text.Append($"\n```yaml\n- {example}\n```\n");
    }

    private static string Value(StepArgument argument)
    {
        var form = (argument.About.PatternWords ?? ValueTypes.FormOf(argument.Type)) + (argument.About.Secret ? ", or a secret" : "");
        return (argument.About.Min, argument.About.Max) switch
        {
            (long.MinValue, long.MaxValue) => form,
            (var min, long.MaxValue) => $"{form}, at least {min}",
            (long.MinValue, var max) => $"{form}, at most {max}",
            var (min, max) => $"{form}, {min} to {max}",
        };
    }

    private static string Default(StepArgument argument) => argument switch
    {
        { Required: true } => "required",
        { Parameter.DefaultValue: null } => "-",
        { Parameter.DefaultValue: bool truth } => truth ? "`true`" : "`false`",
        { Parameter.DefaultValue: var value, Type.IsEnum: true } => $"`{ValueTypes.Words(argument.Type)[Array.IndexOf(Enum.GetValues(argument.Type).Cast<object>().ToArray(), value)]}`",
        { Parameter.DefaultValue: var value } => $"`{value}`",
    };

    private static string? Example(StepKind kind) => SourceFiles.Of(".yml", "runbooks")
        .SelectMany(path => SourceFiles.Text(path).Split('\n'))
        .Select(line => line.Trim().TrimStart('-').Trim())
        .FirstOrDefault(line => line.StartsWith(kind.Name + ":", StringComparison.Ordinal));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}

using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Cli;

/// <summary>Finds what a command line that was copied from a web page holds in place of hyphens, quotes and spaces.</summary>
internal static class PastedArguments
{
    public static void Check(IEnumerable<string> arguments, Findings findings)
    {
        // A file may have any name.
        foreach (var argument in arguments.Where(argument => argument.Any(letter => letter > '\u007F') && !Path.Exists(argument)))
            if (Refuse(argument) is { } problem) findings.Add(problem);
    }

    private static Diagnostic? Refuse(string argument)
    {
        if (LookAlikes.IsDash(argument[0]) && argument.Length > 1) return CliProblems.Dash(argument, argument[0], LookAlikes.Plain(argument));
        var edges = new[] { 0, argument.Length - 1, argument.IndexOf('=', StringComparison.Ordinal) + 1 };
        foreach (var at in edges)
            if (at < argument.Length && LookAlikes.IsQuote(argument[at])) return CliProblems.Quote(argument, argument[at]);
        var hidden = argument.FirstOrDefault(letter => LookAlikes.IsHidden(letter) || LookAlikes.IsSpace(letter));
        return hidden == '\0' ? null : CliProblems.Invisible(argument, hidden);
    }
}

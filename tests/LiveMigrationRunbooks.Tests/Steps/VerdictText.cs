using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>A verdict as fixtures show it; a constant shell text stands there by the names of the files it is made of.</summary>
internal static class VerdictText
{
    private static readonly IReadOnlyList<(string Name, string Text)> s_texts =
    [
        .. typeof(Step).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sh", StringComparison.Ordinal))
            .Select(name => (name[(name.LastIndexOf('/') + 1)..], ShellText.Of(name))),
    ];

    public static string Of(IEnumerable<Diagnostic> diagnostics) =>
        string.Join('\n', diagnostics.Select(each => $"unsound {each.Code}: {each.What} {each.Why} {each.Fix}"));

    public static string Of(Verdict verdict) => string.Join('\n', verdict switch
    {
        Verdict.Same same => [$"{(same.Better ? "better" : "same")}: {same.Text}"],
        Verdict.Refused refused => refused.Reasons.Select(each => $"refused {each.Argument ?? "-"}: {each.Reason} {each.Remedy}"),
        Verdict.Passed passed => [$"passed: {passed.Text}"],
        Verdict.Failed failed => [$"failed: {failed.Text}", $"remedy: {failed.Remedy}"],
        Verdict.Runs runs => [$"runs: {runs.Planned.Does}", .. runs.Planned.Commands.Select(Of)],
        Verdict.Change { Planned: var change } =>
        [
            .. change.Differences.SelectMany(each => (each.Lines ?? []).Select(line => $"  {line}").Prepend(each.Told)),
            .. Section("runtime", change.Runtime), .. Section("persist", change.Persist),
            .. Section("undo", change.Undo), .. Section("after undo", change.UndoAfterFiles ?? []), .. change.Files.Select(file => $"keeps {file}"), .. (change.Notes ?? []).Select(note => $"note {note}"), .. change.Awaited is { } awaited ? [$"awaits {string.Join(", ", awaited)}"] : Array.Empty<string>(),
        ],
        _ => throw new InvalidOperationException("An unknown verdict."),
    });

    public static string Of(Command command)
    {
        var input = command.Input is { } bytes ? $" <({bytes.Count} bytes)" : "";
        if (command.Argv is not ["sh", "-c", ..]) return command + input;
        var text = s_texts.Aggregate(command.Argv[2], (shown, known) => shown.Replace(known.Text, $"[{known.Name}]", StringComparison.Ordinal));
        return string.Join(' ', command.Argv.Skip(4).Select(ShellQuote.ForReading).Prepend(text.ReplaceLineEndings(""))) + input;
    }

    private static IEnumerable<string> Section(string name, ValueList<Command> commands) => commands.Select(command => $"{name} $ {Of(command)}");
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>One line about what goes on between here and a host.</summary>
/// <param name="Detail">1 requests, 2 their commands, 3 what they put out.</param>
public sealed record WireLine(int Detail, string Text);

/// <summary>A request and its answer as lines for people, each short enough to be read.</summary>
internal static class WireText
{
    private const int MostNames = 6;
    private const int MostLines = 40;

    public static IEnumerable<WireLine> Asked(Request request) =>
        request.Items.Select(item => new WireLine(2, $"> {item.Id}: {Program(item.Command)}{Input(item.Command)}"));

    public static IEnumerable<WireLine> Answered(Request request, Answer answer, TimeSpan elapsed)
    {
        var what = $"{request.Items.Count} {(request.Items.Count == 1 ? "command" : "commands")} ({Names(request)}) {elapsed.TotalMilliseconds:0} ms";
        if (answer is ConnectionLost lost) return [new WireLine(1, $"{what}: lost: {lost.Problem.What}  [{lost.Problem.Reason}]")];
        return answer is Answered answered ? [new WireLine(1, what), .. request.Items.SelectMany(item => Result(item.Id, answered[item.Id]))] : [new WireLine(1, what)];
    }

    private static IEnumerable<WireLine> Result(string id, CommandResult result)
    {
        var ended = result.ExitCode == RequestItem.NotRun ? "not run" : $"exit code {result.ExitCode}";
        yield return new WireLine(2, $"< {id}: {ended}, {result.Out.Length} + {result.Err.Length} bytes{(result.Lost > 0 ? $", {result.Lost} more were cut off" : "")}");
        foreach (var line in Lines('|', result.Text).Concat(Lines('!', result.ErrorText))) yield return new WireLine(3, line);
    }

    private static IEnumerable<string> Lines(char mark, string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        if (lines is [""]) return [];
        var shown = lines.Take(MostLines).Select(line => $"{mark} {Brief.Of(line, Brief.Sentence)}");
        return lines.Length > MostLines ? shown.Append($"{mark} … ({lines.Length - MostLines} more lines)") : shown;
    }

    private static string Names(Request request) =>
        string.Join(", ", request.Items.Take(MostNames).Select(item => item.Id)) + (request.Items.Count > MostNames ? $" and {request.Items.Count - MostNames} more" : "");

    // A shell text of ours is known by its first line that says something; its arguments are what differs.
    private static string Program(Command command) => Brief.Of(string.Join(' ', command.Argv.Select(word => ShellQuote.ForReading(
        word.Contains('\n', StringComparison.Ordinal) ? $"{word.Split('\n').FirstOrDefault(line => line.Length > 0 && line[0] != '#')?.Trim()} …" : word))), Brief.Sentence);

    private static string Input(Command command) => command.Input is { } input ? $"  ({input.Count} bytes on standard input, not shown)" : "";
}

using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Tests.Rooms;

/// <summary>A diagnostic as it stands in a source: <c>…</c> is what the author's file will put there.</summary>
internal sealed record ProblemSource(string Family, string Code, string Severity, string Name, string What, string Why, string Fix);

/// <summary>Collects the diagnostics of all families from their source text, where code and sentences stand side by side.</summary>
internal static partial class ProblemSources
{
    public static IReadOnlyList<ProblemSource> All { get; } = [.. SourceFiles.Of("Problems.cs", "src").SelectMany(Of)];

    private static IEnumerable<ProblemSource> Of(string path)
    {
        var text = SourceFiles.Text(path);
        foreach (Match start in Begin().Matches(text))
        {
            var arguments = CallText.Arguments(text, start.Groups["open"].Index + 1);
            yield return new ProblemSource(
                Path.GetFileNameWithoutExtension(path)[..^"Problems".Length],
                start.Groups["code"].Value,
                arguments[1].Split('.')[^1].ToLowerInvariant(),
                start.Groups["name"].Value,
                CallText.Sentence(arguments[3]),
                CallText.Sentence(arguments[4]),
                CallText.Sentence(arguments[5]));
        }
    }

    [GeneratedRegex("static Diagnostic (?<name>\\w+)\\((?:(?!static ).)*?new(?<open>\\()\\s*\"(?<code>LMR\\d{3,4})\"", RegexOptions.Singleline)]
    private static partial Regex Begin();
}

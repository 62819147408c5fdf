using System.Globalization;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>What a command shall answer.</summary>
/// <param name="Exit">Its exit code.</param>
/// <param name="Out">A text that its output shall hold.</param>
/// <param name="Matches">A regular expression that a part of its output shall match.</param>
public sealed record Expectation(int Exit = 0, string? Out = null, string? Matches = null) : IArgument<Expectation>
{
    // A pattern that backtracks without end must not hold a gate up.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    public static string Form => "a mapping with exit (a code from 0 to 255), out (a text) or matches (a regular expression)";

    public static IReadOnlyList<string> JsonTypes => ["object"];

    public static Expectation? Bind(YamlNode node)
    {
        if (node is not YamlMapping { Entries.Count: > 0 } mapping || mapping.Entries.Any(entry => entry.Key.Text is not ("exit" or "out" or "matches") || entry.Value is not YamlScalar { IsNull: false })) return null;
        var exit = (mapping["exit"] as YamlScalar)?.Text;
        var code = 0;
        if (exit is not null && !(int.TryParse(exit, NumberStyles.None, CultureInfo.InvariantCulture, out code) && code <= 255)) return null;
        var bound = new Expectation(code, (mapping["out"] as YamlScalar)?.Text, (mapping["matches"] as YamlScalar)?.Text);
        return WhyNot(bound.Matches) is null ? bound : null;
    }

    public static string? WhyNot(YamlNode node) =>
        node is YamlMapping mapping && mapping["matches"] is YamlScalar pattern && WhyNot(pattern.Text) is { } why ? $"matches is no regular expression: {why}" : null;

    /// <summary>What the answer lacks; null where it is as expected.</summary>
    public string? Lacks(int exitCode, string output)
    {
        if (exitCode != Exit) return $"exit code {exitCode}, not {Exit}";
        if (Out is { } text && !output.Contains(text, StringComparison.Ordinal)) return $"its output does not hold '{text}'";
        try
        {
            return Matches is { } pattern && !Regex.IsMatch(output, pattern, RegexOptions.CultureInvariant | RegexOptions.Multiline, s_patience) ? $"its output does not match '{pattern}'" : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return $"matching '{Matches}' took too long";
        }
    }

    private static string? WhyNot(string? pattern)
    {
        if (pattern is null) return null;
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }
}

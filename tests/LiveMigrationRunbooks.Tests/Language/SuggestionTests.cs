using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("stpes", "steps")]
    [InlineData("host", "hosts")]
    [InlineData("Hosts", "hosts")]
    [InlineData("plsy", "plays")]
    [InlineData("xy", null)]
    [InlineData("completely", null)]
    public void The_nearest_word_is_suggested(string word, string? expected) => Assert.Equal(expected, Suggestion.For(word, ["steps", "hosts", "plays", "a"]));

    [Fact]
    public void A_long_line_is_cut_around_the_place()
    {
        var line = new string('x', 200) + "HERE" + new string('y', 200);
        var text = DiagnosticText.Render(new Diagnostic("LMR999", Severity.Error, new SourceSpan(new SourceFile("f", line), 200, 4), "What.", "Why.", ""), 60);
        Assert.All(text.Split('\n'), shown => Assert.True(shown.Length <= 61, shown));
        var lines = text.Split('\n');
        Assert.Equal(lines[3].IndexOf("HERE", StringComparison.Ordinal), lines[4].IndexOf("^^^^", StringComparison.Ordinal));
    }

    [Fact]
    public void Reasons_are_wrapped_at_the_width()
    {
        var text = DiagnosticText.Render(new Diagnostic("LMR999", Severity.Warning, null, "What.", string.Join(' ', Enumerable.Repeat("word", 30)), "Fix."), 40);
        Assert.StartsWith("warning LMR999: What.\n  why: word", text);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 40, line));
    }
}

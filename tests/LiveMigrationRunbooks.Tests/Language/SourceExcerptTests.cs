using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

public sealed class SourceExcerptTests
{
    [Theory]
    [InlineData("a: x", 4, "   ^")]
    [InlineData("\ta: x", 5, "    ^")]
    [InlineData("漢字: x", 5, "      ^")]
    [InlineData("😀: x", 5, "    ^")]
    [InlineData("e\u0301: x", 5, "   ^")]
    [InlineData("\u202Ea: x", 5, "         ^")]
    [InlineData("a: x\r", 4, "   ^")]
    public void The_mark_stands_under_the_place_whatever_letters_are_before_it(string line, int column, string marks)
    {
        var file = new SourceFile("f.yml", $"first\r\n{line}\n");
        var span = new SourceSpan(file, "first\r\n".Length + column - 1, 1);
        var shown = DiagnosticText.Render(new Diagnostic("LMR999", Severity.Error, span, "What.", "Why.", "Fix.")).Split('\n');

        Assert.Equal((2, column), (span.Line, span.Column));
        Assert.Equal($"  --> f.yml:2:{column}", shown[1]);
        Assert.Equal("  | " + marks, shown[4]);
    }

    [Fact]
    public void A_line_of_millions_of_letters_is_cut_before_it_is_looked_at()
    {
        var line = new string('漢', 2_000_000);
        var excerpt = SourceExcerpt.Of(line, 1_000_000, 3, 40);
        Assert.True(SourceExcerpt.Cells(excerpt.Line) <= 40, excerpt.Line);
        Assert.Equal(6, excerpt.Width);
    }
}

using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

public sealed class YamlExpectTests
{
    [Theory]
    [InlineData("9000", 9000L)]
    [InlineData("0x2328", 9000L)]
    [InlineData("\"9000\"", "LMR030 1:4 A whole number is expected here.")]
    [InlineData("9000.5", "LMR030 1:4 A whole number is expected here.")]
    [InlineData("9k", "LMR030 1:4 A whole number is expected here.")]
    [InlineData("1,500", "LMR030 1:4 A whole number is expected here.")]
    [InlineData("٣", "LMR030 1:4 A whole number is expected here.")]
    [InlineData("100", "LMR032 1:4 100 is out of range.")]
    [InlineData("99999999999999999999", "LMR033 1:4 99999999999999999999 is too large.")]
    public void A_whole_number_is_digits_in_range(string written, object expected)
    {
        var findings = new Findings();
        var value = new YamlExpect(findings).Integer(((YamlMapping)Read.Yaml($"k: {written}\n"))["k"]!, 576, 9216);
        Assert.Equal(expected, value is null ? Told.Lines(findings).Single() : value);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("yes", "LMR035 1:4 'yes' is a text, not a truth value.")]
    [InlineData("NO", "LMR035 1:4 'NO' is a text, not a truth value.")]
    [InlineData("\"true\"", "LMR030 1:4 A truth value is expected here.")]
    [InlineData("", "LMR030 1:3 A truth value is expected here.")]
    public void A_truth_value_is_true_or_false(string written, object expected)
    {
        var findings = new Findings();
        var value = new YamlExpect(findings).Bool(((YamlMapping)Read.Yaml($"k: {written}\n"))["k"]!);
        Assert.Equal(expected, value is null ? Told.Lines(findings).Single() : value);
    }

    [Fact]
    public void Every_unknown_key_is_told_with_the_one_that_was_meant()
    {
        var findings = new Findings();
        new YamlExpect(findings).UnknownKeys((YamlMapping)Read.Yaml("name: x\nstpes: []\nzzz: 1\n"), "name", "steps");
        Assert.Equal(["Did you mean 'steps'?", "Known: name, steps."], findings.Sorted.Select(diagnostic => diagnostic.Fix));
    }
}

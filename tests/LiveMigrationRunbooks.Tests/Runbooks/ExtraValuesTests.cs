using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runbooks;

/// <summary>The forms of <c>-e</c>.</summary>
public sealed class ExtraValuesTests
{
    [Theory]
    [InlineData("a=1", "a=1:integer")]
    [InlineData("a=1 b='two words' c=\"x=y\"", "a=1:integer b=two words:text c=x=y:text")]
    [InlineData("reason=it's planned work", "reason=it's planned work:text")]
    [InlineData("a=", "a=:null")]
    [InlineData("a=[1, two] b=x", "a=[1, two]:list b=x:text")]
    [InlineData("a={k: v=w}", "a={k: v=w}:map")]
    [InlineData("a=x: y", "a=x: y:text")]
    [InlineData("{\"a\": 1, \"b\": [true]}", "a=1:integer b=[true]:list")]
    [InlineData("{a: yes}", "a=yes:text")]
    public void Pairs_and_mappings_are_read(string option, string values)
    {
        var findings = new Findings();
        var read = ExtraValues.Read([option], findings);

        Assert.Empty(findings.Sorted);
        Assert.Equal(values, string.Join(' ', read.Select(pair => $"{pair.Key}={Datum.From(pair.Value).Text}:{Datum.From(pair.Value).Kind}")));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("=1")]
    [InlineData("1a=2")]
    [InlineData("x a=2")]
    [InlineData("")]
    public void What_is_no_pair_is_told(string option)
    {
        var findings = new Findings();

        Assert.Empty(ExtraValues.Read([option], findings));
        Assert.Equal("LMR901", Assert.Single(findings.Sorted).Code);
    }

    [Fact]
    public void A_file_speaks_Ansible_and_the_last_one_wins()
    {
        using var folder = new RunbookFolder("plays: []");
        folder.Write("a.yml", "# nothing else\na: yes\nb: 1\n");
        folder.Write("b.json", "{\"b\": 2}");
        var findings = new Findings();
        var read = ExtraValues.Read(["@" + folder.At("a.yml"), "@" + folder.At("b.json"), "@" + folder.At("c.yml")], findings);

        Assert.Equal(["LMR001"], findings.Sorted.Select(problem => problem.Code));
        Assert.Equal(["a=true", "b=2"], read.Select(pair => $"{pair.Key}={Datum.From(pair.Value).Text}"));
    }
}

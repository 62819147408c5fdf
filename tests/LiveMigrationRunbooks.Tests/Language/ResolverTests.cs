using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Yaml;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

public sealed class ResolverTests
{
    private static readonly Scope Scope = Scope.Of(new Dictionary<string, Datum>
    {
        ["nic"] = new DatumText("eth1"),
        ["mtu"] = new DatumInteger(9000),
        ["number"] = new DatumText("0123"),
        ["list"] = new DatumList([new DatumInteger(1), new DatumText("b")]),
    }).WithUnknown("facts");

    [Theory]
    [InlineData("\"{{ mtu }}\"", "9000", true)]
    [InlineData("\"{{ number }}\"", "0123", false)]
    [InlineData("\"{{ mtu }} bytes on {{nic}}\"", "9000 bytes on eth1", false)]
    [InlineData("\"{{ mtu }} \"", "9000 ", false)]
    [InlineData("\"{{ mtu == 9000 }}\"", "true", true)]
    [InlineData("'{{ \"{{\" }}x'", "{{x", false)]
    [InlineData("'{{ \"}}\" }}'", "}}", false)]
    [InlineData("no template", "no template", true)]
    public void An_expression_alone_keeps_its_kind_and_mixed_text_is_text(string written, string text, bool plain)
    {
        var findings = new Findings();
        var resolution = Resolver.Resolve(Read.Yaml(written), Scope, findings);
        Assert.Empty(Told.Lines(findings));
        var scalar = Assert.IsType<YamlScalar>(resolution.Tree);
        Assert.Equal((text, plain, true), (scalar.Text, scalar.Plain, resolution.IsComplete));
    }

    [Fact]
    public void A_list_takes_the_place_of_its_scalar_and_of_its_span()
    {
        var tree = (YamlMapping)Read.Yaml("all: \"{{ list }}\"\n");
        var list = Assert.IsType<YamlSequence>(((YamlMapping)Resolver.Resolve(tree, Scope, new Findings()).Tree)["all"]);
        Assert.Equal(tree["all"]!.Span, list.Span);
        Assert.Equal(Datum.From(list), new DatumList([new DatumInteger(1), new DatumText("b")]));
    }

    [Fact]
    public void What_is_not_known_yet_is_named_by_its_place_and_what_it_waits_for()
    {
        var tree = Read.Yaml("steps:\n  - mtu: \"{{ facts.mtu + mtu }}\"\n    name: \"{{ nic }}\"\n");
        var resolution = Resolver.Resolve(tree, Scope, new Findings());
        var unknown = Assert.Single(resolution.Unknown);
        Assert.Equal(("steps[0].mtu", "facts.mtu"), (unknown.Path, Assert.Single(unknown.Names)));
    }

    [Fact]
    public void All_mistakes_of_a_tree_are_told_where_they_stand()
    {
        var findings = new Findings();
        Resolver.Resolve(
            Read.Yaml("a: \"{{ nci }} and {{ mut }}\"\nb: 'it''s {{ nope }}'\nc: |\n  text\n  {{ gone }}\nd: \"{{ open\"\ne: \"{{-1 }}\"\n\"{{ nic }}\": 1\nf: \"x{{ list }}\"\ng: \"\\t{{ x1 }}{{ x1 }}\"\n"), Scope, findings);
        Assert.Equal(
            [
                "LMR253 1:8 'nci' is not defined.",
                "LMR253 1:22 'mut' is not defined.",
                "LMR253 2:14 'nope' is not defined.",
                "LMR253 5:6 'gone' is not defined.",
                "LMR252 6:5 '{{' is never closed.",
                "LMR263 7:5 This '-' is no minus sign.",
                "LMR264 8:1 A key cannot hold a template.",
                "LMR266 9:9 A list cannot stand inside of a text.",
                "LMR253 10:10 'x1' is not defined.",
                "LMR253 10:18 'x1' is not defined.",
            ],
            Told.Lines(findings));
    }
}

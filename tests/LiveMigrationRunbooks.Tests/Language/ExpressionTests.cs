using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

public sealed class ExpressionTests
{
    private static readonly Scope Known = Scope.Of(((DatumMap)Datum.From(Read.Yaml(
        "nic: eth1\nmtu: 9000\nhalf: 0.5\nyes: true\nnothing: null\nlist: [a, b, c]\nfacts: { nic: { eth1: { mtu: 1500 }, eth-2: { mtu: 1 } }, firewall: none }\n"))).Entries);

    [Theory]
    [InlineData("nic", "eth1")]
    [InlineData("facts.nic.eth1.mtu", 1500L)]
    [InlineData("facts.nic[\"eth-2\"].mtu", 1L)]
    [InlineData("facts.nic[nic].mtu + 7500 == mtu", true)]
    [InlineData("list[1]", "b")]
    [InlineData("facts.firewall != \"none\"", false)]
    [InlineData("mtu > 1500 and not (nic == 'eth0')", true)]
    [InlineData("not nic == 'eth0'", true)]
    [InlineData("!yes || mtu >= 9000.0", true)]
    [InlineData("1 + 2 * 3 - 4 / 2", 5L)]
    [InlineData("7 / 2", 3.5)]
    [InlineData("7 % 4", 3L)]
    [InlineData("-mtu + 1", -8999L)]
    [InlineData("9000 == 9000.0", true)]
    [InlineData("nic + \".100\"", "eth1.100")]
    [InlineData("nothing ?? \"x\"", "x")]
    [InlineData("facts.missing.deeper ?? list[9] ?? 3", 3L)]
    [InlineData("undefined_name ?? 1", 1L)]
    [InlineData("nothing == null", true)]
    [InlineData("nic == null", false)]
    [InlineData("nic | string.upcase", "ETH1")]
    [InlineData("string.replace nic \"eth\" \"bond\"", "bond1")]
    [InlineData("\"a,b\" | string.split \",\" | array.join \"+\"", "a+b")]
    [InlineData("(nic | string.starts_with \"eth\") and (nic | string.contains '1')", true)]
    [InlineData("list | array.size", 3L)]
    [InlineData("array.contains list 'b'", true)]
    [InlineData("list | array.last", "c")]
    [InlineData("math.max mtu 1500", 9000L)]
    [InlineData("2.5 | math.round", 2L)]
    [InlineData("facts | object.has_key 'firewall'", true)]
    [InlineData("[1, 2] == [1, 2]", true)]
    [InlineData("\"say \\\"hi\\\"\"", "say \"hi\"")]
    [InlineData("yes or (undefined_but ?? yes)", true)]
    public void An_expression_has_a_value(string text, object expected)
    {
        var findings = new Findings();
        var evaluation = Expression.Parse(text, Read.Span(text), findings)?.Evaluate(Known);
        Assert.Empty(Told.Lines(findings));
        Assert.Empty((evaluation?.Problems ?? []).Select(Told.Line));
        Assert.Equal(expected, evaluation?.Value switch
        {
            DatumBool value => value.Value,
            DatumInteger value => value.Value,
            DatumNumber value => value.Value,
            DatumText value => value.Value,
            var other => other,
        });
    }

    [Theory]
    [InlineData("nci == 1", "LMR253 1:1 'nci' is not defined.")]
    [InlineData("facts.nic.eth9.mtu", "LMR254 1:11 'facts.nic' has no 'eth9'.")]
    [InlineData("mtu == \"9000\"", "LMR256 1:1 An integer is compared with a text.")]
    [InlineData("nic and yes", "LMR255 1:1 A truth value is needed here.")]
    [InlineData("yes or undefined", "LMR253 1:8 'undefined' is not defined.")]
    [InlineData("nic + 1", "LMR255 1:1 A number is needed here.")]
    [InlineData("mtu + nic", "LMR255 1:7 A number is needed here.")]
    [InlineData("mtu / 0", "LMR260 1:7 This divides by zero.")]
    [InlineData("9223372036854775807 + 1", "LMR259 1:1 The result is too large.")]
    [InlineData("99999999999999999999", "LMR259 1:1 The result is too large.")]
    [InlineData("list[3]", "LMR261 1:6 There is no entry [3].")]
    [InlineData("list.a", "LMR255 1:1 A map is needed here.")]
    [InlineData("nic | upper", "LMR257 1:7 There is no function 'upper'.")]
    [InlineData("nic | string.upcas", "LMR257 1:7 There is no function 'string.upcas'.")]
    [InlineData("nic | string.replace 'a'", "LMR258 1:7 string.replace has too many or too few arguments here.")]
    [InlineData("mtu | string.upcase", "LMR255 1:1 A text is needed here.")]
    [InlineData("nic + nic | string.upcase", "LMR262 1:11 Put parentheses around one side of '|'.")]
    [InlineData("nic | string.contains 'a' and yes", "LMR262 1:27 Put parentheses around one side of '|'.")]
    [InlineData("mtu ==", "LMR250 1:1 The end of the expression is not expected here.")]
    [InlineData("(mtu", "LMR250 1:1 The end of the expression is not expected here.")]
    [InlineData("mtu mtu", "LMR250 1:5 'mtu' is not expected here.")]
    [InlineData("mtu = 1", "LMR250 1:5 '=' is not expected here.")]
    [InlineData("\"open", "LMR251 1:1 The quote that opens here is never closed.")]
    [InlineData("", "LMR250 1:1 The end of the expression is not expected here.")]
    public void A_mistake_is_told_where_it_stands(string text, string expected)
    {
        var findings = new Findings();
        var evaluation = Expression.Parse(text, Read.Span(text), findings)?.Evaluate(Known);
        foreach (var problem in evaluation?.Problems ?? []) findings.Add(problem);
        Assert.Equal([expected], Told.Lines(findings));
    }

    [Theory]
    [InlineData("later", "later")]
    [InlineData("later + 1 == mtu", "later")]
    [InlineData("yes and later", "later")]
    [InlineData("later ?? 1", "later")]
    [InlineData("partly.b.deep", "partly.b.deep")]
    [InlineData("partly | object.has_key 'x'", "partly")]
    [InlineData("later | string.upcase", "later")]
    public void Not_knowing_is_contagious(string text, string expected) => Assert.Equal([expected], Partly(text).Unknown);

    [Theory]
    [InlineData("false and later", false)]
    [InlineData("later and false", false)]
    [InlineData("true or later", true)]
    [InlineData("later == 1 or true", true)]
    [InlineData("partly.a == 1", true)]
    public void A_side_that_decides_alone_does_not_wait_for_the_other(string text, bool expected) =>
        Assert.Equal(new DatumBool(expected), Partly(text).Value);

    [Fact]
    public void Names_are_the_longest_paths_that_are_known_without_computing()
    {
        var expression = Expression.Parse("facts.nic[device].mtu + (a.b ?? c)", Read.Span("facts.nic[device].mtu + (a.b ?? c)"), new Findings());
        Assert.Equal(["facts.nic 1 False", "device 11 False", "a.b 26 True", "c 33 False"], expression!.Names.Select(use => $"{use.Path} {use.Span.Column} {use.Optional}"));
    }

    [Fact]
    public void No_text_makes_the_parser_throw()
    {
        string[] pieces = ["a", ".", "[", "]", "(", ")", "|", "string.upcase", "array.join", "\"x\"", "'", " ", "1", "2.5", "not ", "and ", "??", "==", "!", "-", "/", "0", ",", "}", "null"];
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 10)).Select(_ => pieces[random.Next(pieces.Length)]));
            var findings = new Findings();
            var evaluation = Expression.Parse(text, Read.Span(text), findings)?.Evaluate(Known.With("a", Datum.Null));
            Assert.True(findings.HasErrors || evaluation is { IsKnown: true } or { Problems.Count: > 0 }, text);
        }

        var deep = new string('(', 50_000);
        Assert.Null(Expression.Parse(deep, Read.Span(deep), new Findings()));
    }

    private static Evaluation Partly(string text)
    {
        var partly = new DatumMap(new Dictionary<string, Datum> { ["a"] = new DatumInteger(1) });
        var scope = Known.WithUnknown("later").With("partly", partly).WithUnknown("partly.b");
        return Expression.Parse(text, Read.Span(text), new Findings())!.Evaluate(scope);
    }
}

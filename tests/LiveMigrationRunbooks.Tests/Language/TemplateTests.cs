using FsCheck;
using FsCheck.Fluent;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps.Facts;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

public sealed class TemplateTests
{
    private static readonly Scope s_scope = Scope.Of(((DatumMap)Datum.From(Read.Yaml(
        "nic: eth1\nmtu: 9000\nyes: true\nnothing: null\nlist: [a, b]\nmap: { a: 1 }\nevil: '{{ 1 + 1 }}'\n"))).Entries)
        .WithUnknown("facts", FactShape.KindOf).WithUnknown("later");

    [Theory]
    [InlineData("{{ while true }}x{{ end }}", "LMR267 1:4 'while' is not part of the subset.", "LMR270 1:21 'end' stands alone here.")]
    [InlineData("{{ x = date.now }}", "LMR267 1:8 date.now is not part of the subset.")]
    [InlineData("{{ \"1 + 2\" | object.eval }}", "LMR267 1:14 object.eval is not part of the subset.")]
    [InlineData("{{ math.random 1 10 }}", "LMR267 1:4 math.random is not part of the subset.")]
    [InlineData("{{ for $i in list }}{{ end }}", "LMR267 1:8 '$' (a local name or a text with expressions inside) is not part of the subset.")]
    [InlineData("{{ $\"a{1}\" }}", "LMR267 1:4 '$' (a local name or a text with expressions inside) is not part of the subset.")]
    [InlineData("{{ include 'x' }}", "LMR267 1:4 'include' is not part of the subset.")]
    [InlineData("{{ nic | string.slice start:1 }}", "LMR267 1:23 An argument with its name is not part of the subset.")]
    [InlineData("{{ mtu += 1 }}", "LMR267 1:8 '+=' behind this is not part of the subset.")]
    [InlineData("{{ map.a = 1 }}", "LMR267 1:10 '=' behind this is not part of the subset.")]
    [InlineData("{{ list.empty? }}", "LMR267 1:9 '.empty?' is not part of the subset.")]
    [InlineData("{{ 1.5m }}", "LMR267 1:7 The suffix 'm' is not part of the subset.")]
    [InlineData("{{ '\\d' }}", "LMR268 1:4 '\\d' means nothing inside of quotes.")]
    [InlineData("{{ if yes }}a", "LMR269 1:4 This 'if' has no 'end'.")]
    [InlineData("{{ for x in list }}{{ if yes }}{{ end }}", "LMR269 1:4 This 'for' has no 'end'.")]
    [InlineData("a{{ end }}{{ else }}", "LMR270 1:5 'end' stands alone here.", "LMR270 1:14 'else' stands alone here.")]
    [InlineData("{{ break }}", "LMR270 1:4 'break' stands alone here.")]
    [InlineData("{{ for.index }}", "LMR270 1:4 'for.index' stands alone here.")]
    [InlineData("{{ for x in list }}{{ for.indx }}{{ end }}", "LMR254 1:23 'for' has no 'indx'.")]
    [InlineData("{{ if yes }}{{ x = 1 }}{{ end }}{{ x }}", "LMR271 1:36 'x' may have no value here.")]
    [InlineData("{{ for x in list }}{{ end }}{{ x }}", "LMR253 1:32 'x' is not defined.")]
    [InlineData("{{ if !yes }}{{ nci }}{{ end }}", "LMR253 1:17 'nci' is not defined.")]
    [InlineData("{{ yes ? nic : nci }}", "LMR253 1:16 'nci' is not defined.")]
    [InlineData("{{ {a: 1, a: 2}.a }}", "LMR272 1:11 'a' comes twice in this map.")]
    [InlineData("{{ list | array.each string.upcase }}", "LMR273 1:22 A function is needed here.")]
    [InlineData("{{ list | array.each nic }}", "LMR273 1:22 A function is needed here.")]
    [InlineData("{{ list | array.each @string.replace }}", "LMR258 1:22 string.replace has too many or too few arguments here.")]
    [InlineData("{{ @string.upcase }}", "LMR274 1:4 A function cannot stand here.")]
    [InlineData("{{ nic | regex.match `(a)\\1` | array.size }}", "LMR277 1:22 This pattern cannot be used.")]
    [InlineData("{{ nic | regex.match '(' | array.size }}", "LMR277 1:22 This pattern cannot be used.")]
    [InlineData("{{ [1, 'a'] | array.sort | array.size }}", "LMR278 1:4 This list cannot be sorted.")]
    [InlineData("{{ date.parse 'soon' }}", "LMR276 1:15 This is not a date.")]
    [InlineData("{{ if nic }}{{ end }}", "LMR255 1:7 A truth value is needed here.")]
    [InlineData("{{ for x in 5 }}{{ end }}", "LMR255 1:13 A list is needed here.")]
    [InlineData("a{{ nothing }}", "LMR266 1:5 Null cannot stand inside of a text.")]
    [InlineData("{{ yes ? 1 : nic | string.upcase }}", "LMR262 1:14 Put parentheses around one side of '|'.")]
    [InlineData("{{ nci }} {{ 1 + }} {{ ( }}", "LMR250 1:18 '}}' is not expected here.", "LMR250 1:26 '}}' is not expected here.")]
    [InlineData("{{ case mtu }}x{{ when 1 }}{{ end }}", "LMR250 1:15 This is not expected here.")]
    [InlineData("{%{ never", "LMR252 1:1 '{{' is never closed.")]
    [InlineData("{{ 'never }}", "LMR251 1:4 The quote that opens here is never closed.")]
    public void A_mistake_is_told_where_it_stands(string template, params string[] expected) => Assert.Equal(expected, Mistakes(template));

    [Theory]
    [InlineData("{{ for i in 1..1000000000 }}{{ end }}", "LMR279")]
    [InlineData("{{ for i in 1..2000 }}{{ for j in 1..2000 }}{{ end }}{{ end }}", "LMR279")]
    [InlineData("{{ x = [1]; for i in 1..60; x = [x, x]; end }}", "LMR279")]
    [InlineData("{{ x = [1]; for i in 1..5000; x = [x]; end }}", "LMR281")]
    [InlineData("{{ x = 'aaaaaaaaaaaaaaaa'; for i in 1..40; x = x + x; end }}", "LMR280")]
    [InlineData("{{ x = ''  | string.pad_left 1000000; for i in 1..4; x; end }}", "LMR280")]
    [InlineData("{{ '' | string.pad_left 2000000000 }}", "LMR280")]
    [InlineData("{{ (1..9000) | array.uniq | array.size }}", "LMR279")]
    public void What_would_not_end_soon_or_grow_without_bound_is_refused(string template, string code) =>
        Assert.Equal([code], Mistakes(template).Select(line => line[..6]));

    [Fact]
    public void Nesting_and_rows_have_an_end()
    {
        Assert.Equal(["LMR265"], Mistakes(string.Concat(Enumerable.Repeat("{{ if yes }}", 5000))).Select(line => line[..6]));
        Assert.Equal(["LMR275"], Mistakes($"{{{{ {string.Join('+', Enumerable.Repeat("1", 50_000))} }}}}").Select(line => line[..6]));
        Assert.Equal(["LMR275"], Mistakes($"{{{{ nic{string.Concat(Enumerable.Repeat(".a", 50_000))} }}}}").Select(line => line[..6]));
        Assert.Equal(["LMR265"], Mistakes($"{{{{ {new string('(', 50_000)} }}}}").Select(line => line[..6]));
    }

    [Theory]
    [InlineData("{{ evil }}", "{{ 1 + 1 }}")]
    [InlineData("a {{ evil | string.append '{{ 2 }}' }}", "a {{ 1 + 1 }}{{ 2 }}")]
    public void Data_is_never_evaluated(string template, string expected) =>
        Assert.Equal(new DatumText(expected), Template.Parse(template, Read.Span(template), new Findings())?.Evaluate(s_scope).Value);

    [Fact]
    public void Names_are_those_from_outside_on_every_way()
    {
        const string text = "{{ x = nic; for y in list; x; y; for.index; else; z ?? mtu; end; if yes; w = 1; else; w = later; end; w; q }}";
        var names = Template.Parse(text, Read.Span(text), new Findings())?.Names.Select(use => use.Path + (use.Optional ? "?" : ""));
        Assert.Equal(["nic", "list", "z?", "mtu", "yes", "later", "q"], names);
    }

    [Theory]
    [InlineData("a{{ facts.os }}", "facts.os", DatumKind.Text)]
    [InlineData("{{ facts.os }}", "facts.os", DatumKind.Text)]
    [InlineData("{{ facts.nic.eth1.mtu }}", "facts.nic.eth1.mtu", DatumKind.Integer)]
    [InlineData("{{ facts.nic.eth1.mtu - 28 }}", "facts.nic.eth1.mtu", DatumKind.Integer)]
    [InlineData("{{ facts.cpus / 2 }}", "facts.cpus", null)]
    [InlineData("{{ (facts.cpus * 0.5) | math.ceil }}", "facts.cpus", DatumKind.Integer)]
    [InlineData("{{ facts.cpus > 4 ? 'a' : 'b' }}", "facts.cpus", DatumKind.Text)]
    [InlineData("{{ facts.cpus > 4 && later }}", "facts.cpus later", DatumKind.TruthValue)]
    [InlineData("{{ facts.nic.eth1.addresses.size }}", "facts.nic.eth1.addresses.size", DatumKind.Integer)]
    [InlineData("{{ facts.nic.eth1.addresses | array.join ',' }}", "facts.nic.eth1.addresses", DatumKind.Text)]
    [InlineData("{{ if facts.cpus > 4 }}{{ x = 1 }}{{ else }}{{ x = 2 }}{{ end }}{{ x + 1 }}", "facts.cpus", DatumKind.Text)]
    [InlineData("{{ for n in facts.nic }}{{ n.value.mtu }}{{ end }}", "facts.nic", DatumKind.Text)]
    [InlineData("{{ x = later }}{{ mtu }}", null, DatumKind.Text)]
    public void What_is_not_known_yet_is_named_with_the_kind_it_will_have(string template, string? names, DatumKind? kind)
    {
        Assert.Empty(Mistakes(template));
        var evaluation = Template.Parse(template, Read.Span(template), new Findings())?.Evaluate(s_scope);
        Assert.Equal((names ?? "", kind), (string.Join(' ', evaluation?.Unknown ?? []), evaluation?.Kind));
    }

    [Theory]
    [InlineData("{{ facts.os == 5 }}", "LMR256 1:4 A text is compared with an integer.")]
    [InlineData("{{ facts.os + 1 }}", "LMR255 1:4 A number is needed here.")]
    [InlineData("{{ facts.cpus | string.upcase }}", "LMR255 1:4 A text is needed here.")]
    [InlineData("{{ if facts.cpus }}{{ end }}", "LMR255 1:7 A truth value is needed here.")]
    [InlineData("{{ (facts.cpus ?? 1).size }}", "LMR255 1:4 A map is needed here.")]
    [InlineData("a{{ facts.nic }}", "LMR266 1:5 A map cannot stand inside of a text.")]
    [InlineData("{{ for x in facts.cpus }}{{ end }}", "LMR255 1:13 A list is needed here.")]
    public void Kinds_of_facts_are_checked_before_there_are_any(string template, string expected) =>
        Assert.Equal([expected], Mistakes(template));

    [Fact]
    public void A_scalar_is_parsed_once()
    {
        var scalar = (YamlScalar)Read.Yaml("'{{ nic }}'");
        Assert.Same(Template.Of(scalar, new Findings()), Template.Of(scalar, new Findings()));
    }

    [Fact]
    public void No_text_makes_anything_throw()
    {
        string[] pieces =
        [
            "{{", "}}", "{{-", "~}}", "{%{", "}%}", "\n", " ", "if ", "else ", "end ", "for x in ", "case ", "when ", "break ", "x", " = ", "list", "later", "nic", ".", "?.", "[", "]",
            "{", "}", "(", ")", "|", "string.upcase", "array.join", "array.each", "@", "regex.match", "\"x\"", "'", "`", "1", "2.5", "..", "not ", "and ", "??", "?", ":", "==", "-", "/", ",", ";", "#", "null", "for.index", "date.parse", "\\",
        ];
        var random = new Random(11);
        for (var round = 0; round < 15_000; round++)
            Survives((random.Next(2) == 0 ? "{{ " : "") + string.Concat(Enumerable.Range(0, random.Next(1, 16)).Select(_ => pieces[random.Next(pieces.Length)])) + (random.Next(2) == 0 ? " }}" : ""));
        Prop.ForAll<string>(text => Survives("{{" + text + "}}" + text)).QuickCheckThrowOnFailure();
    }

    private static bool Survives(string text)
    {
        var findings = new Findings();
        var evaluation = Template.Parse(text, Read.Span(text), findings)?.Evaluate(s_scope);
        Assert.True(findings.HasErrors || evaluation is { IsKnown: true } or { IsUnknown: true } or { Problems.Count: > 0 }, text);
        return true;
    }

    private static string[] Mistakes(string template)
    {
        var findings = new Findings();
        var evaluation = Template.Parse(template, Read.Span(template), findings)?.Evaluate(s_scope);
        foreach (var problem in evaluation?.Problems ?? []) findings.Add(problem);
        return Told.Lines(findings);
    }
}

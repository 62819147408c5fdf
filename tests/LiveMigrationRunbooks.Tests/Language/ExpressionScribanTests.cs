using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

/// <summary>
/// What is implemented gives what Scriban gives. The expectations are those of Scriban's language reference and of its own tests (the numbers
/// are sections of the reference, the names are folders of tests).
/// </summary>
public sealed class ExpressionScribanTests
{
    private static readonly Scope s_scope = Scope.Of(((DatumMap)Datum.From(Read.Yaml("""
        name: foo
        n: 4
        products: [{ title: Orange, type: fruit }, { title: Computer, type: electronics }, { title: Sofa, type: furniture }]
        """))).Entries);

    [Theory]
    // 1.1 code blocks: lines, semicolons, assignments write nothing
    [InlineData("{{\n  x = 5     # nothing\n  x         # 5\n  x + 1     # 6\n}}", "56")]
    [InlineData("{{ x = 5 }}\n{{ x }}\n{{ x + 1 }}", "\n5\n6")]
    [InlineData("{{ if !(name == \"foo\"); name = \"default\"; end; name }}", "foo")]
    // 1.3 escape blocks
    [InlineData("{%{Hello this is {{ name }}}%}", "Hello this is {{ name }}")]
    [InlineData("{%%{This is an escaped block: }%} here}%%}", "This is an escaped block: }%} here")]
    // 1.4 white space
    [InlineData("This is a <       \n{{- name}}> text", "This is a <foo> text")]
    [InlineData("This is a <{{ name -}} \n> text:       ", "This is a <foo> text:       ")]
    [InlineData("This is a <\n{{- name -}} \n> text:", "This is a <foo> text:")]
    [InlineData("<ul>\n    {{~ for product in products ~}}\n    <li>{{ product.title }}</li>\n    {{~ end ~}}\n</ul>\n", "<ul>\n    <li>Orange</li>\n    <li>Computer</li>\n    <li>Sofa</li>\n</ul>\n")]
    [InlineData("This is a text\n\n\n{{- \"This is an expression\" -}}        123456789  \n{{- 10 }}\n\n{%{- a b c d -}%}{%%{ }%} }%%}\n         {{~         ~}}\nThis is another test", "This is a textThis is an expression12345678910 a b c d  }%} \nThis is another test")]
    // 1.5 indentation
    [InlineData("{{ a_multi_line_value = \"test1\\ntest2\\ntest3\\n\" ~}}\n   {{ a_multi_line_value }}Hello\n", "   test1\n   test2\n   test3\nHello\n")]
    [InlineData("{{ a_multi_line_value = \"test1\\ntest2\\ntest3\\n\" -}}\n   {{ a_multi_line_value }}Hello\n", "test1\ntest2\ntest3\nHello\n")]
    [InlineData("[\n  {{~ for i in 1..2 ~}}\n  [\n    {{~ for j in 1..3 ~}}\n    {{~ if true ~}}\n    dolor {{\"sit\"}}.\n    {{~ else ~}}\n    Ut\n    {{~ end ~}}\n    {{~ end ~}}\n  ]\n  {{~ end ~}}\n]", "[\n  [\n    dolor sit.\n    dolor sit.\n    dolor sit.\n  ]\n  [\n    dolor sit.\n    dolor sit.\n    dolor sit.\n  ]\n]")]
    // 2 comments
    [InlineData("This is a {{ \"Hello \" # A single line comment}}{{\n## This is \na multiline \ncomment## \n\"World\"}}", "This is a Hello World")]
    [InlineData("a{{ ## This \nis ## }}b", "ab")]
    // 3 literals
    [InlineData("{{ 'a\\tb\\x41\\u0042\\\\' }}|", "a\tbAB\\|")]
    [InlineData("{{ `\\d+` + `a``b` }}|", "\\d+a`b|")]
    [InlineData("{{ 100 }} {{ 1e3 }} {{ 0x1ef }} {{ 1.0e3 }} {{ 1.0e-3 }} {{ 2.50 }}", "100 1000 495 1000 0.001 2.5")]
    // 5 and 6 objects, arrays, size
    [InlineData("{{ x = {member1: 1, \"member2\": 2, }; x.member1; x[\"member2\"] }}", "12")]
    [InlineData("{{ x = {\nmember1: 1, member2:\n2\n,\nmember4: 4}\nx.member1\nx.member2 }}", "12")]
    [InlineData("{{ x = {member1: {submember: \"yes\"} }; x.member1.submember }}", "yes")]
    [InlineData("{{ x = {}; x.member1?.submember1?.submember2 ?? \"nothing\" }}", "nothing")]
    [InlineData("{{ a = [\n1,\n2,\n3,\n]; a.size; a[0]; a[-1] }}", "313")]
    // 8.4 arithmetic (100-expressions/110-binary-simple)
    [InlineData("{{ 1 + 2.5 }} {{ 2 * 2.5 }} {{ 3 / 2 }} {{ 3 // 2 }} {{ 1 / 0.5 }} {{ 5.0 / 2 }} {{ 3.5 % 2 }} {{ 7.5 // 2 }}", "3.5 5 1.5 1 2 2.5 1.5 4")]
    [InlineData("{{ 1 + 2 * 4 }} {{ 3 % 2 + 4 }} {{ 5 - 2 - 2 }} {{ 10 / 2 + 1 }} {{ -7 // 2 }} {{ +1.5 }}", "9 5 1 6 -3 1.5")]
    [InlineData("{{ 5 + math.abs (-2) }} {{ 5 + math.abs(-2) }}", "7 7")]
    // 8.5 conditions (155-cond-expression)
    [InlineData("{{ true ? true ? 1 : 2 : 3 }}{{ true ? false ? 1 : 2 : 3 }}{{ false ? true ? 1 : 2 : 3 }}{{ true ? 1 + 2 + 3 : 4 }}", "1236")]
    [InlineData("{{ \"test1 check\" | string.ends_with \"check\" ? 3 : 4 }}{{ \"a\" | string.ends_with \"check\" ? string.handleize \"a b\" : string.handleize \"c d\" }}", "3c-d")]
    [InlineData("{{ true && false || !false && true }} {{ !(false && false && false) && true }}", "true true")]
    [InlineData("{{ null == null }} {{ null != null }} {{ 1 == null }} {{ \"a\" != null }}", "true false false true")]
    // 8.7 ranges (150-range-expression; 400-builtins/410-array)
    [InlineData("{{ 1..5 | array.join \" \" }}|{{ 1..<5 | array.join \" \" }}|{{ (2 - 1)..(4+1) | array.size }}|{{ 4..1 | array.join \" \" }}|{{ 3..<3 | array.size }}", "1 2 3 4 5|1 2 3 4|5|4 3 2 1|0")]
    // 8.8 null
    [InlineData("{{ null ?? 1 }}{{ 1 ?? null }}{{ test ?? \"yes\" }}{{ 1 ?! \"yes\" }}{{ (null ?! 1) ?? \"none\" }}", "11yesyesnone")]
    // 8.9 pipes go over lines
    [InlineData("{{-\n\"text\"                        |\n      string.append \"END\"     |\n      string.prepend \"START\"\n-}}", "STARTtextEND")]
    // 9.3 if (200-if-else-statement)
    [InlineData("{{if false; \"Boo!\"; else if false; \"Boo2\"; else; \"Yes\"; end}}", "Yes")]
    [InlineData("{{ if n == 4 }}four{{ else }}other{{ end }}.", "four.")]
    // 9.4 case (205-case-when)
    [InlineData("{{\n    x = 5\n    case x\n      when 1, 2, 3\n          \"Value is 1 or 2 or 3\"\n      when 5\n          \"Value is 5\"\n      else\n          \"Value is other\"\n    end\n}}", "Value is 5")]
    [InlineData("{{ case 2 }}{{ when 1 || 2 }}a{{ else }}b{{ end }}", "a")]
    [InlineData("{{ case 3 }}\n  {{ when 1 }}a{{ else }}b{{ end }}", "b")]
    // 9.5 loops
    [InlineData("{{~ for i in (4..9) offset:2 ~}}\n {{ i }}\n{{~ end ~}}\n", " 6\n 7\n 8\n 9\n")]
    [InlineData("{{~ for i in (4..9) limit:2 ~}}\n {{ i }}\n{{~ end ~}}\n", " 4\n 5\n")]
    [InlineData("{{ for i in (1..3) reversed }}{{ i }}{{ end }}", "321")]
    [InlineData("{{\nx = [1,2,3,4]\nfor y in x offset:1 limit:3 reversed\n\ty\nend\n}}", "432")]
    [InlineData("{{for x in [1,1,2,3,4]-}}\n\t{{x}} => [{{for.index}}] {{for.first}}, {{for.last}}, {{for.even}}, {{for.odd}}, {{for.changed}}, {{for.rindex}}, {{for.length}}\n{{end}}", "1 => [0] true, false, true, false, true, 4, 5\n1 => [1] false, false, false, true, false, 3, 5\n2 => [2] false, false, true, false, true, 2, 5\n3 => [3] false, false, false, true, true, 1, 5\n4 => [4] false, true, true, false, true, 0, 5\n")]
    [InlineData("{{ for i in 1..5\n  if i > 2\n    break\n  end\n i\nend }}.", "12.")]
    [InlineData("{{ for i in 1..5\n  if i == 2\n    continue\n  end\n}}[{{i}}]{{ end }}", "[1][3][4][5]")]
    // 210-for-statement-else
    [InlineData("{{for x in []-}}\nNot empty\n{{-else-}}\nempty\n{{-end}}\n\n{{for x in [1,2,3,4]; if x >= 3 -}}\nLoop {{ x }}\n{{else-}}\nElse {{ x }}\n{{end; end~}}\n\n{{for x in [0,2]; for y in 0..<x -}}\nLoop2 {{ x }} {{ y }}\n{{else-}}\nEmpty {{ x }}\n{{end; end-}}", "empty\n\nElse 1\nElse 2\nLoop 3\nLoop 4\n\nEmpty 0\nLoop2 2 0\nLoop2 2 1\n")]
    [InlineData("{{ for x in {a: 1, b: 2} }}{{ x.key }}={{ x.value }};{{ end }}", "a=1;b=2;")]
    public void A_template_gives_what_Scriban_gives(string template, string expected) => Assert.Equal(expected, Rendered(template));

    [Theory]
    // 400-builtins/430-string
    [InlineData("'This & is a @@^^&%%%%% value@@' | string.handleize", "this-is-a-value")]
    [InlineData("'This is a test with a test' | string.remove_first 'test'", "This is a  with a test")]
    [InlineData("'Hello, world. Goodbye, world.' | string.remove_last 'world'", "Hello, world. Goodbye, .")]
    [InlineData("'test' | string.slice (-5) 3", "te")]
    [InlineData("'test' | string.slice 3 5", "t")]
    [InlineData("'test' | string.slice (-10)", "")]
    [InlineData("'test' | string.slice (-2)", "st")]
    [InlineData("'test' | string.slice 10", "")]
    [InlineData("'a/b/c/d/e//f' | string.split '/' | array.join ' | '", "a | b | c | d | e | f")]
    [InlineData("'test\\r\\ntest\\r\\n' | string.strip_newlines", "testtest")]
    [InlineData("'This is a long test with several chars in it but going to be truncated' | string.truncate 20 ' and blabla...'", "This i and blabla...")]
    [InlineData("'tota' | string.contains ''", "false")]
    [InlineData("'1234567891234567' | string.to_long", "1234567891234567")]
    [InlineData("('12x' | string.to_int) == null", "true")]
    [InlineData("'This will capitalize words' | string.capitalizewords", "This Will Capitalize Words")]
    [InlineData("'Hel\\tlo\\n\"W\\\\orld' | string.escape", "Hel\\tlo\\n\\\"W\\\\orld")]
    // 410-array
    [InlineData("[1,2,3,4] | array.limit 0 | array.size", "0")]
    [InlineData("[1,2,3,4] | array.offset (-1) | array.join ','", "1,2,3,4")]
    [InlineData("[1,2,3,4] | array.insert_at 1 9 | array.join ','", "1,9,2,3,4")]
    [InlineData("[1,2,3,4] | array.remove_at 0 | array.add 5 | array.join ','", "2,3,4,5")]
    [InlineData("[{id: 5}, {id: 1}, {id: 10}] | array.sort 'id' | array.map 'id' | array.join ','", "1,5,10")]
    [InlineData("products | array.map 'type' | array.uniq | array.sort | array.join ','", "electronics,fruit,furniture")]
    [InlineData("[1, 2, 3] | array.join ', ' @string.literal", "\"1\", \"2\", \"3\"")]
    [InlineData("['', '200', '', '400'] | array.filter @string.empty | array.size", "2")]
    [InlineData("[' hello', ' world', '20'] | array.any @string.contains '20'", "true")]
    [InlineData("[' a', ' 5', '6 '] | array.each @string.strip | array.join ','", "a,5,6")]
    // 420-math
    [InlineData("4.3 | math.ceil", "5")]
    [InlineData("4.5612 | math.round 2", "4.56")]
    [InlineData("8.4 | math.divided_by 2.0 | math.round 1", "4.2")]
    [InlineData("8.4 | math.divided_by 2", "4")]
    [InlineData("4.2435 | math.format '0.##'", "4.24")]
    [InlineData("255 | math.format 'X4'", "00FF")]
    // 450-object
    [InlineData("1.0 | object.typeof", "number")]
    [InlineData("true | object.typeof", "boolean")]
    [InlineData("undefined_var | object.default 'Yo'", "Yo")]
    [InlineData("{a: 1, b: 2} | object.keys | array.join ','", "a,b")]
    // 460-regex
    [InlineData("'this is a text123' | regex.match `(\\w+) a ([a-z]+\\d+)` | array.join '|'", "is a text123|is|text123")]
    [InlineData("'this   is  \\t   a  \\t   text' | regex.split `\\s+` | array.join ','", "this,is,a,text")]
    [InlineData("'abbbbcccd' | regex.replace 'b+c+' '-Yo-'", "a-Yo-d")]
    [InlineData("regex.match `regex pattern` 'string not matched' | array.size", "0")]
    [InlineData("'...' | regex.escape", "\\.\\.\\.")]
    // date
    [InlineData("date.parse '2016/01/05' | date.add_days 1", "06 Jan 2016")]
    [InlineData("date.parse '2016/01/05' | date.add_months 1", "05 Feb 2016")]
    [InlineData("(date.parse '2016/01/05') < (date.parse '2016/01/06')", "true")]
    [InlineData("(date.parse '2016/01/05').day_of_year", "5")]
    public void A_function_gives_what_Scriban_gives(string expression, string expected) => Assert.Equal(expected, Rendered($"{{{{ {expression} }}}}"));

    private static string? Rendered(string template)
    {
        var findings = new Findings();
        var evaluation = Template.Parse(template, Read.Span(template), findings)?.Render(s_scope);
        foreach (var problem in evaluation?.Problems ?? []) findings.Add(problem);
        Assert.Empty(Told.Lines(findings));
        return evaluation?.Value?.Text;
    }
}

using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("key: plain words  # comment\n", "plain words", true)]
    [InlineData("key: \"x\\ty\"\n", "\"x\\ty\"", false)]
    [InlineData("key: 'it''s'\n", "'it''s'", false)]
    [InlineData("key: |\n  one\n  two\n\nnext: 1\n", "|\n  one\n  two", false)]
    [InlineData("key: &anchor value\n", "value", true)]
    [InlineData("key: 😀 x\r\nnext: 1\r\n", "😀 x", true)]
    public void A_scalars_span_is_what_is_written(string text, string written, bool plain)
    {
        var value = Assert.IsType<YamlScalar>(((YamlMapping)Read.Yaml(text))["key"]);
        Assert.Equal(written, text.Substring(value.Span.Start, value.Span.Length));
        Assert.Equal(plain, value.Plain);
    }

    [Fact]
    public void A_block_collection_stands_where_its_first_key_or_entry_stands()
    {
        var root = (YamlMapping)Read.Yaml("outer:\n  inner: 1\nlist:\n  - a\n  - b\nflow: { x: 1 }\nempty: []\n");
        Assert.Equal(["test.yml:2:3", "test.yml:4:5", "test.yml:6:7", "test.yml:7:8"], root.Entries.Select(entry => entry.Value.Span.ToString()));
        Assert.Equal([5, 1, 8, 2], root.Entries.Select(entry => entry.Value.Span.Length));
    }

    [Fact]
    public void Aliases_repeat_their_value_and_merge_keys_give_way_to_own_keys()
    {
        var root = (YamlMapping)Read.Yaml("a: &a { x: 1, y: 2 }\nb: &b { y: 3, z: 4 }\nc:\n  x: 9\n  <<: [*a, *b]\nd: *a\n", YamlDialect.Ansible);
        var merged = (YamlMapping)root["c"]!;
        Assert.Equal(["x=9", "y=2", "z=4"], merged.Entries.Select(entry => $"{entry.Key.Text}={((YamlScalar)entry.Value).Text}"));
        Assert.Same(root["a"], root["d"]);
    }

    [Theory]
    [InlineData(6, 8, "")]
    [InlineData(7, 8, "")]
    [InlineData(8, 8, "LMR014")]
    [InlineData(2, 900, "LMR014 LMR020")]
    public void What_aliases_repeat_is_no_deeper_than_what_is_written_out(int levels, int aliases, string told)
    {
        // Each anchor lies some levels deep in the one after it; in flow style, for the first line cannot know them.
        var text = string.Concat(Enumerable.Range(0, aliases).Select(number =>
            $"a{number}: &a{number} {new string('[', levels)}{(number == 0 ? "x" : $"*a{number - 1}")}{new string(']', levels)}\n"));
        var findings = new Findings();
        var root = Read.Yaml(text, findings, YamlDialect.Ansible);

        Assert.Equal(told, string.Join(' ', findings.Sorted.Select(finding => finding.Code).Distinct()));
        Assert.InRange(Depth(root), 1, 64);
    }

    [Theory]
    [InlineData("yes", "true")]
    [InlineData("Off", "false")]
    [InlineData("1_000", "1000")]
    [InlineData("08", "08")]
    [InlineData("y", "y")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    public void An_Ansible_file_gives_the_value_that_Ansible_sees(string written, string read)
    {
        var root = (YamlMapping)Read.Yaml($"key: {written}\nquoted: \"{written}\"\n", YamlDialect.Ansible);
        Assert.Equal(read, ((YamlScalar)root["key"]!).Text);
        Assert.Equal(written, ((YamlScalar)root["quoted"]!).Text);
    }

    [Fact]
    public void A_vault_is_kept_with_its_tag() =>
        Assert.Equal("!vault", Assert.IsType<YamlScalar>(((YamlMapping)Read.Yaml("key: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  61\n", YamlDialect.Ansible))["key"]).Tag);

    [Theory]
    [InlineData("")]
    [InlineData("# only comments\n")]
    [InlineData("---\n")]
    public void An_empty_Ansible_file_is_nothing_and_no_mistake(string text)
    {
        var findings = new Findings();
        Assert.Null(Read.Yaml(text, findings, YamlDialect.Ansible));
        Assert.Empty(findings.Sorted);
    }

    [Fact]
    public void No_text_makes_the_reader_throw()
    {
        string[] pieces = ["a: ", "- ", "[", "]", "{", "}", "\n", "  ", "\"", "'", "|", ">", "&x ", "*x", "!t ", "{{ ", "}}", "? ", "#", "\t", "%", "---\n", "<<", ",", "b"];
        var random = new Random(20);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            var findings = new Findings();
            var node = YamlReader.Read(new SourceFile("x", text), round % 2 == 0 ? YamlDialect.Core : YamlDialect.Ansible, findings);
            Assert.True(node is not null || findings.HasErrors || round % 2 == 1, text);
            foreach (var diagnostic in findings.Sorted) DiagnosticText.Render(diagnostic);
        }
    }

    private static int Depth(YamlNode? node) => node switch
    {
        YamlMapping mapping => 1 + mapping.Entries.Max(entry => Depth(entry.Value)),
        YamlSequence list => 1 + list.Items.Max(Depth),
        _ => 0,
    };
}

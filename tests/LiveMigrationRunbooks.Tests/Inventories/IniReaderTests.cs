using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Inventories.Ini;
using LiveMigrationRunbooks.Inventories.Listing;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories;

public sealed class IniReaderTests
{
    [Fact]
    public void Sections_make_groups_and_a_variable_stands_where_it_is_written()
    {
        using var folder = new InventoryFolder().Write("hosts", """
            lone
            [web]   # in front
            web[1:2].example.org:2222 mtu=9000 tags="['a', 'b']"
            [web:vars]
            port = 80
            [site:children]
            web
            """);
        var inventory = folder.Read("hosts");
        Assert.Equal("lone web1.example.org web2.example.org", string.Join(' ', inventory.Hosts));
        Assert.Equal(["all", "site", "web"], inventory.GroupsOf(inventory.Hosts[1]).Select(group => group.Name));
        var variables = inventory.Variables(inventory.Hosts[1]);
        Assert.Equal(("""{"mtu":9000,"tags":["a","b"]}""", "3:31", "5:1"), (
            $$"""{"mtu":{{InventoryJson.Value(variables["mtu"]!.Value)!.ToJsonString()}},"tags":{{InventoryJson.Value(variables["tags"]!.Value)!.ToJsonString()}}}""",
            Place(variables["mtu"]!.Value.Span), Place(variables["port"]!.Span)));
        Assert.Equal(2222, ConnectionSettings.Of(inventory, inventory.Hosts[1], folder.Findings)?.Port);

        static string Place(LiveMigrationRunbooks.Language.Text.SourceSpan span) => $"{span.Line}:{span.Column}";
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_in_one_go()
    {
        using var folder = new InventoryFolder().Write("hosts", """
            [web]
            web1 mtu
            web2 note='it is open
            web3 mtu=9000 =5
            w[3:1]
            -oProxyCommand=id
            [web servers]
            passed over
            [web:var]
            passed over too
            [web:vars]
            no assignment
            [wbe:vars]
            x=1
            [site:children]
            web other
            wep
            ; a comment
            [bad;name]
            """);
        folder.TryRead("hosts");
        Assert.Equal(
            [
                "LMR118 2:6 'mtu' is not key=value.",
                "LMR119 3:11 A quote or a backslash is left open here.",
                "LMR118 4:15 '=5' is not key=value.",
                "LMR110 5:2 '[3:1]' is not a range.",
                "LMR108 6:1 '-oProxyCommand=id' cannot be a host's name.",
                "LMR116 7:1 '[web servers]' is not a section.",
                "LMR117 9:6 There are no sections of the kind 'var'.",
                "LMR118 12:1 'no assignment' is not key=value.",
                "LMR120 13:2 The group 'wbe' is not defined.",
                "LMR121 16:1 'web other' is not a group's name.",
                "LMR120 17:1 The group 'wep' is not defined.",
                "LMR106 19:2 'bad;name' cannot be a group's name.",
            ],
            folder.Told);
        Assert.Contains(folder.Findings.Sorted, problem => problem.Fix == "Add a section [wep]. Did you mean 'web'?");
    }

    [Theory]
    [InlineData("80,443", "[80,443]")]
    [InlineData("(1)", "1")]
    [InlineData("(1,)", "[1]")]
    [InlineData("()", "[]")]
    [InlineData("[1, [True, None], {'a': -2},]", """[1,[true,null],{"a":-2}]""")]
    [InlineData("{'a': {'b': 1.0}}", """{"a":{"b":1.0}}""")]
    [InlineData("007", "\"007\"")]
    [InlineData("00", "0")]
    [InlineData("0x1F", "31")]
    [InlineData("0b11", "3")]
    [InlineData("0o17", "15")]
    [InlineData("1_000", "1000")]
    [InlineData("1e400", "\"Infinity\"")]
    [InlineData("--5", "5")]
    [InlineData("1-2", "\"1-2\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("True", "true")]
    [InlineData("None", "null")]
    [InlineData("'a' \"b\"", "\"ab\"")]
    [InlineData("'unfinished", "\"\\u0027unfinished\"")]
    [InlineData("[1, 2", "\"[1, 2\"")]
    [InlineData("{'a'}", "\"{\\u0027a\\u0027}\"")]
    [InlineData("5 # comment", "5")]
    [InlineData("five # no comment", "\"five # no comment\"")]
    [InlineData(@"'a\tb\x41'", "\"a\\tbA\"")]
    [InlineData(@"r'\d'", "\"\\\\d\"")]
    [InlineData("10.0.0.1", "\"10.0.0.1\"")]
    [InlineData("", "\"\"")]
    public void A_value_is_typed_as_a_Python_literal(string written, string expected) =>
        Assert.Equal(expected, InventoryJson.Value(PythonLiteral.Read(written, LiveMigrationRunbooks.Tests.Language.Read.Span("x")))?.ToJsonString() ?? "null");

    [Fact]
    public void A_deep_value_is_a_text() => Assert.StartsWith(
        "\"[[[", InventoryJson.Value(PythonLiteral.Read(new string('[', 5000), LiveMigrationRunbooks.Tests.Language.Read.Span("x")))!.ToJsonString(), StringComparison.Ordinal);

    [Fact]
    public void Whatever_a_file_holds_is_told_and_never_thrown()
    {
        const string sound = "web[1:3]:22 a='b c' n=[1,(2,)] d={'k': 0x1f}\n[g:children]\nweb\n[web:vars]\nx=\"\\x41\\u00e9\" # c\n";
        const string letters = "[]{}()'\"\\=:,#;-+_.0x1eé\n \t";
        var random = new Random(20261121);
        for (var round = 0; round < 3000; round++)
        {
            var text = sound.ToCharArray();
            for (var edit = random.Next(1, 6); edit > 0; edit--) text[random.Next(text.Length)] = letters[random.Next(letters.Length)];
            var findings = new LiveMigrationRunbooks.Language.Diagnostics.Findings();
            var file = new LiveMigrationRunbooks.Language.Text.SourceFile("hosts", new string(text));
            new IniReader(file, new InventoryDraft(findings), findings).Read();
            Assert.All(findings.Sorted, problem => Assert.InRange(problem.Span!.Start + problem.Span.Length, 0, text.Length + 1));
        }
    }
}

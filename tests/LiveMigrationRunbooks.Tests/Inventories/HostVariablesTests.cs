using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Tests.Language;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories;

public sealed class HostVariablesTests
{
    [Fact]
    public void The_nearest_layer_wins_and_every_loser_is_kept()
    {
        using var folder = new InventoryFolder("""
            all:
              vars: { mtu: 1 }
              children:
                site: { vars: { mtu: 3 }, children: { rack: } }
            rack: { hosts: { h: { mtu: 6 } }, vars: { mtu: 4 } }
            """)
            .Write("group_vars/all.yml", "mtu: 2\n").Write("group_vars/rack/10.yml", "mtu: 5\n").Write("host_vars/h.yaml", "mtu: 7\n");
        var variable = folder.Read().Variables(folder.Read().Host("h")!)["mtu"]!;
        Assert.Equal("7", ((YamlScalar)variable.Value).Text);
        Assert.Equal(["6 Host h", "5 Group rack", "4 Group rack", "3 Group site", "2 All all", "1 All all"],
            variable.Losers.Select(loser => $"{((YamlScalar)loser.Value).Text} {loser.Layer} {loser.Owner}"));
        Assert.EndsWith("host_vars/h.yaml:1", variable.Winner.Place, StringComparison.Ordinal);
        Assert.Empty(variable.Problems(null));
    }

    [Fact]
    public void Groups_of_one_depth_that_disagree_are_an_error_only_where_the_variable_is_used()
    {
        using var folder = new InventoryFolder("""
            a: { vars: { mtu: 1500, same: x }, hosts: { h: } }
            b: { vars: { mtu: 9000, same: x }, hosts: { h: } }
            """);
        var variables = folder.Read().Variables(folder.Read().Host("h")!);
        Assert.Equal("9000", ((YamlScalar)variables["mtu"]!.Value).Text);
        var expression = Expression.Parse("mtu + 1", Language.Read.Span("mtu + 1"), new Findings())!;
        var problem = Assert.Single(variables.Problems(expression.Names));
        Assert.Equal("LMR130 1:1 'mtu' is ambiguous.", Told.Line(problem));
        Assert.Empty(variables["same"]!.Problems(null));
    }

    [Theory]
    [InlineData("a: { vars: { ansible_group_priority: 10, x: 1 }, hosts: { h: } }\nb: { vars: { x: 2 }, hosts: { h: } }\n", "1")]
    [InlineData("a: { hosts: { h: { x: 2 } } }\nb: { vars: { x: 1 }, hosts: { h: } }\n", "2")]
    [InlineData("z: { vars: { x: 1 }, children: { a: } }\na: { vars: { x: 2 }, hosts: { h: } }\n", "2")]
    public void A_priority_a_host_or_a_deeper_group_decides(string text, string expected)
    {
        using var folder = new InventoryFolder(text);
        var variable = folder.Read().Variables(folder.Read().Host("h")!)["x"]!;
        Assert.Equal(expected, ((YamlScalar)variable.Value).Text);
        Assert.Null(variable.Conflict);
    }

    [Fact]
    public void A_host_that_one_file_describes_twice_in_different_words_is_a_conflict()
    {
        using var folder = new InventoryFolder("a: { hosts: { h: { x: 1 } } }\nb: { hosts: { h: { x: 2 } } }\n");
        Assert.NotNull(folder.Read().Variables(folder.Read().Host("h")!)["x"]!.Conflict);
    }

    [Fact]
    public void The_inventory_that_is_named_later_wins()
    {
        using var folder = new InventoryFolder().Write("one.yml", "a: { hosts: { h: { x: 1 } } }\n").Write("two.yml", "a: { hosts: { h: { x: 2 } } }\n");
        var variable = folder.Read("one.yml", "two.yml").Variables(folder.Read("one.yml", "two.yml").Host("h")!)["x"]!;
        Assert.Equal("2", ((YamlScalar)variable.Value).Text);
        Assert.Null(variable.Conflict);
    }

    [Fact]
    public void What_only_Ansible_can_evaluate_is_an_error_where_it_is_used()
    {
        using var folder = new InventoryFolder("""
            a:
              hosts: { h: }
              vars:
                jinja: "{{ lookup('env', 'X') }}"
                tls: { key: !vault "61", port: 1 }
                raw: !unsafe "{{ not a template }}"
            """);
        var variables = folder.Read().Variables(folder.Read().Host("h")!);
        Assert.Equal(["LMR131 1:1 'jinja' holds a Jinja2 template."], Use("jinja"));
        Assert.Empty(Use("tls.key"));
        Assert.Empty(Use("tls.port"));
        Assert.Empty(Use("raw"));
        Assert.Equal(new DatumInteger(1), Expression.Parse("tls.port", Language.Read.Span("tls.port"), new Findings())!.Evaluate(variables.Scope).Value);
        Assert.IsType<DatumSecret>(Expression.Parse("tls.key", Language.Read.Span("tls.key"), new Findings())!.Evaluate(variables.Scope).Value);

        string[] Use(string text) => [.. variables.Problems(Expression.Parse(text, Language.Read.Span(text), new Findings())!.Names).Select(Told.Line)];
    }

    [Fact]
    public void A_difference_from_Ansibles_precedence_is_a_warning_where_it_matters()
    {
        using var folder = new InventoryFolder("a: { hosts: { h: }, vars: { x: 1 } }\n").Write("group_vars/all.yml", "x: 2\n");
        var problem = Assert.Single(folder.Read().Variables(folder.Read().Host("h")!)["x"]!.Problems(null));
        Assert.Equal((Severity.Warning, "Ansible would take another value of 'x'."), (problem.Severity, problem.What));
    }

    [Fact]
    public void Variables_of_nobody_are_told()
    {
        using var folder = new InventoryFolder("rack_a: { hosts: { h: } }\n").Write("group_vars/rack-a.yml", "x: 1\n").Write("host_vars/README", "notes\n").Write("group_vars/rack_a.yml", "$ANSIBLE_VAULT;1.1;AES256\n61\n");
        folder.TryRead();
        Assert.Equal(["LMR113 1:1 There is no group 'rack-a'.", "LMR417 1:1 This vault stays closed, and its variables are not known."], folder.Told);
    }

    [Fact]
    public void Expressions_see_the_hosts_own_name_and_groups()
    {
        using var folder = new InventoryFolder("rack_a: { hosts: { h.example.org: { mtu: 9000, on: yes } } }\n");
        var scope = folder.Read().Variables(folder.Read().Hosts[0]).Scope;
        Assert.Equal(["group_names", "inventory_hostname", "inventory_hostname_short", "mtu", "on"], scope.Names);
        const string text = "inventory_hostname_short == 'h' and on and mtu == 9000 and (group_names | array.contains 'rack_a')";
        Assert.Equal(new DatumBool(true), Expression.Parse(text, Language.Read.Span(text), new Findings())!.Evaluate(scope).Value);
    }
}

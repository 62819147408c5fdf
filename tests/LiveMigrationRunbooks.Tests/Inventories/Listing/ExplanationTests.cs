using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Inventories.Listing;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories.Listing;

public sealed class ExplanationTests
{
    [Theory]
    [InlineData("a: { hosts: { h: { x: 1 } } }", "Nothing else sets it.")]
    [InlineData("a: { hosts: { h: { x: 1 } }, vars: { x: 2 } }", "What is set for the host wins over what its groups set.")]
    [InlineData("a: { hosts: { h: }, vars: { x: 1 } }\nall: { vars: { x: 2 } }", "Any group wins over 'all'.")]
    [InlineData("a: { vars: { x: 1 }, children: { b: } }\nb: { hosts: { h: }, vars: { x: 2 } }", "b lies deeper (depth 2) than a (depth 1); the deeper group wins.")]
    [InlineData("a: { hosts: { h: }, vars: { x: 1, ansible_group_priority: 7 } }\nb: { hosts: { h: }, vars: { x: 2 } }", "a and b both have depth 1; the higher ansible_group_priority wins (7 over 1).")]
    [InlineData("a: { hosts: { h: }, vars: { x: 1 } }\nb: { hosts: { h: }, vars: { x: 1 } }", "b and a have the same depth and priority, and agree.")]
    [InlineData("a: { hosts: { h: }, vars: { x: 1 } }\nb: { hosts: { h: }, vars: { x: 2 } }", "b and a have the same depth and priority; Ansible takes the name that sorts last. A runbook that uses it is refused.")]
    [InlineData("a: { hosts: { h: { x: 1 } } }\nb: { hosts: { h: { x: 2 } } }", "h has two values in one file; the last is taken, and a runbook that uses it is refused.")]
    public void The_reason_names_what_decided(string hosts, string why)
    {
        using var folder = new InventoryFolder(hosts + "\n");
        Assert.Equal(why, Explain(folder.Read()).Variables["x"].Why);
    }

    [Fact]
    public void Of_one_owner_the_file_beside_the_inventory_is_read_later()
    {
        using var folder = new InventoryFolder("a: { hosts: { h: }, vars: { x: 1 } }\n").Write("group_vars/a.yml", "x: 2\n");
        var variable = Explain(folder.Read()).Variables["x"];
        Assert.Equal("2", variable.Winner.Text);
        Assert.StartsWith("Both are set for a; what is read later wins", variable.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_above_hides_the_inventory_and_its_conflicts()
    {
        using var folder = new InventoryFolder("a: { hosts: { h: }, vars: { x: 1 } }\nb: { hosts: { h: }, vars: { x: '{{ 2 }}' } }\n");
        Assert.False(Explain(folder.Read()).Variables["x"].IsUsable);
        var input = Upper(ExplainedLayer.Runbook, "3");
        var hidden = Explain(folder.Read(), input).Variables["x"];
        Assert.Equal(("3", true, "What the runbook sets (input) wins over the inventory."), (hidden.Winner.Text, hidden.IsUsable, hidden.Why));
        Assert.All(hidden.Settings, setting => Assert.False(setting.Conflicts));
        var given = Explain(folder.Read(), Upper(ExplainedLayer.ExtraVars, "4"), input).Variables["x"];
        Assert.Equal(["4 -e", "3 runbook", "{{ 2 }} group", "1 group"], given.Settings.Select(setting => $"{setting.Text} {setting.LayerWord}"));
    }

    [Fact]
    public void An_input_that_waits_for_its_value_hides_what_is_below()
    {
        using var folder = new InventoryFolder("a: { hosts: { h: { x: 1 } } }\n");
        var variable = Explain(folder.Read(), Upper(ExplainedLayer.Runbook, null)).Variables["x"];
        Assert.Equal("(no value yet)", variable.Winner.Text);
        Assert.Equal("The runbook's input has no value before -e gives one, and hides what is set below.", variable.Why);
    }

    [Fact]
    public void What_lmr_declares_itself_cannot_be_set_by_an_inventory()
    {
        using var folder = new InventoryFolder("a: { hosts: { h.example.org: { inventory_hostname_short: other } } }\n");
        var variables = Explain(folder.Read()).Variables;
        Assert.Equal(("h", "lmr sets it itself; an inventory cannot."), (variables["inventory_hostname_short"].Winner.Text, variables["inventory_hostname_short"].Why));
        Assert.Equal("[a]", variables["group_names"].Winner.Text);
        // The same names and values that expressions see.
        Assert.Equal(folder.Read().Variables(folder.Read().Hosts[0]).Scope.Names, variables.Keys);
    }

    [Theory]
    [InlineData("h2", "LMR183 There is no host 'h2'. Did you mean 'h1'?")]
    [InlineData("a", "LMR184 'a' is a group, not a host. Name one of its hosts, for example 'h1'.")]
    [InlineData("none", "LMR184 'none' is a group, not a host. It has no hosts; name another one.")]
    public void A_host_that_is_none_is_an_error_that_helps(string name, string expected)
    {
        using var folder = new InventoryFolder("a: { hosts: { h1: } }\nnone:\n");
        var findings = new Findings();
        Assert.Null(ExplanationQuestion.Host(folder.Read(), name, findings));
        Assert.Equal(expected, Told(findings));
    }

    [Theory]
    [InlineData("tls.port", "LMR186 'tls.port' is not a variable by itself. Ask for 'tls'.")]
    [InlineData("tlss", "LMR185 h has no variable 'tlss'. Did you mean 'tls'?")]
    [InlineData("othre", "LMR185 h has no variable 'othre'. Did you mean 'other', which other hosts have?")]
    public void A_variable_that_is_none_is_an_error_that_helps(string name, string expected)
    {
        using var folder = new InventoryFolder("a: { hosts: { h: { tls: { port: 1 } } } }\nb: { vars: { other: 1 } }\n");
        var (inventory, findings) = (folder.Read(), new Findings());
        Assert.Null(ExplanationQuestion.Variable(inventory, Explain(inventory), name, findings));
        Assert.Equal(expected, Told(findings));
    }

    [Fact]
    public void A_variable_of_others_is_named_with_its_place()
    {
        using var folder = new InventoryFolder("a: { hosts: { h: } }\nb:\n  vars: { other: 1 }\n");
        var (inventory, findings) = (folder.Read(), new Findings());
        Assert.Null(ExplanationQuestion.Variable(inventory, Explain(inventory), "other", findings));
        Assert.EndsWith("hosts.yml:3 sets it, but for a group or host that h is not in.", Assert.Single(findings.Sorted).Why, StringComparison.Ordinal);
    }

    private static string Told(Findings findings) => Assert.Single(findings.Sorted) is var problem ? $"{problem.Code} {problem.What} {problem.Fix}" : "";

    private static Explanation Explain(Inventory inventory, params UpperSetting[] upper) => Explanation.Of(inventory, inventory.Hosts[0], upper);

    private static UpperSetting Upper(ExplainedLayer layer, string? value)
    {
        var span = LiveMigrationRunbooks.Tests.Language.Read.Span("x");
        return new(layer, "x", value is null ? null : new YamlScalar(value, Plain: true, span), span, "input");
    }
}

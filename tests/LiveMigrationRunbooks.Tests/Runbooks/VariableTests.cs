using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps.Files;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runbooks;

/// <summary>Five layers of values, and where a runbook sets them.</summary>
public sealed class VariableTests
{
    private const string Levels = """
        inputs: { from_input: { default: input } }
        vars: { name: runbook, chosen: "{{ name }}" }
        plays:
          - hosts: kvm1
            vars: { name: play }
            steps:
              - { name: a, directory: { path: "/srv/a-{{ chosen }}" } }
              - vars: { name: block }
                block:
                  - { name: b, directory: { path: "/srv/b-{{ chosen }}" } }
                  - { name: c, vars: { name: step }, directory: { path: "/srv/c-{{ name }}-{{ chosen }}-{{ from_input }}" } }
        """;

    [Fact]
    public void The_inner_one_wins_and_a_template_is_evaluated_where_it_is_used()
    {
        using var folder = new RunbookFolder(Levels, "kvm:\n  vars: { name: group }\n  hosts: { kvm1: { name: host } }\n");

        Assert.Equal(["/srv/a-play", "/srv/b-block", "/srv/c-step-step-input"], Paths(folder.BindWith([])));
        Assert.Equal(["/srv/a-x", "/srv/b-x", "/srv/c-step-x-y"], Paths(folder.BindWith(["chosen=x from_input=y"])));
        Assert.Equal(["/srv/a-z", "/srv/b-z", "/srv/c-z-z-input"], Paths(folder.BindWith(["name=z"])));
        Assert.Equal([], folder.Told);
    }

    [Fact]
    public void A_value_that_is_one_expression_keeps_its_type()
    {
        using var folder = new RunbookFolder("vars: { size: \"{{ base * 2 }}\", base: 4500 }\nplays: [{ hosts: kvm, steps: [{ nic.mtu: { device: eth1, mtu: \"{{ size }}\" } }] }]");

        Assert.Equal(9000, Assert.IsType<LiveMigrationRunbooks.Steps.Nic.NicMtu>(folder.Bind().Plays[0].Hosts[0].Steps[0].Step).Mtu);
    }

    [Theory]
    [InlineData("vars: { a: \"{{ b }}\", b: \"{{ c }}\", c: \"{{ a }}\" }", "LMR230 runbook.yml:1:9 The variable 'a' depends on itself.")]
    [InlineData("vars: { a: \"{{ nobody ?? 1 }}\" }", null)]
    [InlineData("vars: { a: \"{{ nobody }}\" }", "LMR253 runbook.yml:1:16 'nobody' is not defined.")]
    [InlineData("vars: { facts: 1 }", "LMR231 runbook.yml:1:9 Nothing can be called 'facts'.")]
    [InlineData("inputs: { a: { default: 1 } }\nvars: { a: 1 }", "LMR231 runbook.yml:2:9 Nothing can be called 'a'.")]
    public void What_can_be_said_of_variables_nobody_uses(string before, string? told)
    {
        using var folder = new RunbookFolder(before + "\nplays: [{ hosts: kvm, steps: [{ directory: { path: /srv/a } }] }]");
        folder.TryBind();

        Assert.Equal(told is null ? [] : [told], folder.Told);
    }

    [Fact]
    public void A_cycle_through_an_inner_level_is_found()
    {
        using var folder = new RunbookFolder("vars: { a: \"{{ b }}\", b: 1 }\nplays: [{ hosts: kvm, steps: [{ vars: { b: \"{{ a }}\" }, directory: { path: \"/srv/{{ a }}\" } }] }]");
        folder.TryBind();

        Assert.Equal(["LMR230 runbook.yml:2:41 The variable 'b' depends on itself."], folder.Told);
    }

    [Fact]
    public void A_name_that_is_undefined_in_a_branch_nobody_takes_is_found()
    {
        using var folder = new RunbookFolder("plays: [{ hosts: kvm, steps: [{ when: false and typo, directory: { path: /srv/a } }] }]");
        folder.TryBind();

        Assert.Equal(["LMR253 runbook.yml:1:49 'typo' is not defined."], folder.Told);
    }

    [Fact]
    public void What_does_not_depend_on_the_host_is_worked_out_once()
    {
        var hosts = string.Concat(Enumerable.Range(0, 200).Select(number => $"    kvm{number}: {{ slot: {number % 4} }}\n"));
        using var folder = new RunbookFolder("""
            plays:
              - hosts: all
                steps:
                  - { name: same, directory: { path: /srv/a } }
                  - { name: slot, directory: { path: "/srv/{{ slot }}" } }
                  - { name: own, directory: { path: "/srv/{{ inventory_hostname }}" } }
            """, "kvm:\n  hosts:\n" + hosts);
        var bound = folder.BindWith([]);

        Assert.Equal([], folder.Told);
        Assert.Equal(1 + 4 + 200, bound?.Bindings);
        Assert.Equal(["/srv/a", "/srv/3", "/srv/kvm7"], bound?.Plays[0].Hosts[7].Steps.Select(step => step.Step).OfType<DirectoryStep>().Select(step => step.Path.ToString()));
    }

    [Fact]
    public void Every_place_that_sets_a_variable_is_known()
    {
        using var folder = new RunbookFolder(Levels);

        Assert.Equal(
            ["name the runbook 2", "chosen the runbook 2", "name play play 1 5", "name a block of play play 1 8", "name step c of play play 1 11"],
            RunbookVariables.Of(folder.Bind().Runbook).Select(place => $"{place.Variable.Name} {place.Where} {place.Variable.Span.Line}"));
    }

    private static IEnumerable<string> Paths(BoundRunbook? bound) =>
        bound?.Plays[0].Hosts[0].Steps.Select(step => step.Step).OfType<DirectoryStep>().Select(step => step.Path.ToString()) ?? [];
}

using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps.Files;
using LiveMigrationRunbooks.Steps.Nic;
using LiveMigrationRunbooks.Tests.Plans;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runbooks;

/// <summary>Includes, blocks and loops: what stands in a runbook becomes the steps of each host.</summary>
public sealed class StructureTests
{
    private const string Nic = """
        parameters:
          device: { type: string }
          mtu: { type: integer, default: 9000 }
        vars: { label: "{{ device }} of {{ inventory_hostname }}" }
        steps:
          - name: Frames
            nic.mtu: { device: "{{ device }}", mtu: "{{ mtu }}" }
          - name: Note
            file: { path: "/etc/nics/{{ device }}", content: "{{ label }}\n" }
        """;

    [Fact]
    public void A_file_that_is_included_twice_brings_its_steps_twice_with_names_of_their_own()
    {
        using var folder = Folder("""
            - include: steps/nic.yml
              with: { device: eth1 }
            - include: steps/nic.yml
              with: { device: "{{ second }}", mtu: 1500 }
            """, "vars: { second: eth2 }\n");
        folder.Write("steps/nic.yml", Nic);
        var steps = folder.Bind().Plays[0].Hosts[1].Steps;

        Assert.Equal(["Frames [eth1]", "Note [eth1]", "Frames", "Note"], steps.Select(step => step.Name));
        Assert.Equal(["1", "2", "3", "4"], steps.Select(step => step.Number));
        Assert.Equal([("eth1", 9000), ("eth2", 1500)], steps.Select(step => step.Step).OfType<NicMtu>().Select(step => (step.Device.ToString(), step.Mtu)));
        Assert.Equal([new FileContent("eth1 of kvm2\n"), new FileContent("eth2 of kvm2\n")], steps.Select(step => step.Step).OfType<FileStep>().Select(step => step.Content));
    }

    [Fact]
    public void Plays_are_included_with_parameters_that_their_patterns_can_use()
    {
        using var folder = new RunbookFolder("plays:\n  - include: plays/all.yml\n    with: { hosts: kvm2 }\n    tags: [x]\n  - { hosts: kvm3, steps: [{ directory: { path: /srv/b } }] }\n");
        folder.Write("plays/all.yml", "parameters: { hosts: {} }\nplays:\n  - { name: Inner, hosts: \"{{ hosts }}\", steps: [{ include: ../steps/a.yml }] }\n");
        folder.Write("steps/a.yml", "steps: [{ file: { path: /srv/a, source: a.txt } }]\n");
        folder.Write("steps/a.txt", "beside the file that names it");
        var bound = folder.Bind();

        Assert.Equal(["Inner: kvm2", "play 2: kvm3"], bound.Plays.Select(play => $"{play.Play.Name}: {string.Join(' ', play.Hosts.Select(host => host.Name))}"));
        Assert.Equal(new FileContent("beside the file that names it"), Assert.IsType<FileStep>(bound.Plays[0].Hosts[0].Steps[0].Step).Content);
        Assert.Equal(["runbook.yml", "all.yml", "a.yml"], bound.Runbook.Files.Select(file => Path.GetFileName(file.Path)));
    }

    [Fact]
    public void A_block_adds_its_conditions_to_those_inside()
    {
        using var folder = Folder("""
            - when: [inventory_hostname != "kvm1", "'kvm' == group_names[0]"]
              vars: { base: /srv }
              block:
                - { name: a, directory: { path: "{{ base }}/a" } }
                - { name: b, directory: { path: "{{ base }}/b" }, when: inventory_hostname == "kvm2" }
                - { name: c, directory: { path: "{{ base }}/c" }, when: facts.os == "debian 12" }
            """);
        var hosts = folder.Bind().Plays[0].Hosts;

        Assert.Equal(["No No No", "Yes Yes Unknown", "Yes No Unknown"], hosts.Select(host => string.Join(' ', host.Steps.Select(step => step.Applies))));
        Assert.Equal("inventory_hostname != \"kvm1\"", hosts[0].Steps[1].Why);
        Assert.Equal("inventory_hostname == \"kvm2\"", hosts[2].Steps[1].Why);
    }

    [Fact]
    public void A_loop_makes_one_step_for_each_item_of_each_host()
    {
        using var folder = Folder("""
            - name: Frames
              foreach: "{{ nics }}"
              as: nic
              nic.mtu: { device: "{{ nic.name }}", mtu: "{{ nic.mtu ?? 9000 }}" }
            - foreach: { a: 1, b: 2 }
              when: item.key != "a" or index > 0
              block:
                - { name: "Folder {{ item.key }}{{ item.value }}", directory: { path: "/srv/{{ item.key }}" } }
            """, inventory: """
            kvm:
              vars: { nics: [{ name: eth1 }] }
              hosts:
                kvm1: {}
                kvm2: { nics: [{ name: eth1, mtu: 1500 }, { name: eth2 }] }
                kvm3: { nics: [] }
            """);
        var hosts = folder.Bind().Plays[0].Hosts;

        Assert.Equal(
            ["1.1 Frames [eth1] | 2.1 Folder {{ item.key }}{{ item.value }} | 2.2 Folder b2", "1.1 Frames [eth1] | 1.2 Frames [eth2] | 2.1 Folder {{ item.key }}{{ item.value }} | 2.2 Folder b2", "2.1 Folder {{ item.key }}{{ item.value }} | 2.2 Folder b2"],
            hosts.Select(host => string.Join(" | ", host.Steps.Select(step => $"{step.Number} {step.Name}"))));
        Assert.Equal([1500, 9000], hosts[1].Steps.Select(step => step.Step).OfType<NicMtu>().Select(step => step.Mtu));
        Assert.Equal(Applies.No, hosts[0].Steps[1].Applies);
    }

    [Fact]
    public void A_loop_over_facts_is_unknown_until_they_are_read()
    {
        using var folder = Folder("- { name: x, foreach: [\"{{ facts.firewall }}\", b], directory: { path: \"/srv/{{ item }}\" } }");
        var offline = folder.Bind().Plays[0].Hosts[0];
        var read = folder.Bind(HandMadeReadings.Facts).Plays[0].Hosts[0];

        Assert.True(offline.WaitsForFacts);
        Assert.Equal(["x [nftables]", "x [b]"], read.Steps.Select(step => step.Name));
        Assert.False(read.WaitsForFacts);
    }

    [Fact]
    public void A_handler_is_called_by_every_item_and_the_plan_knows_items_by_number()
    {
        using var folder = new RunbookFolder("""
            plays:
              - hosts: kvm1
                steps:
                  - { name: folder, foreach: [a, b], directory: { path: "/srv/{{ item }}" }, notify: restart }
                handlers: [{ name: restart, libvirt.restart: {} }]
            """);
        var plan = new HandMadeReadings().Plan(folder.Bind());

        Assert.Equal(["p1.s1.1@kvm1", "p1.s1.2@kvm1", "p1.h1@kvm1"], plan.Deeds.Select(deed => deed.Id));
        Assert.Equal(["folder [a]", "folder [b]"], Assert.IsType<LiveMigrationRunbooks.Plans.OperationDeed>(plan.Deeds[2]).CalledBy);
    }

    [Fact]
    public void What_a_host_never_comes_to_may_need_what_it_does_not_have()
    {
        using var folder = Folder("- { directory: { path: \"{{ only_there }}\" }, when: inventory_hostname == \"kvm2\" }", inventory: "kvm:\n  hosts:\n    kvm1: {}\n    kvm2: { only_there: /srv/a }\n");

        folder.TryBind();

        Assert.Equal([], folder.Told);
    }

    [Fact]
    public void What_is_wrong_on_some_hosts_is_told_once_and_says_on_which()
    {
        using var folder = Folder("- { nic.mtu: { device: eth1, mtu: \"{{ mtu }}\" } }", inventory: "kvm:\n  vars: { mtu: 9000 }\n  hosts:\n    kvm1: {}\n    kvm2: { mtu: large }\n    kvm3: { mtu: large }\n");
        folder.TryBind();

        Assert.EndsWith("It is so on 2 of 3 hosts: kvm2, kvm3.", Assert.Single(folder.Findings.Sorted).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_items_are_refused()
    {
        using var folder = Folder("- { name: x, foreach: [" + string.Join(", ", Enumerable.Range(0, 1001)) + "], directory: { path: \"/srv/{{ item }}\" } }");
        folder.TryBind();

        Assert.Equal(["LMR228 runbook.yml:4:29 This makes more than 1000 steps."], folder.Told);
    }

    [Fact]
    public void A_link_does_not_lead_out_of_the_repository()
    {
        using var elsewhere = new RunbookFolder("steps: [{ directory: { path: /srv/a } }]");
        using var folder = Folder("- include: steps/link.yml");
        Directory.CreateDirectory(folder.At("steps"));
        File.CreateSymbolicLink(folder.At("steps/link.yml"), elsewhere.At("runbook.yml"));
        folder.TryBind();

        Assert.Equal(["LMR221 runbook.yml:4:18 'steps/link.yml' lies outside of the runbook's repository."], folder.Told);
    }

    [Fact]
    public void The_repository_is_the_folder_that_git_keeps()
    {
        using var folder = new RunbookFolder("plays: []");
        folder.Write("books/deep/a.yml", "");
        Assert.Equal(folder.At("books/deep"), ReviewedFolder.Of(folder.At("books/deep/a.yml")));
        Directory.CreateDirectory(folder.At(".git"));
        Assert.Equal(folder.Root, ReviewedFolder.Of(folder.At("books/deep/a.yml")));
    }

    private static RunbookFolder Folder(string steps, string before = "", string? inventory = null) =>
        new($"{before}plays:\n  - hosts: kvm\n    steps:\n" + string.Concat(steps.Split('\n').Select(line => $"      {line}\n")), inventory);
}

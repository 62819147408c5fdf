using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

public sealed class RenderTests
{
    private const string Template = "# {{ inventory_hostname }}\n{{ for n in nics ~}}\nnic {{ n }} {{ mtu ?? 1500 }}\n{{ end ~}}\n";

    private const string Hosts = "kvm: { vars: { nics: [eth1, eth2] }, hosts: { kvm1: { mtu: 9000 }, kvm2: , kvm3: { nics: '{{ lookup(1) }}' } } }\n";

    [Fact]
    public void A_template_is_printed_as_it_is_for_one_host_and_nobody_is_asked()
    {
        using var folder = Folder(Template);
        using var lmr = new Lmr();
        var given = lmr.Run(folder.Root, "render", "t.conf", "-i", "hosts.yml", "--host", "kvm1");
        Assert.Equal((0, "# kvm1\nnic eth1 9000\nnic eth2 9000\n", ""), given);
        Assert.Equal("# kvm2\nnic eth7 1500\n", lmr.Run(folder.Root, "render", "t.conf", "-i", "hosts.yml", "--host", "kvm2", "-e", "nics=[eth7]").Out);
        // What -e gives hides what only Ansible could evaluate.
        Assert.Equal("# kvm3\nnic a 1500\n", lmr.Run(folder.Root, "render", "t.conf", "-i", "hosts.yml", "--host", "kvm3", "-e", "nics=[a]").Out);
        Assert.Empty(lmr.SshCalls);
    }

    [Fact]
    public void Secrets_are_masked_and_not_read()
    {
        using var folder = new RunbookFolder("", "kvm: { vars: { db: { secret: command, argv: [touch, ran] } }, hosts: { kvm1: } }\n");
        folder.Write("t.conf", "password={{ db }}\n");
        using var lmr = new Lmr();
        Assert.Equal((0, "password=********\n", ""), lmr.Run(folder.Root, "render", "t.conf", "-i", "hosts.yml", "--host", "kvm1"));
        Assert.False(File.Exists(folder.At("ran")));
    }

    [Theory]
    [InlineData("{{ a }}\n", "", "t.conf -e a=1 -e b=2", 0)]
    [InlineData("{{ nci }}\n{{ 1 + }}\n", "LMR250", "t.conf", 1)]
    [InlineData("{{ nci }}\n", "LMR253", "t.conf", 1)]
    [InlineData("{{ facts.os }}\n", "LMR906", "t.conf -i hosts.yml --host kvm1", 1)]
    [InlineData("{{ nics }}\n", "LMR131", "t.conf -i hosts.yml --host kvm3", 1)]
    [InlineData("x", "LMR904", "t.conf -i hosts.yml --host kvm9", 1)]
    [InlineData("x", "LMR905", "t.conf -i hosts.yml", 1)]
    [InlineData("x", "LMR905", "t.conf --host kvm1", 1)]
    [InlineData("x", "LMR001", "gone.conf", 1)]
    public void What_is_wrong_is_told_and_nothing_is_printed(string template, string code, string arguments, int exitCode)
    {
        using var folder = Folder(template);
        using var lmr = new Lmr();
        var given = lmr.Run(folder.Root, ["render", .. arguments.Split(' ')]);
        Assert.Equal((exitCode, exitCode == 0 ? "1\n" : ""), (given.ExitCode, given.Out));
        Assert.StartsWith(code.Length == 0 ? "" : $"error {code}:", given.Err, StringComparison.Ordinal);
    }

    private static RunbookFolder Folder(string template)
    {
        var folder = new RunbookFolder("", Hosts);
        folder.Write("t.conf", template);
        return folder;
    }
}

using Xunit;

namespace LiveMigrationRunbooks.Tests.Runbooks;

/// <summary>What a template will give is known with the facts only; of what kind it will be, before.</summary>
public sealed class ArgumentKindTests
{
    [Theory]
    [InlineData("{{ facts.os }}", "LMR304 runbook.yml:1:63 'mtu' cannot be the text '{{ facts.os }}'.")]
    [InlineData("{{ facts.nic.eth1.mtu > 1500 }}", "LMR304 runbook.yml:1:63 'mtu' cannot be the text '{{ facts.nic.eth1.mtu > 1500 }}'.")]
    [InlineData("{{ facts.nic.eth1.mtu + 1.5 }}", "LMR304 runbook.yml:1:63 'mtu' cannot be the text '{{ facts.nic.eth1.mtu + 1.5 }}'.")]
    [InlineData("a{{ facts.cpus }}", "LMR304 runbook.yml:1:63 'mtu' cannot be the text 'a{{ facts.cpus }}'.")]
    [InlineData("{{ facts.nic.eth1.mut }}", "LMR218 runbook.yml:1:67 There is no fact 'facts.nic.eth1.mut'.")]
    [InlineData("{{ facts.os > 5 }}", "LMR256 runbook.yml:1:67 A text is compared with an integer.")]
    [InlineData("{{ facts.nic.eth1.mtu - 28 }}")]
    [InlineData("{{ facts.memory_kib / 1024 }}")]
    [InlineData("{{ facts.os == 'debian 12' ? 9000 : 1500 }}")]
    public void A_fact_of_another_kind_is_refused_before_a_host_is_asked(string template, params string[] expected)
    {
        using var folder = new RunbookFolder($"plays: [{{ hosts: kvm, steps: [{{ nic.mtu: {{ device: eth1, mtu: \"{template}\" }} }}] }}]\n");
        folder.TryBind();
        Assert.Equal(expected, folder.Told.Select(line => line.Replace(folder.Root + "/", "", StringComparison.Ordinal)));
    }
}

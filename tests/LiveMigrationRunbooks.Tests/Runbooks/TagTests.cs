using Xunit;

namespace LiveMigrationRunbooks.Tests.Runbooks;

/// <summary>Which steps tags choose.</summary>
public sealed class TagTests
{
    private const string Runbook = """
        plays:
          - hosts: kvm1
            tags: [play]
            steps:
              - { name: plain, directory: { path: /srv/a } }
              - { name: net, directory: { path: /srv/b }, tags: [network, fast] }
              - { name: always, directory: { path: /srv/c }, tags: always }
              - { name: never, directory: { path: /srv/d }, tags: [never, reset] }
              - tags: [slow]
                block:
                  - { name: slow, directory: { path: /srv/e } }
                  - { name: slow net, directory: { path: /srv/f }, tags: [network] }
            gate:
              - check.path_mtu: { mtu: 9000 }
        """;

    [Theory]
    [InlineData("", "", "plain net always slow, slow net")]
    [InlineData("network", "", "net always, slow net")]
    [InlineData("network", "slow", "net always")]
    [InlineData("fast,slow", "always", "net slow, slow net")]
    [InlineData("reset", "", "always never")]
    [InlineData("play", "", "plain net always never slow, slow net")]
    [InlineData("all", "network", "plain always slow")]
    [InlineData("untagged", "", "always")]
    [InlineData("", "all", "always")]
    public void They_choose_as_in_Ansible(string only, string skip, string chosen)
    {
        using var folder = new RunbookFolder(Runbook);
        var bound = folder.BindWith([], only.Length > 0 ? [only] : [], skip.Length > 0 ? [skip] : []);

        Assert.Equal([], folder.Told);
        Assert.Equal(chosen.Replace(",", "", StringComparison.Ordinal), string.Join(' ', bound?.Plays[0].Hosts[0].Steps.Select(step => step.Name) ?? []));
        Assert.Equal(6, bound?.Plays[0].Hosts[0].Steps.Count + bound?.Plays[0].LeftOut);
        Assert.Single(bound?.Plays[0].Hosts[0].Gate ?? []);
    }

    [Fact]
    public void Nothing_left_is_an_error()
    {
        using var folder = new RunbookFolder("plays: [{ hosts: kvm, steps: [{ directory: { path: /srv/a }, tags: x }] }]");
        folder.BindWith([], [], ["x"]);

        Assert.Equal(["LMR234 - --skip-tags x leaves out every step."], folder.Told);
    }
}

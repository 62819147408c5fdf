using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

/// <summary>What can be known of one guest's move before a host is asked. What hosts say to it is shown on real ones.</summary>
public sealed class MigrateTests
{
    private const string Terms = """
        inputs: { nic: { description: A name. } }
        policies: { night: { extends: gentle, deadline: 5m } }
        plays:
          - { name: Other, hosts: kvm, steps: [{ name: folder, directory: { path: "/srv/{{ nic }}" } }] }
        """;

    [Theory]
    [InlineData("error LMR160", "There is no host or group 'kvm9'.", "--to", "kvm9")]
    [InlineData("error LMR522", "--from and --to both name kvm1.", "--to", "kvm1", "--from", "kvm1")]
    [InlineData("error LMR", "'gentel'", "--to", "kvm1", "--policy", "gentel")]
    [InlineData("error LMR", "'nihgt'", "--to", "kvm1", "--policy", "nihgt", "--runbook", "runbook.yml")]
    [InlineData("error LMR524", "A guest cannot be asked every 1ms.", "--to", "kvm1", "--watch", "ping: 1ms")]
    [InlineData("error LMR", "nowhere.yml", "--to", "kvm1", "--runbook", "nowhere.yml")]
    public void What_is_wrong_with_the_words_is_told_before_a_host_is_asked(string code, string told, params string[] words)
    {
        using var folder = new RunbookFolder(Terms);
        using var lmr = new Lmr();
        var (exitCode, _, errors) = lmr.Run(folder.Root, ["migrate", "web-1", "-i", "hosts.yml", "--yes", .. words]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith(code, errors, StringComparison.Ordinal);
        Assert.Contains(told, errors, StringComparison.Ordinal);
        Assert.Empty(lmr.SshCalls);
    }

    [Fact]
    public void A_runbook_lends_its_policies_and_asks_for_none_of_its_inputs()
    {
        using var folder = new RunbookFolder(Terms);
        using var lmr = new Lmr();
        var (exitCode, said, errors) = lmr.Run(folder.Root, "migrate", "web-1", "-i", "hosts.yml", "--to", "kvm2", "--policy", "night", "--runbook", "runbook.yml", "--yes");

        // The inventory's hosts do not answer: nobody knows where the guest is, and nothing is begun.
        Assert.Equal((1, ""), (exitCode, said));
        Assert.Contains("no host that answered has web-1, and libvirt does not answer on kvm1 (", errors, StringComparison.Ordinal);
        Assert.Contains("[guest.unknown]", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Root, ".lmr")));
    }

    [Fact]
    public void Where_it_comes_from_is_asked_alone_when_it_is_said()
    {
        using var folder = new RunbookFolder(Terms);
        using var lmr = new Lmr();
        var (exitCode, _, errors) = lmr.Run(folder.Root, "migrate", "web-1", "-i", "hosts.yml", "--from", "kvm1", "--to", "kvm2", "--check");

        Assert.Equal(1, exitCode);
        Assert.Contains("libvirt does not answer on kvm1 (", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(lmr.SshCalls, call => call.Contains("kvm3", StringComparison.Ordinal));
    }
}

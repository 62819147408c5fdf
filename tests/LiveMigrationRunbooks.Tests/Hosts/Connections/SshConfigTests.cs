using System.Diagnostics;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Tests.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Connections;

/// <summary>The generated configuration, as ssh itself understands it (<c>ssh -G</c>).</summary>
public sealed class SshConfigTests
{
    private static readonly SshTarget Target = new("kvm1", "192.0.2.11", 2222, "ops", "/keys/with space", "/known hosts/50%");

    [Fact]
    public void Ssh_reads_it_as_meant()
    {
        if (!PosixShell.IsThere("ssh")) return;
        var settings = Settings(SshConfig.Render(Target), "kvm1");
        Assert.Equal("192.0.2.11", settings["hostname"]);
        Assert.Equal("2222", settings["port"]);
        Assert.Equal("ops", settings["user"]);
        Assert.Equal("kvm1", settings["hostkeyalias"]);
        Assert.Equal("true", settings["stricthostkeychecking"]);
        Assert.Equal("/known hosts/50%", settings["userknownhostsfile"].Trim('"'));
        Assert.Equal("yes", settings["identitiesonly"]);
        Assert.Equal("/keys/with space", settings["identityfile"]);
        Assert.Equal("no", settings["forwardagent"]);
        Assert.Equal("yes", settings["batchmode"]);
    }

    [Fact]
    public void What_the_user_includes_cannot_weaken_the_checks()
    {
        if (!PosixShell.IsThere("ssh")) return;
        var hostile = SshConfig.Render(Target).Replace("Include ~/.ssh/config", """
            Host *
                StrictHostKeyChecking no
                UserKnownHostsFile /dev/null
                GlobalKnownHostsFile /etc/anything
                KnownHostsCommand /bin/echo %H
                NoHostAuthenticationForLocalhost yes
                HostKeyAlias other
                UpdateHostKeys yes
                ForwardAgent yes
                ControlMaster auto
                RequestTTY force
                Ciphers aes128-ctr
            """, StringComparison.Ordinal);
        var (ours, theirs) = (Settings(SshConfig.Render(Target), "kvm1"), Settings(hostile, "kvm1"));
        Assert.Equal("aes128-ctr", theirs["ciphers"]);
        foreach (var key in ours.Keys.Where(key => key != "ciphers")) Assert.Equal(ours[key], theirs[key]);
    }

    [Fact]
    public void A_jump_host_is_checked_as_strictly_and_under_its_own_name()
    {
        if (!PosixShell.IsThere("ssh")) return;
        var settings = Settings(SshConfig.Render(Target with { ProxyJump = "bastion" }), "bastion");
        Assert.Equal("true", settings["stricthostkeychecking"]);
        Assert.False(settings.ContainsKey("hostkeyalias"));
        Assert.Equal("/known hosts/50%", settings["userknownhostsfile"].Trim('"'));
    }

    [Theory]
    [InlineData("-oProxyCommand=x", "192.0.2.11", null)]
    [InlineData("kvm1", "-oProxyCommand=x", null)]
    [InlineData("kvm1", "host\nProxyCommand x", null)]
    [InlineData("kvm1", "192.0.2.11", "root\n")]
    [InlineData("a b", "192.0.2.11", null)]
    public void Values_cannot_become_options(string alias, string address, string? user) =>
        Assert.NotNull(SshConfig.Fault(Target with { Alias = alias, Address = address, User = user }));

    private static Dictionary<string, string> Settings(string config, string host)
    {
        var folder = Directory.CreateTempSubdirectory("lmr-test-");
        try
        {
            var path = Path.Combine(folder.FullName, "config");
            File.WriteAllText(path, config);
            var start = new ProcessStartInfo("ssh") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var word in (string[])["-G", "-F", path, "--", host]) start.ArgumentList.Add(word);
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd();
            Assert.Equal("", process.StandardError.ReadToEnd());
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' ', 2))
                .GroupBy(words => words[0], StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.First().ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Contracts;

/// <summary>What people meet on the first day: each is one clear line that names host, cause and remedy.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Sessions)]
public sealed class SshFaultTests : IDisposable
{
    private readonly OpenSshConnector _connector = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmr-test-");

    public void Dispose()
    {
        _connector.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public Task A_host_that_is_down() => Refuses("host.unreachable", LabHost.Target("kvm16") with { Alias = "kvm9", Address = "192.0.2.99" });

    [Fact]
    public Task A_port_where_nobody_listens() => Refuses("host.unreachable", LabHost.Target("kvm15") with { Port = 2 });

    [Fact]
    public Task A_host_nobody_has_trusted() => Refuses("hostkey.unknown", LabHost.Target("kvm16") with { KnownHostsFile = Known("") });

    [Fact]
    public Task A_host_that_shows_another_key()
    {
        var other = File.ReadLines(LabHost.KnownHosts).First(line => line.StartsWith("kvm15 ", StringComparison.Ordinal));
        return Refuses("hostkey.changed", LabHost.Target("kvm16") with { KnownHostsFile = Known(other.Replace("kvm15 ", "kvm16 ", StringComparison.Ordinal)) });
    }

    [Fact]
    public Task A_login_that_is_refused() => Refuses("auth.refused", LabHost.Target("kvm16", "nobody-here"));

    [Fact]
    public Task A_sudo_that_asks_for_a_password() => Refuses("sudo.password", LabHost.Target("kvm16", "nosudo"));

    [Fact]
    public async Task Without_root_the_login_is_who_acts()
    {
        var opened = Assert.IsType<Opened>(await _connector.OpenAsync(LabHost.Target("kvm16", "nosudo") with { Become = Become.No }, default));
        await using var connection = opened.Connection;
        Assert.False(opened.Greeting.IsRoot);
        Assert.Equal("nosudo", opened.Greeting.User);
    }

    [Fact]
    public async Task Through_sudo_the_greeting_knows_who_came_and_from_where()
    {
        var opened = Assert.IsType<Opened>(await _connector.OpenAsync(LabHost.Target("kvm16", "ops"), default));
        await using var connection = opened.Connection;
        Assert.Equal((0, "ops", true, true), (opened.Greeting.Uid, opened.Greeting.User, opened.Greeting.SudoUsed, opened.Greeting.Systemd));
        Assert.StartsWith("192.0.2.1 ", opened.Greeting.SshConnection, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keys_that_are_scanned_are_the_keys_that_work()
    {
        var scanned = await HostKeyScan.ScanAsync([LabHost.Target("kvm16"), LabHost.Target("kvm16") with { Alias = "kvm9", Address = "192.0.2.99" }], default);
        Assert.Null(scanned[0].Problem);
        Assert.NotNull(scanned[1].Problem);
        var known = Known("");
        Assert.Equal(Trusting.Added, new KnownHostsFile(known).Add("kvm16", scanned[0].Keys));
        var opened = Assert.IsType<Opened>(await _connector.OpenAsync(LabHost.Target("kvm16") with { KnownHostsFile = known }, default));
        await opened.Connection.DisposeAsync();
    }

    [Fact]
    public async Task Through_a_jump_host_both_keys_are_checked()
    {
        var behind = LabHost.Target("kvm16") with { ProxyJump = "root@192.0.2.25" };
        var keys = File.ReadAllLines(LabHost.KnownHosts);
        var own = keys.First(line => line.StartsWith("kvm16 ", StringComparison.Ordinal));
        var jump = keys.First(line => line.StartsWith("kvm15 ", StringComparison.Ordinal)).Replace("kvm15 ", "192.0.2.25 ", StringComparison.Ordinal);

        var opened = Assert.IsType<Opened>(await _connector.OpenAsync(behind with { KnownHostsFile = Known(own + "\n" + jump) }, default));
        Assert.StartsWith("192.0.2.25 ", opened.Greeting.SshConnection, StringComparison.Ordinal);
        await opened.Connection.DisposeAsync();

        var refused = Assert.IsType<NotOpened>(await _connector.OpenAsync(behind with { KnownHostsFile = Known(own) }, default)).Problem;
        Assert.Equal("hostkey.unknown", refused.Reason);
        Assert.Contains("192.0.2.25", refused.What, StringComparison.Ordinal);
    }

    private string Known(string text)
    {
        var path = Path.Combine(_folder.FullName, $"known_hosts-{Guid.NewGuid():N}");
        File.WriteAllText(path, text + "\n");
        return path;
    }

    private async Task Refuses(string reason, SshTarget target)
    {
        var problem = Assert.IsType<NotOpened>(await _connector.OpenAsync(target, default)).Problem;
        Assert.Equal(reason, problem.Reason);
        Assert.Contains(target.Alias, problem.What, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.What);
        Assert.NotEmpty(problem.Remedy);
    }
}

using LiveMigrationRunbooks.Inventories;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories;

public sealed class ConnectionSettingsTests
{
    [Fact]
    public void Everything_that_ssh_needs_is_read()
    {
        using var folder = new InventoryFolder("""
            a:
              hosts:
                h:
                  ansible_host: fe80::1%eth0
                  ansible_port: "2222"
                  ansible_user: ops@example.org
                  ansible_ssh_private_key_file: ~/.ssh/id
                  ansible_become: yes
                  proxy_jump: ops@bastion:22,inner
                  ansible_ssh_common_args: ""
                here: { ansible_connection: local, ansible_become: false }
            """);
        var inventory = folder.Read();
        Assert.Equal(
            new ConnectionSettings("h", "fe80::1%eth0", 2222, "ops@example.org", "~/.ssh/id", ConnectionKind.Ssh, Become.Yes, folder.At("known_hosts"), "ops@bastion:22,inner"),
            ConnectionSettings.Of(inventory, inventory.Hosts[0], folder.Findings));
        Assert.Equal(
            new ConnectionSettings("here", "here", null, null, null, ConnectionKind.Local, Become.No, folder.At("known_hosts"), null),
            ConnectionSettings.Of(inventory, inventory.Hosts[1], folder.Findings));
        Assert.Empty(folder.Told);
    }

    [Theory]
    [InlineData("ansible_host: '[::1]:22'", "LMR143 2:17 '[::1]:22' is neither an address nor a host's name.")]
    [InlineData("ansible_host: 'fe80::1%$(id)'", "LMR143 2:17 'fe80::1%$(id)' is neither an address nor a host's name.")]
    [InlineData("ansible_host: -oProxyCommand=id", "LMR143 2:17 '-oProxyCommand=id' is neither an address nor a host's name.")]
    [InlineData("ansible_port: 0", "LMR032 2:17 0 is out of range.")]
    [InlineData("ansible_port: 65536", "LMR032 2:17 65536 is out of range.")]
    [InlineData("ansible_port: ssh", "LMR030 2:17 A whole number is expected here.")]
    [InlineData("ansible_user: 'root -oX'", "LMR144 2:17 'root -oX' cannot be a user's name.")]
    [InlineData("ansible_user: 'a\\'", "LMR144 2:17 'a\\' cannot be a user's name.")]
    [InlineData("ansible_connection: paramiko", "LMR146 2:23 There is no connection 'paramiko'.")]
    [InlineData("ansible_become: maybe", "LMR030 2:19 A truth value is expected here.")]
    [InlineData("ansible_ssh_private_key_file: -x", "LMR145 2:33 This cannot be the path of a key file.")]
    [InlineData("ansible_ssh_extra_args: -o StrictHostKeyChecking=no", "LMR142 2:27 '-o StrictHostKeyChecking=no' in ansible_ssh_extra_args is not passed on to ssh.")]
    [InlineData("proxy_jump: 'a b'", "LMR147 2:15 'a b' is not a jump host.")]
    [InlineData("ansible_host: '{{ ip }}'", "LMR131 2:17 'ansible_host' holds a Jinja2 template.")]
    public void What_could_end_up_as_an_option_is_refused(string variable, string expected)
    {
        using var folder = new InventoryFolder($"a: {{ hosts: {{ h: }}, vars: {{\n  {variable} }} }}\n");
        var inventory = folder.Read();
        Assert.Null(ConnectionSettings.Of(inventory, inventory.Hosts[0], folder.Findings));
        Assert.Equal([expected], folder.Told);
    }

    [Fact]
    public void Variables_without_effect_are_told_with_what_to_write_instead()
    {
        using var folder = new InventoryFolder("""
            a:
              hosts: { h: }
              vars:
                ansible_ssh_host: 10.0.0.1
                ansible_become_password: secret
                ansible_hots: x
                ansible_python_interpreter: /usr/bin/python3
                ansible_my_own: 1
            """);
        folder.TryRead();
        Assert.Equal(
            ["LMR140 4:5 'ansible_ssh_host' has no effect here.", "LMR140 5:5 'ansible_become_password' has no effect here.", "LMR141 6:5 'ansible_hots' is no connection variable."],
            folder.Told);
        Assert.DoesNotContain(folder.Findings.Sorted, diagnostic => (diagnostic.What + diagnostic.Why + diagnostic.Fix).Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void Our_own_keys_are_typed()
    {
        using var folder = new InventoryFolder("""
            a:
              hosts:
                good:
                  migration_address: 10.1.0.1
                  memory_reserve: 4GiB
                  labels: { cpu: v3 }
                  parked: { reason: bad DIMM, until: 2027-01-31 }
                bad:
                  migration_address: 10.1
                  memory_reserve: 4G
                  labels: [v3]
                  parked: { resaon: x, until: soon }
                plain:
            """);
        var inventory = folder.Read();
        var good = HostSettings.Of(inventory, inventory.Host("good")!, folder.Findings);
        Assert.Equal(("10.1.0.1", 4L << 30, "v3", new Parked("bad DIMM", new DateOnly(2027, 1, 31))), (good.MigrationAddress?.ToString(), good.MemoryReserve, good.Labels["cpu"], good.Parked));
        var plain = HostSettings.Of(inventory, inventory.Host("plain")!, folder.Findings);
        Assert.Equal((null, null, 0, null), (plain.MigrationAddress, plain.MemoryReserve, plain.Labels.Count, plain.Parked));
        Assert.Empty(folder.Told);
        Assert.NotNull(HostSettings.Of(inventory, inventory.Host("bad")!, folder.Findings).Parked);
        Assert.Equal(
            [
                "LMR148 9:26 '10.1' is not an IP address.",
                "LMR149 10:23 This is not an amount that can be used here.",
                "LMR030 11:15 A mapping is expected here.",
                "LMR034 12:15 The key 'reason' is missing.",
                "LMR031 12:17 Unknown key 'resaon'.",
                "LMR150 12:35 'soon' is not a date.",
            ],
            folder.Told);
    }
}

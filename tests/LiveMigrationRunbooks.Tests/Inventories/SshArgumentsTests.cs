using LiveMigrationRunbooks.Inventories;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories;

public sealed class SshArgumentsTests
{
    [Theory]
    [InlineData("-J ops@bastion:2222", "ops@bastion:2222", null)]
    [InlineData("-Jbastion", "bastion", null)]
    [InlineData("-o ProxyJump=a,b", "a,b", null)]
    [InlineData("-oProxyJump=a", "a", null)]
    [InlineData("-o \"proxyjump a\"", "a", null)]
    [InlineData("-o ProxyCommand=\"ssh -W %h:%p -q bastion\"", "bastion", null)]
    [InlineData("-o ProxyCommand='ssh -q -p 2222 -W %h:%p ops@bastion'", "ops@bastion:2222", null)]
    [InlineData("-o ProxyCommand='ssh bastion -l ops -W [%h]:%p'", "ops@bastion", null)]
    [InlineData("-o UserKnownHostsFile=keys/known -J a", "a", "keys/known")]
    public void A_jump_host_and_known_hosts_are_understood(string arguments, string? jump, string? known)
    {
        using var folder = new InventoryFolder().Write("hosts", $"h\n[all:vars]\nansible_ssh_common_args={arguments}\n");
        var inventory = folder.Read("hosts");
        var settings = ConnectionSettings.Of(inventory, inventory.Hosts[0], folder.Findings);
        Assert.Empty(folder.Told);
        Assert.Equal((jump, known ?? folder.At("known_hosts")), (settings?.ProxyJump, settings?.KnownHostsFile));
    }

    [Theory]
    [InlineData("-o StrictHostKeyChecking=no", "LMR142 3:25 '-o StrictHostKeyChecking=no' in ansible_ssh_common_args is not passed on to ssh.", "Remove it: host keys are always checked; 'lmr trust' pins them.")]
    [InlineData("-o UserKnownHostsFile=/dev/null", "LMR142 3:25 '-o UserKnownHostsFile=/dev/null' in ansible_ssh_common_args is not passed on to ssh.", "Name one file, which keeps its keys; 'lmr trust' writes it.")]
    [InlineData("-o ProxyCommand='nc -X 5 %h %p'", "LMR142 3:25 '-o ProxyCommand=nc -X 5 %h %p' in ansible_ssh_common_args is not passed on to ssh.", "Only 'ssh -W %h:%p HOST' is a jump host; write proxy_jump: HOST, or put the command into ~/.ssh/config.")]
    [InlineData("-o ProxyCommand='ssh -W %h:%p a; id'", "LMR142 3:25 '-o ProxyCommand=ssh -W %h:%p a; id' in ansible_ssh_common_args is not passed on to ssh.", null)]
    [InlineData("-o ProxyCommand='ssh a'", "LMR142 3:25 '-o ProxyCommand=ssh a' in ansible_ssh_common_args is not passed on to ssh.", null)]
    [InlineData("-C", "LMR142 3:25 '-C' in ansible_ssh_common_args is not passed on to ssh.", "Put the option into ~/.ssh/config for this host.")]
    [InlineData("-i key", "LMR142 3:25 '-i' in ansible_ssh_common_args is not passed on to ssh.", "Write ansible_ssh_private_key_file.")]
    [InlineData("-J 'a b'", "LMR142 3:25 '-J' in ansible_ssh_common_args is not passed on to ssh.", null)]
    [InlineData("-o 'ProxyJump=a", "LMR134 3:28 A quote in ansible_ssh_common_args is never closed.", null)]
    public void Everything_else_is_refused_with_what_to_write_instead(string arguments, string told, string? fix)
    {
        using var folder = new InventoryFolder().Write("hosts", $"h\n[all:vars]\nansible_ssh_common_args={arguments}\n");
        var inventory = folder.Read("hosts");
        Assert.Null(ConnectionSettings.Of(inventory, inventory.Hosts[0], folder.Findings));
        Assert.Equal([told], folder.Told);
        if (fix is not null) Assert.Equal(fix, folder.Findings.Sorted[0].Fix);
    }
}

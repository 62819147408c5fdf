using LiveMigrationRunbooks.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

public sealed class WaysInTests
{
    [Theory]
    [InlineData("/etc/ssh/sshd_config")]
    [InlineData("/etc/ssh/sshd_config.d/50-x.conf")]
    [InlineData("/etc/ssh")]
    [InlineData("/root/.ssh/authorized_keys")]
    [InlineData("/home/ops/.ssh")]
    [InlineData("/etc/sudoers")]
    [InlineData("/etc/sudoers.d/ops")]
    [InlineData("/etc/pam.d/sshd")]
    [InlineData("/etc/security/access.conf")]
    [InlineData("/etc/nsswitch.conf")]
    [InlineData("/etc/hosts.deny")]
    [InlineData("/etc/network/interfaces")]
    [InlineData("/etc/systemd/network/10-eth0.network")]
    [InlineData("/etc/NetworkManager/system-connections/eth0.nmconnection")]
    [InlineData("/etc/netplan/50-cloud-init.yaml")]
    [InlineData("/etc/nftables.conf")]
    [InlineData("/etc/ufw/user.rules")]
    [InlineData("/etc/iptables/rules.v4")]
    [InlineData("/etc/firewalld/zones/public.xml")]
    [InlineData("/etc/systemd/system/ssh.service.d/override.conf")]
    public void Files_that_decide_about_getting_in_are_known(string path) => Assert.NotNull(WaysIn.OfFile(path));

    [Theory]
    [InlineData("/etc/motd")]
    [InlineData("/etc/sshd")]
    [InlineData("/etc/sudoers.example")]
    [InlineData("/etc/systemd/system/chrony.service.d/override.conf")]
    [InlineData("/etc/sysctl.d/60-lmr.conf")]
    [InlineData("/srv/data")]
    public void Other_files_are_not(string path) => Assert.Null(WaysIn.OfFile(path));

    [Theory]
    [InlineData("ssh.service", true)]
    [InlineData("ssh.socket", true)]
    [InlineData("sshd", true)]
    [InlineData("systemd-networkd.service", true)]
    [InlineData("ufw", true)]
    [InlineData("chrony.service", false)]
    public void Units_are_known_with_and_without_their_type(string unit, bool known) => Assert.Equal(known, WaysIn.OfUnit(unit) is not null);

    [Theory]
    [InlineData("net.ipv4.conf.all.rp_filter", true)]
    [InlineData("net.bridge.bridge-nf-call-iptables", true)]
    [InlineData("net.core.rmem_max", false)]
    [InlineData("net.ipv4.tcp_rmem", false)]
    public void Kernel_keys_about_what_packets_get_in_are_known(string key, bool known) => Assert.Equal(known, WaysIn.OfKey(key) is not null);
}

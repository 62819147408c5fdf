using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Nic.Network;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>Who keeps an interface: one manager, or a refusal that names what stands in the way.</summary>
public sealed class GovernorTests
{
    private const string Ours = "manager networkd\nnetworkd-state eth1 configured\nnetworkd-file eth1 /etc/systemd/network/10-eth1.network\nfile /etc/systemd/network/10-eth1.network\n| [Match]\n| Name=eth1\n";
    private const string Keyfile = "nm-state eth1 100 (connected) cacd3ccf-97c5-4f3d-b307-479b1900d0e0\nfile /etc/NetworkManager/system-connections/eth1.nmconnection\n| [connection]\n| uuid=cacd3ccf-97c5-4f3d-b307-479b1900d0e0\n| interface-name=eth1\n";

    [Theory]
    [InlineData(Ours, "networkd")]
    [InlineData("manager networkd\nnetworkd-state eth1 unmanaged\nmanager NetworkManager\n" + Keyfile, "NetworkManager")]
    [InlineData(Ours + "manager NetworkManager\nnm-state eth1 10 (unmanaged)\n", "networkd")]
    [InlineData("manager networkd\nmanager ifupdown\nfile /etc/network/interfaces\n| iface eth1 inet dhcp\n", "ifupdown")]
    [InlineData("manager networkd\n", "networkd")]
    public void One_manager_has_it(string told, string manager) => Assert.Equal(manager, Governor.Of(Reading(told), "eth1").Profiles?.Manager);

    [Theory]
    [InlineData(Ours + "manager NetworkManager\n" + Keyfile, "networkd and NetworkManager both have eth1")]
    [InlineData("manager networkd\nmanager NetworkManager\nnm-state eth1 10 (unmanaged)\n", "None of networkd and NetworkManager has eth1")]
    [InlineData("manager wicked\n", "wicked manages the network here")]
    [InlineData("", "No network manager that lmr knows")]
    public void None_or_two_are_told(string told, string reason) => Assert.StartsWith(reason, Governor.Of(Reading(told), "eth1").Refusal?.Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("manager networkd\nnetworkd-state eth1 configured\nnetworkd-file eth1 /run/systemd/network/10-netplan-eth1.network\nfile /run/systemd/network/10-netplan-eth1.network\n| [Match]\n| Name=eth1\nnetplan /etc/netplan/50-cloud-init.yaml\n", "netplan writes it", "/etc/netplan/50-cloud-init.yaml")]
    [InlineData("manager networkd\nnetworkd-state eth1 configured\nnetworkd-file eth1 /etc/systemd/network/80-lan.network\nfile /etc/systemd/network/80-lan.network\n| [Match]\n| Name=eth*\n", "/etc/systemd/network/80-lan.network governs eth1 and every other", "sorts before it")]
    [InlineData("manager ifupdown\nfile /etc/network/interfaces\n| source /etc/network/interfaces.d/*\nfile /etc/network/interfaces.d/50-cloud-init\n| iface eth1 inet static\n|     address 198.51.100.14/24\n", "cloud-init writes it", "cloud-init")]
    [InlineData("manager NetworkManager\nnm-state eth1 10 (unmanaged)\n", "told to leave eth1 alone", "leave this host out")]
    [InlineData("manager NetworkManager\nnm-state eth1 100 (connected) cacd3ccf-97c5-4f3d-b307-479b1900d0e0\nnm-profile cacd3ccf-97c5-4f3d-b307-479b1900d0e0:802-3-ethernet:/run/NetworkManager/system-connections/Wired connection 1.nmconnection\n", "kept in /run/NetworkManager/system-connections/Wired connection 1.nmconnection", "keyfile")]
    public void A_profile_that_is_not_the_interface_s_own_is_named(string told, string reason, string remedy)
    {
        var refusal = Assert.Single(Governor.Of(Reading(told), "eth1").Refuse(Reading(told), "eth1"));
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
        Assert.Contains(remedy, refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_drop_in_that_takes_addresses_back_is_seen()
    {
        var told = Ours + "| [Network]\n| Address=198.51.100.14/24\nfile /etc/systemd/network/10-eth1.network.d/lmr-address.conf\n| [Network]\n| Address=198.51.100.21/24\n";
        Assert.Equal(2, new Networkd().Addresses(Reading(told), "eth1").Count());
        Assert.Equal("/etc/systemd/network/10-eth1.network.d/zz.conf", Assert.Single(new Networkd().Addresses(
            Reading(told + "file /etc/systemd/network/10-eth1.network.d/zz.conf\n| [Network]\n| Address=\n| Address=198.51.100.99/24\n"), "eth1")).Path);
    }

    private static NetworkReading Reading(string told) => NetworkReading.Of(CommandResult.OfText(told));
}

using LiveMigrationRunbooks.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

/// <summary>In the form of libvirt's manual: guests of the lab have neither agent nor lease, and its libvirt cannot read neighbours ("wrong nlmsg len").</summary>
public sealed class GuestAddressesTests
{
    [Fact]
    public void What_leads_somewhere_from_outside_is_kept_in_the_order_told() => Assert.Equal(
        ["192.0.2.40", "2001:db8::40"],
        GuestAddresses.Read("""
             lo         00:00:00:00:00:00    ipv4         127.0.0.1/8
             -          -                    ipv6         ::1/128
             vnet0      52:54:00:12:34:56    ipv4         192.0.2.40/24
             -          -                    ipv6         fe80::5054:ff:fe12:3456/64
             -          -                    ipv6         2001:db8::40/64
             -          -                    ipv4         169.254.9.9/16
             vnet0      52:54:00:12:34:56    ipv4         192.0.2.40/0

            """));

    [Theory]
    [InlineData("")]
    [InlineData("error: argument unsupported: QEMU guest agent is not configured\n")]
    [InlineData(" vnet0      52:54:00:12:34:56    ipv4         nonsense/24\n")]
    public void What_is_no_address_is_none(string said) => Assert.Empty(GuestAddresses.Read(said));
}

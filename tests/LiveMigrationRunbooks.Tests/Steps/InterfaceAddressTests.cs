using LiveMigrationRunbooks.Steps.Nic;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

public sealed class InterfaceAddressTests
{
    [Theory]
    [InlineData("198.51.100.21/24")]
    [InlineData("198.51.100.0/31")]
    [InlineData("198.51.100.1/32")]
    [InlineData("2001:db8::/64")]
    [InlineData("fd00::21/64")]
    public void One_host_can_have_it(string text) => Assert.Null(InterfaceAddress.WhyNot(text));

    [Theory]
    [InlineData("198.51.100.21")]
    [InlineData("198.51.100/24")]
    [InlineData("198.51.100.021/24")]
    [InlineData("198.51.100.21/33")]
    [InlineData("198.51.100.21/")]
    [InlineData("198.51.100.21/0")]
    [InlineData("198.51.100.0/24")]
    [InlineData("198.51.100.255/24")]
    [InlineData("127.0.0.1/8")]
    [InlineData("224.0.0.1/24")]
    [InlineData("0.0.0.0/24")]
    [InlineData("::1/64")]
    [InlineData("ff02::1/64")]
    [InlineData("fe80::1/64")]
    [InlineData("fe80::1%eth0/64")]
    [InlineData("")]
    public void No_host_can_have_it(string text) => Assert.NotNull(InterfaceAddress.WhyNot(text));

    [Fact]
    public void Every_address_has_one_spelling() => Assert.Equal("2001:db8::1/64", InterfaceAddress.Parse("2001:DB8:0:0::0001/64")?.Text);
}

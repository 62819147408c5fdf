using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Kernel;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

public sealed class SysctlReadingTests
{
    [Theory]
    [InlineData("file /etc/sysctl.d/10-a.conf\n| a.b = 1\nfile /usr/lib/sysctl.d/20-b.conf\n| a/b=2", "2")] // sorted by name, whatever the directory
    [InlineData("file /etc/sysctl.d/20-b.conf\n| a.b = 1\nfile /usr/lib/sysctl.d/10-a.conf\n| a.b = 2", "1")]
    [InlineData("file /etc/sysctl.d/10-a.conf\nfile /usr/lib/sysctl.d/10-a.conf\n| a.b = 2", null)] // masked by a file of the same name
    [InlineData("file /etc/sysctl.d/10-a.conf\n| a.b = 1\n| -a.b = 3", "3")] // an ignored failure is a setting all the same
    [InlineData("file /etc/sysctl.d/10-a.conf\n| a.b = 1\nfile /etc/sysctl.d/20-b.conf\n| a.* = 2", "1")] // named wins over a pattern
    [InlineData("file /etc/sysctl.d/10-a.conf\n| a.* = 1\nfile /etc/sysctl.d/20-b.conf\n| a.? = 2", "2")]
    [InlineData("file /etc/sysctl.d/10-a.conf\n| * = 1", null)] // a pattern does not cross a separator
    [InlineData("file /etc/sysctl.conf\n| a.b = 4 5\t6\nfile /etc/sysctl.d/99-z.conf\n| a.b = 1", "4 5 6")]
    [InlineData("file /etc/sysctl.d/10-a.conf\n| -a.b", null)]
    public void The_boot_sets_what_the_last_file_says(string told, string? value) =>
        Assert.Equal(value, SysctlFiles.Of(CommandResult.OfText($"{told}\n")).AtBoot("a/b")?.Value.Text);

    [Theory]
    [InlineData("net.ipv4.conf.eth0/100.mtu", "net/ipv4/conf/eth0.100/mtu")]
    [InlineData("net/ipv4/conf/eth0.100/mtu", "net/ipv4/conf/eth0.100/mtu")]
    public void Both_spellings_are_one_key(string key, string path)
    {
        Assert.Equal(path, SysctlKey.Path(key));
        Assert.Equal(path, SysctlKey.Path(SysctlKey.Dotted(path)));
    }

    [Fact]
    public void A_value_that_looks_like_a_file_is_a_value()
    {
        var reading = SysctlReading.Of(new Answers([CommandResult.OfText("writable kernel/core_pattern\nfile /etc/x \nfixed kernel/ostype\n\nabsent a/b\n"), CommandResult.OfText("")]));
        Assert.Equal("file /etc/x", reading.Kernel["kernel/core_pattern"].Text);
        Assert.Equal("", reading.Kernel["kernel/ostype"].Text);
        Assert.Equal(["a/b", "kernel/ostype"], reading.Closed.Keys);
        Assert.Empty(reading.Files.Lines);
    }
}

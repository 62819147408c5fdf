using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Cpu;
using LiveMigrationRunbooks.Steps.Kernel;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

public sealed class KernelReadingTests
{
    [Theory]
    [InlineData("options-file /etc/modprobe.d/a.conf\n| options x=1\noptions-file /lib/modprobe.d/b.conf\n| options x=2", "/lib/modprobe.d/b.conf 2")] // by name, whatever the folder
    [InlineData("options-file /etc/modprobe.d/a.conf\noptions-file /lib/modprobe.d/a.conf\n| options x=2", null)] // masked by a file of the same name
    [InlineData("options-file /etc/modprobe.d/a.conf\n| options x=1 y=2 x=3", "/etc/modprobe.d/a.conf 3")]
    [InlineData("cmdline ro some-module.x=5\noptions-file /etc/modprobe.d/a.conf\n| options x=1", "the kernel's command line 5")]
    [InlineData("options-file /etc/modprobe.d/a.conf\n| options x", "/etc/modprobe.d/a.conf ")]
    public void The_last_option_counts(string told, string? wanted)
    {
        var found = ModuleReading.Of("some_module", CommandResult.OfText($"kernel absent\n{told}\n")).Option("x");
        Assert.Equal(wanted, found is { } option ? $"{option.File} {option.Value}" : null);
    }

    [Theory]
    [InlineData("1", "Y", true)]
    [InlineData("off", "N", true)]
    [InlineData("2", "Y", false)]
    [InlineData("0x10", "16", true)]
    [InlineData("on", "1", false)] // only Y and N of the kernel tell a truth value
    [InlineData("", "0", false)]
    public void Spellings_of_a_parameter(string one, string other, bool same)
    {
        Assert.Equal(same, ModuleParameter.Same(one, other));
        Assert.Equal(same, ModuleParameter.Same(other, one));
    }

    [Theory]
    [InlineData("hugepages=4", 2048, "{all: 4}")]
    [InlineData("hugepagesz=1G hugepages=4 hugepagesz=2M hugepages=0:7,1:8", 1048576, "{all: 4}")]
    [InlineData("hugepagesz=1G hugepages=4 hugepagesz=2M hugepages=0:7,1:8", 2048, "{0: 7, 1: 8}")]
    [InlineData("default_hugepagesz=1G hugepages=3", 1048576, "{all: 3}")]
    [InlineData("default_hugepagesz=1G hugepages=3", 2048, null)]
    [InlineData("quiet", 2048, null)]
    public void The_command_line_reserves_pages_of_the_size_named_before(string line, long kib, string? pages) =>
        Assert.Equal(pages, HugepagesReading.Of(CommandResult.OfText($"default 2048\ncmdline {line} \n")).CommandLine(kib)?.ToString());

    [Fact]
    public void The_unit_that_is_written_is_the_unit_that_is_read()
    {
        var unit = new HugepagesUnit(2048);
        var pages = new ValueMap<long>([KeyValuePair.Create("0", 0L), KeyValuePair.Create("1", 12L), KeyValuePair.Create("all", 3L)]);
        var text = System.Text.Encoding.UTF8.GetString([.. unit.Write(pages).First().Input ?? []]);
        var told = text.Split('\n').Where(line => line.StartsWith("ExecStart=", StringComparison.Ordinal)).Select(line => line.Replace("ExecStart=", "boot ", StringComparison.Ordinal));
        Assert.Equal(pages, HugepagesReading.Of(CommandResult.OfText(string.Join('\n', told))).Unit);
    }

    [Theory]
    [InlineData("0-1,8-9", "0-1,8-9")]
    [InlineData("3,1,2", "1-3")]
    [InlineData("0, 5-5", "0,5")]
    [InlineData("3-1", null)]
    [InlineData("1-2-3", null)]
    [InlineData("a", null)]
    [InlineData("99999", null)]
    [InlineData("", "")]
    public void Processors_as_the_kernel_writes_them(string text, string? wanted) => Assert.Equal(wanted, CpuList.TryParse(text)?.ToString());

    [Theory]
    [InlineData("file a.slice /etc/systemd/system/a.slice.d/50-x.conf\n| 0\n| 1-2", "0-2")] // lists add up
    [InlineData("file a.slice /etc/systemd/system/a.slice.d/50-x.conf\n| 0\n| \n| 3", "3")]
    [InlineData("file a.slice /etc/systemd/system/a.slice.d/90-lmr-cpus.conf\n| \n| 3\nfile a.slice /lib/systemd/system/a.slice.d/50-x.conf\n| 0", "3")]
    [InlineData("file a.slice /etc/systemd/system/a.slice.d/50-x.conf\nfile a.slice /lib/systemd/system/a.slice.d/50-x.conf\n| 0", "")]
    [InlineData("file b.slice /etc/systemd/system/b.slice.d/50-x.conf\n| 0", "")]
    public void Drop_ins_add_up_until_one_begins_anew(string told, string wanted) =>
        Assert.Equal(wanted, CpuReading.Of(CommandResult.OfText(told + "\n")).AtBoot("a.slice").ToString());

    [Theory]
    [InlineData("=\"a b\"", "a b")]
    [InlineData("='a $b'", "a $b")]
    [InlineData("=quiet", "quiet")]
    [InlineData("=", "")]
    [InlineData("=\"a $b\"", null)]
    [InlineData("=\"a\" # why", null)]
    [InlineData("=$(cat /x)", null)]
    [InlineData("+=\" a\"", null)]
    public void Only_words_in_quotes_are_edited(string assignment, string? words) =>
        Assert.Equal([words], BootReading.Of(CommandResult.OfText($"loader grub\nvariable GRUB_CMDLINE_LINUX {assignment}\n")).Variables["GRUB_CMDLINE_LINUX"]);
}

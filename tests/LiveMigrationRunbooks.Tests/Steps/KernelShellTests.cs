using System.Runtime.Versioning;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Cpu;
using LiveMigrationRunbooks.Steps.Kernel;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

[SupportedOSPlatform("linux")]
public sealed class KernelShellTests
{
    private const string Defaults = """
        # what a person wrote stays: GRUB_CMDLINE_LINUX="not this"
        GRUB_DEFAULT=0
        GRUB_CMDLINE_LINUX_DEFAULT='quiet splash'
        GRUB_CMDLINE_LINUX="console=tty0 a-b=3 console=ttyS0,115200n8 pci=x&y\1"
        GRUB_TERMINAL=serial

        """;

    private static readonly string s_edit = ShellText.Of("Steps/Kernel/cmdline-edit.sh");

    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void Words_are_replaced_where_they_stand_and_nothing_else_moves(string shell)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["grub"], Defaults);
        File.SetUnixFileMode(folder["grub"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal((0, "", ""), ShellRun.Run(shell, s_edit, "", folder["grub"], "grub", "quiet", "", "a_b", "a_b=4", "nosmt", "nosmt", "console", "console=ttyS1", "gone", ""));
        Assert.Equal(
            Defaults.Replace("'quiet splash'", "'splash'", StringComparison.Ordinal)
                .Replace("console=tty0 a-b=3 console=ttyS0,115200n8 pci=x&y\\1", "console=ttyS1 a_b=4 pci=x&y\\1 nosmt", StringComparison.Ordinal),
            File.ReadAllText(folder["grub"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["grub"]));
        Assert.Equal(["grub"], folder.Entries);
    }

    [Theory]
    [InlineData("grub", "GRUB_DEFAULT=0\n", "GRUB_DEFAULT=0\nGRUB_CMDLINE_LINUX=\"iommu=pt\"\n")]
    [InlineData("grub", "GRUB_CMDLINE_LINUX=quiet\n", "GRUB_CMDLINE_LINUX=\"quiet iommu=pt\"\n")]
    [InlineData("options", "title x\noptions root=x iommu=off ro iommu=soft\nlinux /y\n", "title x\noptions root=x iommu=pt ro\nlinux /y\n")]
    [InlineData("line", "root=x ro\n", "root=x ro iommu=pt\n")]
    [InlineData("line", "", "iommu=pt\n")]
    public void Each_form_of_a_file_gets_a_word_once(string form, string before, string after)
    {
        foreach (var shell in ShellRun.Shells)
        {
            using var folder = new TemporaryFolder();
            File.WriteAllText(folder["file"], before);
            Assert.Equal((0, "", ""), ShellRun.Run(shell, s_edit, "", folder["file"], form, "iommu", "iommu=pt"));
            Assert.Equal(after, File.ReadAllText(folder["file"]));
            File.CreateSymbolicLink(folder["link"], folder["file"]);
            Assert.Equal(1, ShellRun.Run(shell, s_edit, "", folder["link"], form, "iommu", "").Exit);
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Entries_of_a_boot_loader_are_told_but_those_for_rescue(string shell)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["boot/loader/entries"]);
        Directory.CreateDirectory(folder["etc/kernel"]);
        File.WriteAllText(folder["boot/loader/entries/a-6.1.conf"], "title x\noptions  root=x quiet\n");
        File.WriteAllText(folder["boot/loader/entries/a-0-rescue.conf"], "options root=x single\n");
        File.WriteAllText(folder["etc/kernel/cmdline"], "root=x\n");
        var told = ShellRun.Run(shell, $"LMR_HOST_ROOT='{folder[""].TrimEnd('/')}'\n" + ShellText.Of("Steps/Kernel/cmdline-state.sh"), "").Out;
        Assert.Contains("loader bls\nfile /boot/loader/entries/a-6.1.conf\nentry root=x quiet\nfile /etc/kernel/cmdline\nline root=x \n", told, StringComparison.Ordinal);
        Assert.DoesNotContain("single", told, StringComparison.Ordinal);
        Directory.CreateDirectory(folder["boot/grub2"]);
        File.WriteAllText(folder["boot/grub2/grub.cfg"], "insmod blscfg\nblscfg\n");
        Assert.Equal(told, ShellRun.Run(shell, $"LMR_HOST_ROOT='{folder[""].TrimEnd('/')}'\n" + ShellText.Of("Steps/Kernel/cmdline-state.sh"), "").Out);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Pools_get_all_their_pages_or_keep_what_they_had(string shell)
    {
        using var folder = new TemporaryFolder();
        foreach (var node in new[] { "0", "1" })
        {
            Directory.CreateDirectory(folder[$"devices/system/node/node{node}/hugepages/hugepages-2048kB"]);
            File.WriteAllText(folder[$"devices/system/node/node{node}/hugepages/hugepages-2048kB/nr_hugepages"], "3\n");
        }
        string Pages(string node) => File.ReadAllText(folder[$"devices/system/node/node{node}/hugepages/hugepages-2048kB/nr_hugepages"]).Trim();
        var write = $"LMR_SYS='{folder[""].TrimEnd('/')}' LMR_PROC='{folder["proc"]}'\n" + ShellText.Of("Steps/Kernel/hugepages-write.sh");
        Assert.Equal((0, "", ""), ShellRun.Run(shell, write, "", "2048", "1", "0", "0", "6"));
        Assert.Equal(("6", "0"), (Pages("0"), Pages("1")));
        // A kernel that gives less than asked for.
        var full = write.Replace("got=$(cat \"$1\")", "{ [ \"$2\" -le 8 ] || echo 8 >\"$1\"; got=$(cat \"$1\"); }", StringComparison.Ordinal);
        Assert.NotEqual(write, full);
        var (exit, _, error) = ShellRun.Run(shell, full, "", "2048", "1", "2", "0", "20");
        Assert.Equal((1, "of 20 pages (hugepages-2048kB) for node 0 the kernel gave 8: free memory is in pieces, or pages are in use\n"), (exit, error));
        Assert.Equal(("6", "0"), (Pages("0"), Pages("1")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Pools_nodes_and_limits_are_told_from_any_machine(string shell)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["kernel/mm/hugepages/hugepages-2048kB"]);
        foreach (var (name, number) in new[] { ("nr_hugepages", 9), ("free_hugepages", 4), ("surplus_hugepages", 1), ("resv_hugepages", 2) })
            File.WriteAllText(folder[$"kernel/mm/hugepages/hugepages-2048kB/{name}"], $"{number}\n");
        Directory.CreateDirectory(folder["devices/system/node/node0"]);
        File.WriteAllText(folder["devices/system/node/node0/meminfo"], "Node 0 MemTotal:  99 kB\nNode 0 MemFree:  10 kB\nNode 0 Inactive(file): 5 kB\n");
        var told = ShellRun.Run(shell, $"LMR_SYS='{folder[""].TrimEnd('/')}'\n" + ShellText.Of("Steps/Kernel/hugepages-state.sh"), "", "2048", folder["no.service"], folder["no"]);
        Assert.Equal((0, ""), (told.Exit, told.Error));
        var reading = HugepagesReading.Of(CommandResult.OfText(told.Out));
        Assert.Equal((8, 6), (reading.Pools["all"].Pages, reading.Pools["all"].Used));
        Assert.Equal(15, reading.Memory["0"]);
        Assert.Null(reading.Unit);

        var cpus = ShellRun.Run(shell, ShellText.Of("Steps/Cpu/cpus-state.sh"), "", "no-such.slice");
        Assert.Equal(0, cpus.Exit);
        Assert.NotEmpty(CpuReading.Of(CommandResult.OfText(cpus.Out)).Online.Numbers);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_module_of_no_kernel_is_absent_and_what_files_say_is_told(string shell)
    {
        var told = ShellRun.Run(shell, ShellText.Of("Steps/Kernel/module-state.sh"), "", "no_such_module", "a");
        Assert.StartsWith("kernel absent\nrelease ", told.Out, StringComparison.Ordinal);
        Assert.Equal(0, told.Exit);
        Assert.DoesNotContain("tree present", told.Out, StringComparison.Ordinal);
    }
}

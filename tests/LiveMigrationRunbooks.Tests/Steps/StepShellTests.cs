using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Facts;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

[SupportedOSPlatform("linux")]
public sealed class StepShellTests
{
    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_file_is_written_from_standard_input(string shell)
    {
        using var folder = new TemporaryFolder();
        var write = ShellText.Of("Steps/Files/file-write.sh");
        var owner = ShellRun.Run(shell, "printf '%s %s' \"$(id -u)\" \"$(id -g)\"", "").Out.Split(' ');
        Assert.Equal((0, "", ""), ShellRun.Run(shell, write, "one\ntwo", folder["a"], "640", owner[0], owner[1]));
        Assert.Equal((0, "", ""), ShellRun.Run(shell, write, "", folder["b"], "600", owner[0], owner[1]));
        Assert.Equal("one\ntwo", File.ReadAllText(folder["a"]));
        Assert.Equal("640", Convert.ToString((int)File.GetUnixFileMode(folder["a"]), 8));
        Assert.Equal("", File.ReadAllText(folder["b"]));
        File.CreateSymbolicLink(folder["link"], folder["a"]);
        Assert.Equal(1, ShellRun.Run(shell, write, "three", folder["link"], "640", owner[0], owner[1]).Exit);
        Assert.Equal(["a", "b", "link"], folder.Entries);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_path_is_told_for_what_it_is(string shell)
    {
        using var folder = new TemporaryFolder();
        var state = ShellText.Of("Steps/Files/path-state.sh");
        File.WriteAllText(folder["a"], "demo\n");
        File.CreateSymbolicLink(folder["link"], folder["a"]);
        var file = ShellRun.Run(shell, state, "", folder["a"], "0", "0", "digest");
        Assert.Contains("kind=file\n", file.Out, StringComparison.Ordinal);
        Assert.Contains("size=5\n", file.Out, StringComparison.Ordinal);
        Assert.Contains("digest=eb9c26baee47", file.Out, StringComparison.Ordinal);
        Assert.Equal((0, "parent=present\nkind=link\n", ""), ShellRun.Run(shell, state, "", folder["link"], "", "", ""));
        Assert.Equal((0, "parent=absent\nowner=unknown\nkind=absent\n", ""), ShellRun.Run(shell, state, "", folder["no/a"], "no-such-user", "", ""));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Digests_of_secrets_are_made_with_a_key_of_the_host(string shell)
    {
        using var folder = new TemporaryFolder();
        var digest = $"LMR_ROOT='{folder["state"]}'\n" + ShellText.Of("Steps/Files/secret-key.sh") + ShellText.Of("Steps/Files/secret-digest.sh");
        const string Secret = "canary\n$(id) 'x'\n\n";
        File.WriteAllText(folder["a"], Secret);
        File.WriteAllText(folder["b"], Secret);
        string Of(string name, string input, string wanted) => ShellRun.Run(shell, digest, input, folder[name], wanted) is (0, var told, "") ? told : throw new InvalidOperationException();

        var first = Of("a", Secret, "wanted").Split('\n');
        Assert.Equal(first[0].Replace("wanted=", "found=", StringComparison.Ordinal), first[1]);
        Assert.Equal(first[1] + "\n", Of("a", "", ""));
        Assert.NotEqual(first[1] + "\n", Of("b", "", ""));
        Assert.NotEqual(first[0], Of("a", Secret + "x", "wanted").Split('\n')[0]);
        Assert.StartsWith("wanted=", Of("none", Secret, "wanted"), StringComparison.Ordinal);
        Assert.Equal("", Of("none", "", ""));
        Assert.DoesNotContain(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret))), string.Concat(first), StringComparison.Ordinal);
        Assert.Equal(("600", "700", 32), (Mode(folder["state/key"]), Mode(folder["state"]), new FileInfo(folder["state/key"]).Length));
        Assert.Equal(["key"], new DirectoryInfo(folder["state"]).EnumerateFileSystemInfos().Select(entry => entry.Name));
        File.Delete(folder["state/key"]);
        Assert.NotEqual(first[1] + "\n", Of("a", "", ""));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Facts_come_from_any_machine(string shell)
    {
        var told = ShellRun.Run(shell, HostFactsReader.Command("").Argv[2], "", "192.0.2.1 4711 192.0.2.11 22");
        Assert.Equal(0, told.Exit);
        var facts = HostFactsReader.Read(CommandResult.OfText(told.Out));
        Assert.NotEmpty(facts.Kernel);
        Assert.Equal("192.0.2.1 192.0.2.11 22", facts.SshSession);
        Assert.True(facts.MemoryKib > 0 && facts.Cpus > 0, told.Out);
        Assert.True(facts.Nic.ContainsKey("lo"), told.Out);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Kernel_keys_are_told_one_by_one(string shell)
    {
        var told = ShellRun.Run(shell, ShellText.Of("Steps/Kernel/sysctl-state.sh"), "", "kernel/ostype", "net/no/such");
        Assert.StartsWith("fixed kernel/ostype\nLinux\nabsent net/no/such\n", told.Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Entries_of_a_libvirt_file_are_told_whole_and_no_others(string shell)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["qemu.conf"], "vnc_password = \"x\"\nuser=\"root\"\n#group = \"no\"\nlist = [\n  \"a\"\n]\n");
        var told = ShellRun.Run(shell, ShellText.Of("Steps/Libvirt/libvirt-daemons.sh") + ShellText.Of("Steps/Libvirt/libvirt-conf.sh"), "", folder["qemu.conf"], "no-such-daemon", "user", "list", "group");
        Assert.Equal((0, "daemon=absent\nkey user\n| \"root\"\nkey list\n|  [\n|   \"a\"\n| ]\n", ""), told);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_daemon_is_older_than_a_file_that_was_written_since_it_started(string shell)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["written"], "x");
        var older = ShellText.Of("Steps/Libvirt/libvirt-daemons.sh") + "lmr_pid=1; lmr_older virtqemud \"$1\"; echo $?; sleep 0.1; sleep 60 >&- & lmr_pid=$!; lmr_older virtqemud \"$1\"; echo $?; lmr_older virtqemud \"$1.not\"; echo $?; kill $lmr_pid";
        var told = ShellRun.Run(shell, older, "", folder["written"]);
        Assert.Equal((0, "0\n1\n1\n", ""), told);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_profile_is_written_whole_and_keeps_what_the_file_is(string shell)
    {
        using var folder = new TemporaryFolder();
        var write = ShellText.Of("Steps/Nic/Network/profile-write.sh");
        const string Content = "[Match]\nName=eth1 '$(id)' %s\n";
        Assert.Equal((0, "", ""), ShellRun.Run(shell, write, "", folder["x.network.d/lmr.conf"], "0644", Content));
        Assert.Equal((Content, "644", "755"), (File.ReadAllText(folder["x.network.d/lmr.conf"]), Mode(folder["x.network.d/lmr.conf"]), Mode(folder["x.network.d"])));
        File.SetUnixFileMode(folder["x.network.d/lmr.conf"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal((0, "", ""), ShellRun.Run(shell, write, "", folder["x.network.d/lmr.conf"], "0644", ""));
        Assert.Equal(("", "600"), (File.ReadAllText(folder["x.network.d/lmr.conf"]), Mode(folder["x.network.d/lmr.conf"])));
        File.CreateSymbolicLink(folder["link"], folder["x.network.d/lmr.conf"]);
        Assert.Equal(1, ShellRun.Run(shell, write, "", folder["link"], "0644", Content).Exit);
        Assert.Equal(["link", "x.network.d"], folder.Entries);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void The_network_s_managers_are_told_on_any_machine(string shell)
    {
        var (exit, told, error) = ShellRun.Run(shell, ShellText.Of("Steps/Nic/Network/network-state.sh"), "", "lo", "no-such-nic");
        Assert.Equal((0, ""), (exit, error));
        Assert.DoesNotContain(told.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Split(' ')[0] is not ("manager" or "networkd-file" or "networkd-state" or "folder" or "file" or "|" or "nm-state" or "nm-profile" or "netplan"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_unit_is_written_with_its_links_and_found_by_what_it_runs(string shell)
    {
        using var folder = new TemporaryFolder();
        var (unit, first, second) = (folder["u/lmr-queue-eth1.service"], folder["u/multi-user.target.wants/lmr-queue-eth1.service"], folder[@"u/sys-subsystem-net-devices-eth1\x2d2.device.wants/lmr-queue-eth1.service"]);
        var write = ShellText.Of("Steps/unit-write.sh");
        Assert.Equal((0, "", ""), ShellRun.Run(shell, write, "[Service]\nExecStart=/bin/sh -c 'exec tc 1'\n", unit, first, second));
        Assert.Equal(("644", "../lmr-queue-eth1.service"), (Mode(unit), new FileInfo(second).LinkTarget));
        File.SetUnixFileMode(unit, UnixFileMode.UserRead);
        Assert.Equal((0, "", ""), ShellRun.Run(shell, write, "[Service]\nExecStart=/bin/sh -c 'exec tc $$2'\n", unit, first, second));
        Assert.Equal("400", Mode(unit));
        string Told() => ShellRun.Run(shell, ShellText.Of("Steps/Nic/queue-state.sh"), "", "lo", unit, first, second, "mq").Out;
        Assert.Contains("kept /bin/sh -c 'exec tc $$2'\nkernel yes\n", Told(), StringComparison.Ordinal);
        // A unit that nothing starts keeps nothing.
        File.Delete(second);
        Assert.DoesNotContain("kept", Told(), StringComparison.Ordinal);
        File.CreateSymbolicLink(second, "/dev/null");
        Assert.DoesNotContain("kept", Told(), StringComparison.Ordinal);
        Assert.Equal((0, "", ""), ShellRun.Run(shell, write, "", unit, first, second));
        Assert.Equal("../lmr-queue-eth1.service", new FileInfo(second).LinkTarget);
        File.Delete(unit);
        File.CreateSymbolicLink(unit, folder["elsewhere"]);
        Assert.Equal(1, ShellRun.Run(shell, write, "x", unit, first, second).Exit);
        Assert.Equal(["u"], folder.Entries);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_link_is_told_on_any_machine(string shell)
    {
        var text = ShellText.Of("Steps/Checks/link-state.sh");
        var told = ShellRun.Run(shell, text, "", "lo", "0", "log");
        Assert.StartsWith("state ", told.Out, StringComparison.Ordinal);
        Assert.Contains("carrier 1\n", told.Out, StringComparison.Ordinal);
        Assert.Equal((0, "absent no-such\n", ""), ShellRun.Run(shell, text, "", "no-such", "2", "log"));
    }

    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);

    [Fact]
    public void Every_text_is_clean_for_shellcheck()
    {
        if (!File.Exists("/usr/bin/shellcheck")) return;
        foreach (var name in typeof(Step).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("Steps/", StringComparison.Ordinal)))
        {
            var start = new ProcessStartInfo("/usr/bin/shellcheck", ["--shell=sh", "-"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
            using var process = Process.Start(start) ?? throw new InvalidOperationException("shellcheck does not start.");
            process.StandardInput.Write(ShellText.Of(name));
            process.StandardInput.Close();
            Assert.Equal("", process.StandardOutput.ReadToEnd());
        }
    }
}

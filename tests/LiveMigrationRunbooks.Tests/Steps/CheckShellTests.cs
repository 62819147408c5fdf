using System.Runtime.Versioning;
using LiveMigrationRunbooks.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>The texts of checks in each shell that a host may have.</summary>
[SupportedOSPlatform("linux")]
public sealed class CheckShellTests
{
    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_mark_is_left_seen_and_removed(string shell)
    {
        using var folder = new TemporaryFolder();
        var place = folder["a b"];
        Directory.CreateDirectory(place);
        File.WriteAllText(folder["file"], "demo\n");
        string Mark(string host) => ShellRun.Run(shell, Text("storage-mark"), "", host, "timed", "60", place, folder["none"], folder["file"], "/proc/sys") is (0, var told, "") ? told : throw new InvalidOperationException();

        var first = Mark("kvm/1").Split('\n');
        var mark = first[0].Split(' ')[^1];
        Assert.StartsWith("1 dir ", first[0], StringComparison.Ordinal);
        Assert.StartsWith(".lmr-mark-kvm_1@", mark, StringComparison.Ordinal);
        Assert.Contains("2 absent", first);
        Assert.Contains(first, line => line.StartsWith("3 file ", StringComparison.Ordinal) && line.EndsWith(" 5", StringComparison.Ordinal));
        Assert.Contains(first, line => line.StartsWith("4 bare proc ", StringComparison.Ordinal));
        Assert.Contains(first, line => line.StartsWith("1 took ", StringComparison.Ordinal));
        Assert.Equal((0, $"{mark} seen\nno-mark unseen\n", ""), ShellRun.Run(shell, Text("storage-seen"), "", place, mark, place, "no-mark"));
        // The next question takes the place of the last one; those of other hosts stay, also where a name begins like this one.
        File.WriteAllText(Path.Combine(place, ".lmr-mark-kvm_1-b@x"), "");
        Assert.DoesNotContain(mark, Mark("kvm/1"), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(place).Length);
        Assert.Equal((0, "", ""), ShellRun.Run(shell, Text("storage-unmark"), "", "kvm/1", place, folder["none"]));
        Assert.Equal([Path.Combine(place, ".lmr-mark-kvm_1-b@x")], Directory.GetFiles(place));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_mark_goes_by_itself(string shell)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["a"]);
        var told = ShellRun.Run(shell, Text("storage-mark") + "\nwait_for=$path/$mark; while [ -e \"$wait_for\" ]; do sleep 0.1; done; echo gone", "", "kvm1", "", "0", folder["a"]);
        Assert.EndsWith("\ngone\n", told.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder["a"]));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Nobody_listens_without_an_address_and_what_is_missing_is_named(string shell)
    {
        var listen = ShellText.Of("Steps/Checks/Ports/ports-stop.sh") + ShellText.Of("Steps/Checks/Ports/ports-listen.sh");
        Assert.Equal((0, "", ""), ShellRun.Run(shell, listen, "", "", "", "", "1"));
        Assert.Equal((0, "range 49158 49161\nmissing ss\n", ""), ShellRun.Run(shell, "PATH=/nowhere\n" + listen, "", "192.0.2.1", "49158", "49161", "1"));
        Assert.Equal((0, "missing bash\n", ""), ShellRun.Run(shell, "PATH=/nowhere\n" + ShellText.Of("Steps/Checks/Ports/ports-try.sh"), "192.0.2.1 49158\n"));
    }

    // The stand-ins: one port is somebody's already, the last one; and where the address is not this host's nobody comes to listen.
    [Theory]
    [MemberData(nameof(Shells))]
    public void The_free_ports_of_a_range_are_listened_on_and_what_fails_is_silent(string shell)
    {
        using var folder = new TemporaryFolder();
        folder.Program("ss", $"echo 'LISTEN 0 1 198.51.100.11:49161 0.0.0.0:*'; for port in $(cat {folder["open"]} 2>/dev/null); do echo \"LISTEN 0 1 198.51.100.11:$port 0.0.0.0:*\"; done");
        folder.Program("setsid", "exec \"$@\"");
        folder.Program("timeout", "shift; exec \"$@\"");
        folder.Program("systemd-socket-activate", $"for word; do case $word in 198.51.100.11:*) echo \"${{word##*:}}\" >>{folder["open"]} ;; esac; done");
        var listen = $"PATH={folder["."]}:$PATH\nstop_listening() {{ :; }}\n" + ShellText.Of("Steps/Checks/Ports/ports-listen.sh");
        Assert.Equal((0, "range 49159 49161\nbusy 49161\nlistens 49159\nlistens 49160\n", ""), ShellRun.Run(shell, listen, "", "198.51.100.11", "49159", "49161", "1"));
        File.Delete(folder["open"]);
        Assert.Equal((0, "range 49160 49161\nbusy 49161\nsilent 49160\n", ""), ShellRun.Run(shell, listen.Replace("\"$tries\" -ge 50", "\"$tries\" -ge 1", StringComparison.Ordinal), "", "198.51.100.99", "49160", "49161", "1"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_connection_ends_as_it_ends(string shell)
    {
        if (!File.Exists("/bin/bash")) return;
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var open = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var told = ShellRun.Run(shell, ShellText.Of("Steps/Checks/Ports/ports-try.sh"), $"127.0.0.1 {open} 1\n").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(new[] { $"127.0.0.1 {open} open", "127.0.0.1 1 refused", "end" }.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Logs_that_are_not_there_are_silent(string shell)
    {
        var (exit, told, error) = ShellRun.Run(shell, "journalctl() { :; }\ndmesg() { :; }\n" + ShellText.Of("Steps/Checks/Logs/logs-told.sh").Replace("/var/log/libvirt/qemu", "/nowhere", StringComparison.Ordinal), "", "15", "500", "libvirt", "qemu", "kernel");
        Assert.Equal((0, "silent libvirt\nsilent qemu\nsilent kernel\n", ""), (exit, told, error));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Lines_of_a_guest_s_log_are_those_since_then_that_may_be_errors(string shell)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["web-1.log"], """
            2001-11-21 21:20:53.024+0000: starting up; error of long ago
              refused: of the same time, without one of its own
            2999-11-21T21:20:53.105750Z qemu-system-x86_64: warning: host doesn't support requested feature: CPUID.07H:EBX.avx512f [bit 16]
            2999-11-21T21:20:54.105750Z qemu-system-x86_64: all is well
              denied: belongs to the line above

            """);
        File.WriteAllText(folder["other.txt"], "2999-11-21T21:20:53.105750Z error\n");
        var text = ShellText.Of("Steps/Checks/Logs/logs-told.sh").Replace("/var/log/libvirt/qemu", folder["."], StringComparison.Ordinal);
        Assert.Equal(
            (0, "source qemu\nqemu web-1: 2999-11-21T21:20:53.105750Z qemu-system-x86_64: warning: host doesn't support requested feature: CPUID.07H:EBX.avx512f [bit 16]\nqemu web-1:   denied: belongs to the line above\n", ""),
            ShellRun.Run(shell, text, "", "15", "500", "qemu"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Cpus_are_asked_about_one_by_one(string shell)
    {
        using var folder = new TemporaryFolder();
        // A virsh that says what it was asked with, and refuses a guest.
        folder.Program("virsh", "shift 3\ncase $1 in *baseline) echo \"$1 $(cat \"$2\")\" ;; *) echo \"error: $7 cannot\" >&2; exit 1 ;; esac");
        var told = ShellRun.Run(shell, $"PATH={folder["."]}:$PATH\n" + ShellText.Of("Steps/Checks/Cpus/cpu-fits.sh"), $"baseline qemu {Base64("<one/><two/>")}\nguest u-1 kvm x86_64 q35 /usr/bin/qemu {Base64("<cpu/>")}\n");
        Assert.Equal((0, $"baseline 0 {Base64("hypervisor-cpu-baseline <one/><two/>")}\nguest u-1 1 {Base64("error: x86_64 cannot")}\n", ""), told);
    }

    private static string Text(string name) => ShellText.Of($"Steps/Checks/Storage/{name}.sh");

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}

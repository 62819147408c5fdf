using System.Runtime.Versioning;
using LiveMigrationRunbooks.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>The shell texts of services, time and paths, with programs that say what a test wants to hear.</summary>
[SupportedOSPlatform("linux")]
public sealed class ServiceShellTests
{
    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void Every_link_that_enabling_may_touch_is_named(string shell)
    {
        using var folder = new TemporaryFolder();
        Program(folder, "systemctl", """
            case "$*" in
              *Id,Names*) printf 'Id=a.service\nNames=a.service b.service\nTriggeredBy=a.socket\nActiveState=active\n' ;;
              *LoadState*) echo LoadState=loaded ;;
              is-active*) echo active ;;
              "cat --no-pager -- a.service") printf '[Unit]\nWantedBy=no\n[Install]\nWantedBy=x.target y.target\nAlias=b.service\nAlso=a.socket\n' ;;
              "cat --no-pager -- a.socket") printf '[Install]\nRequiredBy = z.target\nAlso=a.service\n' ;;
            esac
            """);
        Directory.CreateDirectory(folder["etc/x.target.wants"]);
        Directory.CreateDirectory(folder["etc/old.target.wants"]);
        File.CreateSymbolicLink(folder["etc/old.target.wants/b.service"], "/nowhere");
        File.CreateSymbolicLink(folder["etc/old.target.wants/other.service"], "/nowhere");
        var state = Text(folder, "Steps/Services/service-state.sh").Replace("etc=/etc/systemd/system", $"etc={folder["etc"]}", StringComparison.Ordinal);
        var told = ShellRun.Run(shell, state, "", "a.service", "a.service");
        var lines = told.Out.Split('\n').Where(line => !line.Contains('=') && !line.StartsWith("guest ", StringComparison.Ordinal)).Select(line => line.Replace(folder["etc"], "", StringComparison.Ordinal));
        Assert.Equal(
            ["trigger a.socket active", "also a.service", "also a.socket", "file a.service", "file a.socket", "path /b.service", "path /old.target.wants/b.service", "path /x.target.wants/a.service", "path /y.target.wants/a.service", "path /z.target.requires/a.socket", "nodir /y.target.wants", "nodir /z.target.requires", ""],
            lines);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_start_that_fails_tells_the_last_lines_of_the_unit(string shell)
    {
        using var folder = new TemporaryFolder();
        Program(folder, "systemctl", "case $1 in is-failed | is-active) exit 1 ;; show) ;; start) exit 5 ;; esac");
        Program(folder, "journalctl", "echo 'no configuration'");
        var run = Text(folder, "Steps/Services/service-run.sh");
        Assert.Equal((1, "", "a.service: systemctl start ended with 5\nno configuration\n"), ShellRun.Run(shell, run, "", "start", "a.service", "9", ""));
        Assert.Equal((0, "a.service does not run\n", ""), ShellRun.Run(shell, run, "", "try-restart", "a.service", "9", ""));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_daemon_with_a_broken_file_is_not_restarted(string shell)
    {
        using var folder = new TemporaryFolder();
        Program(folder, "systemctl", $"case $1:$2 in show:--property=Id) echo ssh.service ;; restart:*) echo restarted >{folder["done"]} ;; esac");
        Program(folder, "sshd", "echo 'Bad configuration option: nonsense' >&2; exit 255");
        var run = Text(folder, "Steps/Services/service-run.sh").Replace("mkdir -p /run/sshd", ":", StringComparison.Ordinal);
        Assert.Equal((255, "", "Bad configuration option: nonsense\n"), ShellRun.Run(shell, run, "", "restart", "sshd.service", "9", ""));
        Assert.False(File.Exists(folder["done"]));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Files_of_chrony_are_written_whole_and_removed_when_empty(string shell)
    {
        using var folder = new TemporaryFolder();
        Program(folder, "chronyc", $"echo \"$*\" >>{folder["calls"]}");
        var write = Text(folder, "Steps/Time/time-write.sh");
        Assert.Equal((0, "", ""), ShellRun.Run(shell, write, "", folder["a.sources"], "server x iburst", folder["a.conf"], "makestep 1 3", "1 3"));
        Assert.Equal(("server x iburst\n", "makestep 1 3\n"), (File.ReadAllText(folder["a.sources"]), File.ReadAllText(folder["a.conf"])));
        Assert.Equal("-n -c tracking\nreload sources\nmakestep 1 3\n", File.ReadAllText(folder["calls"]));
        Assert.Equal((0, "", ""), ShellRun.Run(shell, write, "", folder["a.sources"], "", folder["a.conf"], "", ""));
        Assert.Equal(["calls", "chronyc"], folder.Entries);
        File.CreateSymbolicLink(folder["a.sources"], folder["calls"]);
        Assert.Equal((1, "", $"{folder["a.sources"]} is not a regular file and is not replaced\n"), ShellRun.Run(shell, write, "", folder["a.sources"], "x", "", "", ""));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_way_that_carries_less_is_measured(string shell)
    {
        using var folder = new TemporaryFolder();
        // -s comes after the family, -n and -M do.
        Program(folder, "ping", """
            for address; do :; done
            case $address in
              10.0.0.1) most=9000 ;;
              10.0.0.2) most=1504 ;;
              10.0.0.3) most=4321 ;;
              10.0.0.4) echo "From 10.9.9.9 icmp_seq=1 Frag needed and DF set (mtu = 1400)"; exit 1 ;;
              2001:db8::1) most=8980 ;;
              *) most=0 ;;
            esac
            [ "$6" -le "$((most - 28))" ]
            """);
        var told = ShellRun.Run(shell, Text(folder, "Steps/Checks/path-mtu.sh"), "", "9000", "1500", "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "2001:db8::1");
        Assert.Equal(
            ["10.0.0.1 full", "10.0.0.2 less 1500", "10.0.0.3 less 4321", "10.0.0.4 less 1400", "10.0.0.5 none -", "2001:db8::1 full"],
            told.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Select(line => line.Split(' ')).Select(words => words[1] == "full" ? $"{words[0]} full" : string.Join(' ', words[..3])));
        Assert.Contains("10.0.0.4 less 1400", told.Out, StringComparison.Ordinal);
        Assert.Contains(" 10.9.9.9\n", told.Out, StringComparison.Ordinal);
    }

    private static string Text(TemporaryFolder folder, string name) => $"PATH='{folder[""]}':$PATH\n{ShellText.Of(name)}";

    private static void Program(TemporaryFolder folder, string name, string text)
    {
        File.WriteAllText(folder[name], $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

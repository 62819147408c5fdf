using System.Globalization;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>
/// A host as somebody else than <c>lmr</c> sees it. A container is entered by its namespaces, which leaves nothing in its records; vm1 is
/// asked by ssh.
/// </summary>
public sealed class HostView(string name)
{
    public string Name => name;

    public bool IsVm => name.StartsWith("vm", StringComparison.Ordinal);

    public string Address => IsVm ? "192.0.2.31" : $"192.0.2.{10 + int.Parse(name.AsSpan(3), CultureInfo.InvariantCulture)}";

    /// <summary>Runs shell text there and expects exit 0; what it printed.</summary>
    public async Task<string> AskAsync(string text)
    {
        var ended = await RunAsync(text);
        Assert.True(ended.ExitCode == 0, $"{name}: {text}\n{ended.All}");
        return ended.Output.TrimEnd('\n');
    }

    public async Task<Ended> RunAsync(string text)
    {
        if (IsVm)
        {
            string[] words = ["-F", "none", "-n", "-i", LabFolder.Key, "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", "-o", "KexAlgorithms=curve25519-sha256", "-o", $"UserKnownHostsFile={LabFolder.Lab}/inventory/known_hosts"];
            return await Underway.RunAsync("ssh", [.. words, "-o", $"HostKeyAlias={name}", $"root@{Address}", text]);
        }
        var leader = (await Underway.RunAsync("pgrep", "-P", File.ReadAllText($"{LabFolder.Lab}/hosts/{name}/nspawn.pid").Trim())).Output.Trim();
        return await Underway.RunAsync("nsenter", "-t", leader, "-m", "-u", "-i", "-n", "-p", "--", "/usr/bin/env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", "sh", "-c", text);
    }

    /// <summary>The process id of a service. A daemon that runs a command is there twice for a moment, so its name alone does not tell.</summary>
    public async Task<string> DaemonAsync(string unit)
    {
        var daemon = await AskAsync($"systemctl show -p MainPID --value {unit}");
        Assert.False(daemon is "" or "0", $"{name}: {unit} does not run");
        return daemon;
    }

    /// <summary>Everything about these paths: kind, mode, owner, extended attributes, content; or that they are absent. One program for all, as each costs vm1 a twentieth of a second or more.</summary>
    public static string Files(params string[] paths) => $$"""
        python3 -c '
        import hashlib, os, stat, sys
        for path in sys.argv[1:]:
            if not os.path.exists(path):
                print(path, "absent")
                continue
            on = os.stat(path)
            kind = "regular file" if stat.S_ISREG(on.st_mode) else "directory" if stat.S_ISDIR(on.st_mode) else oct(stat.S_IFMT(on.st_mode))
            print(path, kind, format(stat.S_IMODE(on.st_mode), "o"), f"{on.st_uid}:{on.st_gid}")
            print([(name, os.getxattr(path, name)) for name in sorted(os.listxattr(path))])
            if stat.S_ISREG(on.st_mode): print(hashlib.sha256(open(path, "rb").read()).hexdigest())
        ' {{string.Join(' ', paths)}}
        """;

    /// <summary>
    /// The same about everything below /etc, but for what hosts write there by themselves, firewalld's backup of a zone, and the empty folder that iscsiadm
    /// makes for itself whatever it is asked.
    /// </summary>
    public const string Etc = """
        cd /etc && find . \( -name '*.old' -o -name adjtime -o -name mtab -o -name resolv.conf -o -path ./iscsi/ifaces -empty \) -prune -o -printf '%p %y %m %u:%g %l\n' | sort
        find . -type f ! -name '*.old' ! -name adjtime -exec sha256sum {} + | sort -k 2
        """;

    public static Task<Ended> RebootAsync(string name) => Underway.RunAsync(LabFolder.Script("reboot"), name);
}

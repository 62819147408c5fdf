using System.Runtime.Versioning;
using LiveMigrationRunbooks.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>What the texts for certificates and keys do on a host, under each shell.</summary>
[SupportedOSPlatform("linux")]
public sealed class TlsShellTests
{
    private static readonly string s_state = ShellText.Of("Steps/Tls/tls-state.sh");
    private static readonly string s_peers = ShellText.Of("Steps/Tls/tls-peers.sh");
    private static readonly string s_folder = ShellText.Of("Steps/Tls/tls-folder.sh");
    private static readonly string s_staged = ShellText.Of("Steps/Tls/tls-staged.sh");

    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_key_waits_for_its_certificate_and_only_its_public_half_is_told(string shell)
    {
        if (!File.Exists("/usr/bin/openssl")) return;
        using var folder = new TemporaryFolder();
        var asked = State(shell, folder, "");
        Assert.Equal(["path", "path", "path"], asked.Select(words => words[0]).Where(word => word is "path" or "staged"));
        Assert.False(Directory.Exists(folder["lmr/tls"]));

        var staged = Assert.Single(State(shell, folder, "stage"), words => words[0] == "staged");
        Assert.Equal("libvirt-server", staged[1]);
        var key = folder["lmr/tls/libvirt-server.pem"];
        Assert.Equal((UnixFileMode.UserRead | UnixFileMode.UserWrite, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute), (File.GetUnixFileMode(key), File.GetUnixFileMode(folder["lmr/tls"])));
        Assert.Equal([key], Directory.GetFiles(folder["lmr/tls"]));
        // Asked again, it is the same.
        Assert.Equal(staged, Assert.Single(State(shell, folder, "stage"), words => words[0] == "staged"));
        Assert.Equal(staged[2], ShellRun.Run(shell, "openssl pkey -in \"$1\" -pubout -outform DER | base64 | tr -d '\\n'", "", key).Out);

        // One that stands where it belongs is told in its place.
        File.Move(key, folder["a key.pem"]);
        var there = State(shell, folder, "stage");
        Assert.DoesNotContain(there, words => words[0] == "staged");
        Assert.Equal(staged[2], Assert.Single(there, words => words[0] == "public")[^1]);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Certificates_are_told_whole_and_what_is_no_file_by_its_kind(string shell)
    {
        if (!File.Exists("/usr/bin/openssl")) return;
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["ca.pem"], "-----BEGIN\n");
        File.CreateSymbolicLink(folder["cert.pem"], folder["nowhere"]);
        Directory.CreateDirectory(folder["a key.pem"]);
        File.WriteAllText(folder["qemu.conf"], "# user = \"a\"\n user = \"+0\"\nuser = \"nobody\"\ndefault_tls_x509_cert_dir = \"/srv/tls\"\n");
        var told = State(shell, folder, "").Select(words => string.Join(' ', words)).ToList();
        Assert.Contains("reader root root", told);
        Assert.Contains(told, line => line.StartsWith("looks /srv/tls ", StringComparison.Ordinal) || line.StartsWith("looks /etc/pki/libvirt-migrate ", StringComparison.Ordinal));
        Assert.Contains($"certificate {folder["ca.pem"]} {Convert.ToBase64String("-----BEGIN\n"u8)}", told);
        Assert.Contains($"path {folder["cert.pem"]} link", told);
        Assert.Contains($"path {folder["a key.pem"]} other", told);

        File.WriteAllText(folder["qemu.conf"], "user = \"no-such-user\"\n");
        Directory.Delete(folder["a key.pem"]);
        File.WriteAllText(folder["a key.pem"], "no key\n");
        told = [.. State(shell, folder, "").Select(words => string.Join(' ', words))];
        Assert.Contains("no-reader no-such-user", told);
        Assert.Contains($"closed {folder["a key.pem"]}", told);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Each_peer_is_asked_and_what_virsh_says_is_told_in_one_line(string shell)
    {
        using var folder = new TemporaryFolder();
        folder.Program("virsh", """
            case $2 in
              qemu+tls://198.51.100.19:16515/system) exit 0 ;;
              *fd00::1*) echo "$2" >&2; printf 'error: failed to connect to the hypervisor\nerror: The server certificate is\nerror: not trusted\n' >&2; exit 1 ;;
              *) exit 124 ;;
            esac
            """);
        folder.Program("openssl", "case $1 in x509) printf certificate ;; *) cat >/dev/null ;; esac");
        var (exit, told, error) = ShellRun.Run(shell, $"PATH={folder["."]}:$PATH\n{s_peers}", "", "16515", "198.51.100.19", "fd00::1", "198.51.100.20");
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(
            new[] { "peer 198.51.100.19 ok", "peer 198.51.100.20 late", "peer fd00::1 The server certificate is not trusted ", "serves 03d66dd08835c1ca3f128cceacd1f31ac94163096b20f445ae84285bc0832d72" },
            told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

        // Where nobody listens nothing is served.
        folder.Program("openssl", "cat >/dev/null");
        Assert.Equal((0, "", ""), ShellRun.Run(shell, $"PATH={folder["."]}:$PATH\n{s_peers}", "", "16514"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void The_folder_of_keys_is_roots_alone_and_one_that_is_there_stays_as_it_is(string shell)
    {
        using var folder = new TemporaryFolder();
        var keys = folder["pki/a b/private"];
        for (var again = 0; again < 2; again++) Assert.Equal((0, "", ""), ShellRun.Run(shell, "umask 077\n" + s_folder, "", keys));
        Assert.Equal("drwx------ drwxr-xr-x", $"{Mode(keys)} {Mode(folder["pki/a b"])}");
        File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead);
        Assert.Equal((0, "", ""), ShellRun.Run(shell, s_folder, "", keys));
        Assert.Equal("drwxr-----", Mode(keys));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_writer_takes_the_key_that_waits_and_without_one_writes_nothing(string shell)
    {
        using var folder = new TemporaryFolder();
        var text = $"LMR_ROOT='{folder["lmr"]}'\n{s_staged}cat\necho \"$1\"\n";
        var none = ShellRun.Run(shell, text, "of somebody else", "libvirt-server", "/etc/key");
        Assert.NotEqual(0, none.Exit);
        Assert.Equal("", none.Out);
        Directory.CreateDirectory(folder["lmr/tls"]);
        File.WriteAllText(folder["lmr/tls/libvirt-server.pem"], "key\n");
        Assert.Equal((0, "key\n/etc/key\n", ""), ShellRun.Run(shell, text, "of somebody else", "libvirt-server", "/etc/key"));
    }

    // One authority, and one pair in a folder of the test's own; openssl tells no private part.
    private static List<string[]> State(string shell, TemporaryFolder folder, string stage)
    {
        var text = $"LMR_ROOT='{folder["lmr"]}'\n" + s_state.Replace("/etc/libvirt/qemu.conf", folder["qemu.conf"], StringComparison.Ordinal);
        var (exit, told, error) = ShellRun.Run(shell, text, "", stage, "/etc/pki/qemu", "1", folder["ca.pem"], "libvirt-server", folder["cert.pem"], folder["a key.pem"]);
        Assert.Equal((0, ""), (exit, error));
        Assert.DoesNotContain("PRIVATE", told, StringComparison.Ordinal);
        return [.. told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))];
    }

    private static string Mode(string path) => ShellRun.Run("dash", "stat -c %A -- \"$1\"", "", path).Out.TrimEnd('\n');
}

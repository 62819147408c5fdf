using System.Runtime.Versioning;
using LiveMigrationRunbooks.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>What the texts for keys and lists of keys do on a host, under each shell.</summary>
[SupportedOSPlatform("linux")]
public sealed class SshShellTests
{
    private const string Stranger = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHAGn5fLkDMSkh0JGN7LdKiD0om52sNSKGXmQGp9Sf6H somebody lmr-trust: not ours";
    private static readonly string s_keyState = ShellText.Of("Steps/Ssh/ssh-key-state.sh");
    private static readonly string s_keyWrite = ShellText.Of("Steps/Ssh/ssh-folder.sh") + ShellText.Of("Steps/Ssh/ssh-key-write.sh");
    private static readonly string s_trustState = ShellText.Of("Steps/Ssh/ssh-trust-state.sh");
    private static readonly string s_trustWrite = ShellText.Of("Steps/Ssh/ssh-folder.sh") + ShellText.Of("Steps/Ssh/ssh-trust-write.sh");

    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_key_is_made_once_and_mended_without_being_another(string shell)
    {
        using var folder = new TemporaryFolder();
        var path = folder[".ssh/id key"];
        Assert.Equal((0, "", ""), Write(shell, "", path, "made", "a  b"));
        Assert.Equal((UnixFileMode.UserRead | UnixFileMode.UserWrite, "drwx------"), (File.GetUnixFileMode(path), Mode(folder[".ssh"])));
        var made = Words(shell, path);
        Assert.Equal(made["found"].Split(' ')[1], made["beside"].Split(' ')[1]);
        Assert.EndsWith(" a  b", made["beside"], StringComparison.Ordinal);

        var again = Write(shell, "", path, "made", "x");
        Assert.Equal((1, $"{path} is there by now, and is not replaced\n"), (again.Exit, again.Error));

        File.Delete(path + ".pub");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var before = File.ReadAllText(path);
        Assert.Equal((0, "", ""), Write(shell, "", path, "kept", ""));
        var kept = Words(shell, path);
        Assert.Equal((before, UnixFileMode.UserRead | UnixFileMode.UserWrite, made["found"].Split(' ')[1]), (File.ReadAllText(path), File.GetUnixFileMode(path), kept["beside"].Split(' ')[1]));
        Assert.Equal(2, kept["beside"].Split(' ').Length);
        Assert.Equal(["id key", "id key.pub"], Directory.EnumerateFileSystemEntries(folder[".ssh"]).Select(each => Path.GetFileName(each)).Order(StringComparer.Ordinal));
    }

    // Who keeps a key as a secret may have lost its last line end, or have got those of another system.
    [Theory]
    [MemberData(nameof(Shells))]
    public void A_given_key_is_told_by_its_public_half_alone_and_takes_its_place(string shell)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Write(shell, "", folder["given"], "made", "theirs").Exit);
        var given = File.ReadAllText(folder["given"]).TrimEnd('\n').Replace("\n", "\r\n", StringComparison.Ordinal);
        var told = ShellRun.Run(shell, s_keyState, given, folder["id"], "wanted");
        Assert.StartsWith("wanted=ssh-ed25519 ", told.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", told.Out + told.Error, StringComparison.Ordinal);
        Assert.Equal((0, "", ""), Write(shell, given, folder["id"], "given", "ours"));
        Assert.Equal(File.ReadAllText(folder["given"]), File.ReadAllText(folder["id"]));
        Assert.EndsWith(" ours", Words(shell, folder["id"])["beside"], StringComparison.Ordinal);
        Assert.Equal("wanted=\n", ShellRun.Run(shell, s_keyState, "no key", folder["none"], "wanted").Out);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Only_our_lines_of_a_list_are_replaced(string shell)
    {
        using var folder = new TemporaryFolder();
        var list = folder["authorized_keys"];
        File.WriteAllText(list, $"# by hand \u00e9\n\nssh-rsa AAAA a lmr-trust:kvm9\n{Stranger}");
        File.SetUnixFileMode(list, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal((0, "", ""), Trust("ssh-ed25519 BBBB lmr-trust:kvm2\n"));
        Assert.Equal($"# by hand \u00e9\n\n{Stranger}\nssh-ed25519 BBBB lmr-trust:kvm2\n", File.ReadAllText(list));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(list));
        Assert.Contains("authorized_keys=ssh-ed25519 BBBB lmr-trust:kvm2\n", ShellRun.Run(shell, s_trustState, "", folder["."], folder["id"], "root").Out, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody", ShellRun.Run(shell, s_trustState, "", folder["."], folder["id"], "root").Out, StringComparison.Ordinal);

        Assert.Equal((0, "", ""), Trust(""));
        Assert.Equal($"# by hand \u00e9\n\n{Stranger}\n", File.ReadAllText(list));
        File.Delete(list);
        Assert.Equal((0, "", ""), Trust("ssh-ed25519 BBBB lmr-trust:kvm2\n"));
        Assert.Equal(("ssh-ed25519 BBBB lmr-trust:kvm2\n", "-rw-------"), (File.ReadAllText(list), Mode(list)));
        File.Delete(list);
        File.CreateSymbolicLink(list, folder["elsewhere"]);
        Assert.Equal(1, Trust("ssh-ed25519 BBBB lmr-trust:kvm2\n").Exit);
        Assert.Equal(["authorized_keys"], folder.Entries);

        (int Exit, string Out, string Error) Trust(string lines) => ShellRun.Run(shell, s_trustWrite, lines, list, Environment.UserName);
    }

    private static (int Exit, string Out, string Error) Write(string shell, string input, string path, string how, string comment) =>
        ShellRun.Run(shell, s_keyWrite, input, path, Environment.UserName, how, "ed25519", "", comment, "600");

    private static Dictionary<string, string> Words(string shell, string path) => ShellRun.Run(shell, s_keyState, "", path, "").Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    private static string Mode(string path) => ShellRun.Run("dash", "stat -c %A -- \"$1\"", "", path).Out.TrimEnd('\n');
}

using System.Runtime.Versioning;
using LiveMigrationRunbooks.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>What is read and written of a Ceph client; rbd is a stand-in, as no cluster is at hand: it says what version 16.2.15 said without one, and answers for one that is there.</summary>
[SupportedOSPlatform("linux")]
public sealed class CephTests
{
    private const string Key = "AQBSdFhnAAAAABAAMnmLSLOxWmSpzVdHZBSqyw==";
    private const string Other = "AQCCdFhnAAAAABAA1mXnGZ5yq7dTt3JwJYyxWg==";
    private static readonly string s_file = ShellText.Of("Steps/make-parent.sh") + ShellText.Of("Steps/Files/file-write.sh");
    private static readonly string s_write = $"{ShellText.Of("Steps/Storage/ceph.sh")}write() (\n{s_file})\n{ShellText.Of("Steps/Storage/ceph-keyring.sh")}"
        .Replace("chown --", ": --", StringComparison.Ordinal);

    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_key_becomes_a_keyring_that_only_root_reads(string shell)
    {
        using var folder = new TemporaryFolder();
        var path = folder["ceph/ceph.client.me.keyring"];
        foreach (var given in new[] { Key, Key + "\r\n", $"# old\n[client.you]\n\tkey = {Other}\n[client.me]\n\tcaps mon = \"profile rbd\"\n  key = {Key}  \n" })
        {
            Assert.Equal((0, "", ""), ShellRun.Run(shell, s_write, given, path, "me"));
            Assert.Equal($"[client.me]\n\tkey = {Key}\n", File.ReadAllText(path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void What_is_no_key_of_the_user_writes_nothing_and_is_not_repeated(string shell)
    {
        using var folder = new TemporaryFolder();
        foreach (var given in new[] { "", "\n", "no key at all", "AQBSdFhn", $"[client.you]\n\tkey = {Other}\n", $"[client.me]\n\tkey = {Key[..39]}!\n" })
            Assert.Equal((1, "", "what was given is no key of client.me\n"), ShellRun.Run(shell, s_write, given, folder["keyring"], "me"));
        Assert.Empty(folder.Entries);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_pool_that_answers_is_told_with_the_files_and_no_key(string shell)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["conf"], "[global]\n");
        File.WriteAllText(folder["keyring"], $"[client.me]\n\tkey = {Key}\n");
        var (exit, said, error) = Read(shell, folder, "echo an-image", Key);
        Assert.Equal((0, ""), (exit, error));
        var lines = said.Split('\n');
        Assert.Equal(["exit=0", ""], lines[3..]);
        Assert.EndsWith(" c87899c878bf998c1128531edb0a89ed401c5f951ddb97ebbdd6474ba35bc834", lines[1], StringComparison.Ordinal);
        Assert.Equal(lines[0].Split('=')[1], lines[2].Split(' ')[2]);
        Assert.DoesNotContain(Key, said, StringComparison.Ordinal);
        Assert.NotEqual(lines[0], Read(shell, folder, "true", Other).Out.Split('\n')[0]);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Of_what_rbd_says_only_its_own_last_line_is_told(string shell)
    {
        using var folder = new TemporaryFolder();
        var (exit, said, error) = Read(shell, folder, $"echo 'auth: error parsing {Key}' >&2; echo 'rbd: first' >&2; echo 'rbd: listing images failed: (110) Connection timed out' >&2; return 110", "no key");
        Assert.Equal((0, "wanted=none\nexit=110\ntold=listing images failed: (110) Connection timed out\n", ""), (exit, said, error));
        Assert.EndsWith("exit=5\n", Read(shell, folder, $"echo '{Key}' >&2; return 5", Key).Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Files_with_which_the_pool_is_silent_fail_with_the_reason(string shell)
    {
        Assert.Equal((0, "", ""), Ask("echo an-image"));
        Assert.Equal((1, "", "the pool guests does not answer client.me: rbd ended with 110: listing images failed: (110) Connection timed out\n"),
            Ask($"echo '{Key}' >&2; echo 'rbd: listing images failed: (110) Connection timed out' >&2; return 110"));
        Assert.Equal((1, "", "the pool guests does not answer client.me: rbd ended with 124\n"), Ask("return 124"));

        (int, string, string) Ask(string rbd) => ShellRun.Run(shell,
            $"{StandIn(rbd)}{ShellText.Of("Steps/Storage/ceph.sh")}{ShellText.Of("Steps/Storage/ceph-answers.sh")}", "", "ceph", "me", "guests");
    }

    private static string StandIn(string rbd) => $"rbd() {{ {rbd}\n}}\ntimeout() {{ shift 3; \"$@\"; }}\n";

    private static (int Exit, string Out, string Error) Read(string shell, TemporaryFolder folder, string rbd, string given)
    {
        var text = $"LMR_ROOT='{folder["root"]}'\n{StandIn(rbd)}"
            + ShellText.Of("Steps/Files/secret-key.sh") + ShellText.Of("Steps/Storage/ceph.sh") + ShellText.Of("Steps/Storage/ceph-state.sh");
        return ShellRun.Run(shell, text, given, folder["conf"], folder["keyring"], "ceph", "me", "guests", "wanted");
    }
}

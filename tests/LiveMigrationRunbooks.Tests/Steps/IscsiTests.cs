using System.Runtime.Versioning;
using LiveMigrationRunbooks.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>What a record of iscsiadm becomes; iscsiadm itself is a stand-in that lays out the record that version 2.1.8 made on the lab's VM.</summary>
[SupportedOSPlatform("linux")]
public sealed class IscsiTests
{
    private const string Target = "iqn.2026-11.example:lmr";
    private const string Fresh = """
        # BEGIN RECORD 2.1.8
        node.name = iqn.2026-11.example:lmr
        node.tpgt = -1
        node.startup = manual
        node.leading_login = No
        iface.iscsi_ifacename = default
        node.session.auth.authmethod = None
        node.session.auth.chap_algs = MD5
        node.conn[0].address = 127.0.0.1
        node.conn[0].port = 3260
        node.conn[0].startup = manual
        # END RECORD

        """;

    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_record_gets_what_is_asked_and_keeps_the_rest(string shell)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal((0, "", ""), Run(shell, folder, "pass\\word & $x\nnot this\n", "record", "automatic", "me"));
        var written = File.ReadAllText(Record(folder));
        Assert.Equal(Fresh.Replace("node.startup = manual\nnode.l", "node.startup = automatic\nnode.l", StringComparison.Ordinal).Replace("authmethod = None", "authmethod = CHAP", StringComparison.Ordinal)
            .Replace("# END", "node.session.auth.username = me\nnode.session.auth.password = pass\\word & $x\n# END", StringComparison.Ordinal), written);
        Assert.Equal((0, "", ""), Run(shell, folder, "", "record", "manual", ""));
        Assert.Equal(written.Replace("node.startup = automatic", "node.startup = manual", StringComparison.Ordinal), File.ReadAllText(Record(folder)));
        Assert.Equal((0, "", ""), Run(shell, folder, "other", "record", "manual", "me"));
        Assert.Contains("password = other\n", File.ReadAllText(Record(folder)), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder["iscsi"], ".lmr*"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_record_that_is_not_whole_is_left_as_it_is(string shell)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(Record(folder)) ?? "");
        File.WriteAllText(Record(folder), "# BEGIN RECORD 2.1.8\nnode.startup = manual\n");
        Assert.Equal(1, Run(shell, folder, "", "record", "automatic", "").Exit);
        Assert.Equal("# BEGIN RECORD 2.1.8\nnode.startup = manual\n", File.ReadAllText(Record(folder)));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_record_is_removed_with_its_folders(string shell)
    {
        using var folder = new TemporaryFolder();
        Run(shell, folder, "", "record", "manual", "");
        Assert.Equal((0, "", ""), Run(shell, folder, "", "remove"));
        Assert.Equal((true, 0), (Directory.Exists(folder["iscsi/nodes"]), Directory.GetFileSystemEntries(folder["iscsi/nodes"]).Length));
    }

    private static string Record(TemporaryFolder folder) => folder[$"iscsi/nodes/{Target}/127.0.0.1,3260"];

    private static (int Exit, string Out, string Error) Run(string shell, TemporaryFolder folder, string input, string what, params string[] more)
    {
        var text = (ShellText.Of("Steps/Storage/iscsi.sh") + ShellText.Of("Steps/Storage/iscsi-write.sh"))
            .Replace("/etc/iscsi", folder["iscsi"], StringComparison.Ordinal).Replace("/var/lib/iscsi", folder["other"], StringComparison.Ordinal);
        var standIn = $"iscsiadm() {{ mkdir -p '{Path.GetDirectoryName(Record(folder))}' && cat >'{Record(folder)}' <<'end'\n{Fresh}end\n}}\n";
        return ShellRun.Run(shell, standIn + text, input, [what, Target, "127.0.0.1", "3260", .. more]);
    }
}

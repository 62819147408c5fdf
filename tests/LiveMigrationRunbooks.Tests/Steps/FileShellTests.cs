using System.Runtime.Versioning;
using LiveMigrationRunbooks.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>What the texts for files and lines do on a host, under each shell.</summary>
[SupportedOSPlatform("linux")]
public sealed class FileShellTests
{
    private static readonly string s_state = ShellText.Of("Steps/Files/path-state.sh");
    private static readonly string s_write = ShellText.Of("Steps/Files/candidate.sh") + ShellText.Of("Steps/Files/file-write.sh");
    private static readonly string s_is = ShellText.Of("Steps/Files/line-is.sh");

    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_command_has_to_accept_the_new_file(string shell)
    {
        using var folder = new TemporaryFolder();
        var path = folder["a b"];
        Assert.Equal(0, Write("sound\n", "told", "grep", "-q", "sound", "%s").Exit);
        var refused = Write("wrong\n", "told", "sh", "-c", "echo \"line 1: $(cat \"$1\")\"; exit 3", "x", "%s");
        Assert.Equal((1, $"'sh' does not accept the new content of {path}, and the old one stays: line 1: wrong\n"), (refused.Exit, refused.Error));
        Assert.DoesNotContain("wrong", Write("wrong\n", "quiet", "sh", "-c", "cat \"$1\"; exit 3", "x", "%s").Error, StringComparison.Ordinal);
        Assert.Equal(1, Write("wrong\n", "told", "no-such-program", "%s").Exit);
        Assert.Equal("sound\n", File.ReadAllText(path));
        Assert.Equal(["a b"], folder.Entries);

        (int Exit, string Out, string Error) Write(string content, params string[] command)
        {
            var owner = ShellRun.Run(shell, "printf '%s %s' \"$(id -u)\" \"$(id -g)\"", "").Out.Split(' ');
            return ShellRun.Run(shell, s_write, content, [path, "644", owner[0], owner[1], .. command]);
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_folder_that_is_a_link_is_told_with_where_it_leads(string shell)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["real"]);
        File.CreateSymbolicLink(folder["link"], folder["real"]);
        Assert.Contains($"through={folder["link"]}\nreal={folder["real"]}\n", ShellRun.Run(shell, s_state, "", folder["link/a"], "", "", "", "").Out, StringComparison.Ordinal);
        Assert.DoesNotContain("through", ShellRun.Run(shell, s_state, "", folder["real/a"], "", "", "", "").Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_text_is_told_where_it_is_short_open_and_another(string shell)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a"], "demo\n\nend");
        string Told(string wanted) => ShellRun.Run(shell, s_state, "", folder["a"], "", "", "digest", wanted).Out;
        Assert.EndsWith("\ntext=\ndemo\n\nend", Told("other"), StringComparison.Ordinal);
        Assert.DoesNotContain("text=", Told(""), StringComparison.Ordinal);
        Assert.DoesNotContain("text=", Told(Told("").Split("digest=")[1].TrimEnd()), StringComparison.Ordinal);
        File.WriteAllText(folder["a"], "-----BEGIN RSA PRIVATE KEY-----\n");
        Assert.DoesNotContain("text=", Told("other"), StringComparison.Ordinal);
        File.WriteAllText(folder["a"], new string('x', 65537));
        Assert.DoesNotContain("text=", Told("other"), StringComparison.Ordinal);
        File.WriteAllText(folder["a"], "demo\n");
        File.SetUnixFileMode(folder["a"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.DoesNotContain("text=", Told("other"), StringComparison.Ordinal);
    }

    // How, what, state, line, where, anchor: before, after.
    public static TheoryData<string[], string, string> Edits => new()
    {
        { ["line", "b", "present", "b", "end", ""], "a\n", "a\nb\n" },
        { ["line", "b", "present", "b", "end", ""], "a", "a\nb\n" },
        { ["line", "b", "present", "b", "end", ""], "", "b\n" },
        { ["line", "b", "present", "b", "end", ""], "a\r\n", "a\r\nb\r\n" },
        { ["line", "b", "present", "b", "end", ""], "b\nb", "b\nb" },
        { ["key", "b", "present", "b = 2", "end", ""], "a\n\tb=1\nbb=1\nb.c=1\n", "a\nb = 2\nbb=1\nb.c=1\n" },
        { ["key", "b", "present", "b = 2", "end", ""], "a\r\nb=1\r\nc", "a\r\nb = 2\r\nc" },
        { ["key", "b", "present", "b = 2", "end", ""], "a\nb=1", "a\nb = 2" },
        { ["key", "[x]", "present", "[x]", "end", ""], "[y]\n", "[y]\n[x]\n" },
        { ["match", "^#?b[ \\t]", "present", "b 2", "end", ""], "a\n#b\t1\n", "a\nb 2\n" },
        { ["key", "b", "present", "b & \\1 $x `y` 'z' \"q\"", "end", ""], "b 1\n", "b & \\1 $x `y` 'z' \"q\"\n" },
        { ["line", "n", "present", "n", "after", "a"], "a 1\na 2\nc\n", "a 1\na 2\nn\nc\n" },
        { ["line", "n", "present", "n", "before", "a"], "a 1\na 2\nc\n", "n\na 1\na 2\nc\n" },
        { ["line", "n", "present", "n", "after", "a"], "c\na", "c\na\nn\n" },
        { ["line", "n", "present", "n", "after", "x"], "n\na\n", "n\na\n" },
        { ["key", "b", "absent", "b", "end", ""], "b 1\na\nb 2", "a\n" },
        { ["key", "b", "absent", "b", "end", ""], "a\nb 1\nc", "a\nc" },
        { ["line", "b", "absent", "b", "end", ""], "b\n", "" },
        { ["line", "0", "present", "0", "end", ""], "00\n", "00\n0\n" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void One_line_changes_and_every_other_byte_stays(string[] arguments, string before, string after)
    {
        foreach (var shell in ShellRun.Shells)
        {
            using var folder = new TemporaryFolder();
            File.WriteAllText(folder["a"], before);
            File.SetUnixFileMode(folder["a"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            for (var again = 0; again < 2; again++)
            {
                Assert.Equal((0, "", ""), ShellRun.Run(shell, s_is + ShellText.Of("Steps/Files/line-write.sh"), "", [folder["a"], .. arguments]));
                Assert.Equal(after, File.ReadAllText(folder["a"]));
            }
            Assert.Equal("640", Convert.ToString((int)File.GetUnixFileMode(folder["a"]), 8));
            Assert.Equal(["a"], folder.Entries);
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void What_cannot_be_edited_stays(string shell)
    {
        using var folder = new TemporaryFolder();
        var write = s_is + ShellText.Of("Steps/Files/candidate.sh") + ShellText.Of("Steps/Files/line-write.sh");
        File.WriteAllText(folder["a"], "b 1\nb 2\n");
        File.CreateSymbolicLink(folder["link"], folder["a"]);
        Assert.Equal(1, ShellRun.Run(shell, write, "", folder["a"], "key", "b", "present", "b 3", "end", "").Exit);
        Assert.Equal(1, ShellRun.Run(shell, write, "", folder["a"], "key", "c", "present", "c", "after", "x").Exit);
        Assert.Equal(1, ShellRun.Run(shell, write, "", folder["link"], "key", "c", "present", "c", "end", "").Exit);
        Assert.Equal(1, ShellRun.Run(shell, write, "", folder["a"], "key", "c", "present", "c", "end", "", "told", "grep", "-q", "nothing", "%s").Exit);
        Assert.Equal("b 1\nb 2\n", File.ReadAllText(folder["a"]));
        Assert.Equal((0, "", ""), ShellRun.Run(shell, write, "", folder["new"], "key", "c", "present", "c", "end", ""));
        Assert.Equal("c\n", File.ReadAllText(folder["new"]));
        Assert.Equal("644", Convert.ToString((int)File.GetUnixFileMode(folder["new"]), 8));
        Assert.Equal(["a", "link", "new"], folder.Entries);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Lines_are_counted_and_found(string shell)
    {
        using var folder = new TemporaryFolder();
        var state = s_is + ShellText.Of("Steps/Files/line-state.sh");
        File.WriteAllText(folder["a"], "x = 1\r\n  b = 1\r\nb = 2\r\n");
        Assert.Equal((0, "count=2\nanchors=1\nat=2, 3\nfound=  b = 1\n", ""), ShellRun.Run(shell, state, "", folder["a"], "key", "b", "x"));
        Assert.Equal((0, "count=0\nanchors=0\n", ""), ShellRun.Run(shell, state, "", folder["a"], "match", "^b$", ""));
        Assert.Equal((0, "", ""), ShellRun.Run(shell, state, "", folder["none"], "key", "b", ""));
        File.WriteAllText(folder["a"], "a\0b\n");
        Assert.Equal((0, "binary=yes\n", ""), ShellRun.Run(shell, state, "", folder["a"], "key", "b", ""));
    }
}

using System.Runtime.Versioning;
using LiveMigrationRunbooks.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

[SupportedOSPlatform("linux")]
public sealed class EditKeyTests
{
    private static readonly string s_text = ShellText.Of("Steps/edit-key.sh");

    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_new_file_gets_the_header_and_the_line(string shell)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal((0, "", ""), ShellRun.Run(shell, s_text, "", folder["d/a.conf"], "key", "key = 1", "# header"));
        Assert.Equal("# header\nkey = 1\n", File.ReadAllText(folder["d/a.conf"]));
        Assert.Equal("644", Convert.ToString((int)File.GetUnixFileMode(folder["d/a.conf"]), 8));
        Assert.Equal("755", Convert.ToString((int)File.GetUnixFileMode(folder["d"]), 8));
        Assert.Equal(["a.conf"], Directory.EnumerateFiles(folder["d"]).Select(Path.GetFileName));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Removing_from_no_file_makes_none(string shell)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal((0, "", ""), ShellRun.Run(shell, s_text, "", folder["a.conf"], "key", "", "# header"));
        Assert.Empty(folder.Entries);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Only_the_key_is_replaced_and_what_stands_twice_goes(string shell) => Edited(
        shell, "a = 0\nkey_longer = 1\n  key\t= 2\n#key = 3\nkey=4\nlast = 5", "key", "key = 9", "a = 0\nkey_longer = 1\nkey = 9\n#key = 3\nlast = 5\n");

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_key_is_removed_and_its_namesakes_stay(string shell) =>
        Edited(shell, "key.a = 1\nkey = 2\nmy.key = 3\n", "key", "", "key.a = 1\nmy.key = 3\n");

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_dot_in_a_key_is_only_a_dot(string shell) => Edited(shell, "netXa = 1\nnet.a = 2\n", "net.a", "net.a = 3", "netXa = 1\nnet.a = 3\n");

    [Theory]
    [MemberData(nameof(Shells))]
    public void No_character_of_a_value_means_anything(string shell) =>
        Edited(shell, "key = 1\n", "key", @"key = ""a&b\1\n/c'd$e`f%s*""", "key = \"a&b\\1\\n/c'd$e`f%s*\"\n");

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_list_over_several_lines_goes_as_a_whole(string shell) => Edited(
        shell, "list = [\n  \"a\", # not the end: ]\n  \"b\"\n]\nafter = 1\n", "list", "list = [ \"c\" ]", "list = [ \"c\" ]\nafter = 1\n");

    [Theory]
    [MemberData(nameof(Shells))]
    public void The_mode_stays(string shell)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.conf"], "key = 1\n");
        File.SetUnixFileMode(folder["a.conf"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal((0, "", ""), ShellRun.Run(shell, s_text, "", folder["a.conf"], "key", "key = 2", ""));
        Assert.Equal("640", Convert.ToString((int)File.GetUnixFileMode(folder["a.conf"]), 8));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_symbolic_link_is_not_followed(string shell)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["real"], "key = 1\n");
        File.CreateSymbolicLink(folder["link"], folder["real"]);
        Assert.Equal(1, ShellRun.Run(shell, s_text, "", folder["link"], "key", "key = 2", "").Exit);
        Assert.Equal("key = 1\n", File.ReadAllText(folder["real"]));
        Assert.Equal(["link", "real"], folder.Entries);
    }

    private static void Edited(string shell, string before, string key, string line, string after)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.conf"], before);
        Assert.Equal((0, "", ""), ShellRun.Run(shell, s_text, "", folder["a.conf"], key, line, "# header"));
        Assert.Equal(after, File.ReadAllText(folder["a.conf"]));
        Assert.Equal(["a.conf"], folder.Entries);
    }
}

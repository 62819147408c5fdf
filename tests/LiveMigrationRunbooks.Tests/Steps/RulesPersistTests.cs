using System.Runtime.Versioning;
using LiveMigrationRunbooks.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>The text that keeps rules in files of iptables and ufw, under each shell; a stand-in plays iptables-restore.</summary>
[SupportedOSPlatform("linux")]
public sealed class RulesPersistTests
{
    private const string Saved = "*nat\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -j A\nCOMMIT\n# end";
    private const string Ufw = "*filter\n### RULES ###\n\n### tuple ### other\n-A other\n\n### END RULES ###\nCOMMIT\n";

    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void Lines_come_and_go_and_the_rest_stays(string shell)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("", Run(shell, folder, Saved, "COMMIT", "", "-I INPUT 1 x\n-I INPUT 1 y"));
        Assert.Equal(Saved.Replace("-j A\n", "-j A\n-I INPUT 1 x\n-I INPUT 1 y\n", StringComparison.Ordinal) + "\n", File.ReadAllText(folder["rules"]));
        Assert.Equal("", Run(shell, folder, null, "COMMIT", "-I INPUT 1 x\n-A INPUT y\n-I INPUT 1 y", ""));
        Assert.Equal(Saved + "\n", File.ReadAllText(folder["rules"]));
        Assert.Equal("", Run(shell, folder, Ufw, "### RULES ###", "", "### tuple ### ours\n-A ours"));
        Assert.Equal(Ufw.Replace("RULES ###\n\n### tuple ### other", "RULES ###\n\n### tuple ### ours\n-A ours\n\n### tuple ### other", StringComparison.Ordinal), File.ReadAllText(folder["rules"]));
        Assert.Equal("", Run(shell, folder, null, "### RULES ###", "### tuple ### ours\n-A ours", ""));
        Assert.Equal(Ufw, File.ReadAllText(folder["rules"]));
        Assert.Equal(["iptables-restore", "rules"], folder.Entries);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void What_would_not_load_is_not_written(string shell)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no place for rules", Run(shell, folder, "# nothing\n", "COMMIT", "", "x"), StringComparison.Ordinal);
        Assert.Contains("would not load", Run(shell, folder, Saved, "COMMIT", "", "broken"), StringComparison.Ordinal);
        Assert.Equal(Saved, File.ReadAllText(folder["rules"]));
        File.CreateSymbolicLink(folder["link"], folder["rules"]);
        Assert.Contains("not a regular file", Run(shell, folder, null, "COMMIT", "", "x", "link"), StringComparison.Ordinal);
        Assert.Equal(["iptables-restore", "link", "rules"], folder.Entries);
    }

    private static string Run(string shell, TemporaryFolder folder, string? content, string anchor, string close, string open, string name = "rules")
    {
        if (content is not null) File.WriteAllText(folder["rules"], content);
        File.WriteAllText(folder["iptables-restore"], "#!/bin/sh\n! grep -q broken || { echo would not load >&2; exit 1; }\n");
        File.SetUnixFileMode(folder["iptables-restore"], (UnixFileMode)0x1ED);
        return ShellRun.Run(shell, ShellText.Of("Steps/Firewall/rules-persist.sh"), "", folder[name], folder["iptables"], anchor, close, open).Error;
    }
}

using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

/// <summary>A program that a runbook wants to be run around moves is run by nobody who has not trusted it.</summary>
public sealed partial class HookTrustTests
{
    private const string Runbook = """
        plays:
          - hosts: kvm1
            evacuate: { to: kvm2, hooks: { before_guest: { argv: [./drain, pool-a] }, after_guest: { argv: ["true", back] } } }
        """;

    [Fact]
    public void Apply_asks_no_host_before_its_hooks_are_trusted_by_content_or_by_line()
    {
        using var folder = new RunbookFolder(Runbook);
        using var lmr = new Lmr();
        lmr.Variables["XDG_CONFIG_HOME"] = folder.At("config");
        Write(folder, "#!/bin/sh\nexit 0\n");
        string[] apply = ["apply", "runbook.yml", "-i", "hosts.yml", "--yes"];

        var refused = lmr.Run(folder.Root, apply);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("LMR547: The hook './drain pool-a' is not trusted.", refused.Err, StringComparison.Ordinal);
        Assert.Contains("lmr trust --executable ./drain", refused.Err, StringComparison.Ordinal);
        Assert.Empty(lmr.SshCalls);

        Assert.Equal(0, lmr.Run(folder.Root, "trust", "--executable", "./drain", "--yes").ExitCode);
        var other = lmr.Run(folder.Root, apply).Err;
        Assert.DoesNotContain("The hook './drain", other, StringComparison.Ordinal);
        var digest = Digest().Match(other);
        Assert.True(digest.Success, other);
        File.AppendAllText(folder.At("config/lmr/trusted"), $"{digest}  true back\n");
        Assert.DoesNotContain("LMR547", lmr.Run(folder.Root, apply).Err, StringComparison.Ordinal);

        // Another program under the same name, and other words of the same one, are others.
        Write(folder, "#!/bin/sh\nexit 1\n");
        folder.Write("runbook.yml", Runbook.Replace("back", "back2", StringComparison.Ordinal));
        Assert.Equal(2, lmr.Run(folder.Root, apply).Err.Split("LMR547").Length - 1);
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Digest();

    private static void Write(RunbookFolder folder, string text)
    {
        folder.Write("drain", text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.At("drain"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

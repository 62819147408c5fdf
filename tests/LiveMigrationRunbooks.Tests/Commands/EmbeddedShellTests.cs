using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using LiveMigrationRunbooks.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Commands;

/// <summary>Every shell text of the library: clean under shellcheck, and a script to each shell.</summary>
public sealed class EmbeddedShellTests
{
    public static TheoryData<string> Scripts =>
        [.. typeof(EmbeddedScript).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sh", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Each_shell_can_read_it(string script)
    {
        foreach (var shell in PosixShell.Names)
        {
            var (_, error, exitCode) = PosixShell.Run(shell, Encoding.UTF8.GetBytes($"set -n\n{EmbeddedScript.Read(script)}"));
            Assert.True(exitCode == 0, $"{shell}: {error}");
        }
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Shellcheck_finds_nothing(string script)
    {
        if (!PosixShell.IsThere("shellcheck")) return;
        var start = new ProcessStartInfo("shellcheck") { RedirectStandardOutput = true };
        foreach (var word in (string[])["-s", "sh", Path.Combine(Sources(), script)]) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        Assert.Equal("", process.StandardOutput.ReadToEnd());
    }

    private static string Sources([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "LiveMigrationRunbooks");
}

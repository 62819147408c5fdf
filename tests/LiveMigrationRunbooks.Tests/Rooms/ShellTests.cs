using System.Diagnostics;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Tests.Commands;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Rooms;

/// <summary>Shell of more than one line lies in a <c>.sh</c>, where shellcheck and every shell can read it.</summary>
public sealed partial class ShellTests
{
    public static TheoryData<string> Scripts => [.. SourceFiles.Of(".sh", "src")];

    [Fact]
    public void No_source_holds_a_shell_text_of_several_lines() => Found.Nothing(
        from path in SourceFiles.Of(".cs", "src")
        from Match text in Literal().Matches(SourceFiles.Text(path))
        where ShellWords().Count(text.Value) > 1 && (text.Value.Contains('\n') || text.Value.Contains("\\n", StringComparison.Ordinal))
        select $"{path}: {text.Value[..Math.Min(60, text.Value.Length)]}");

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Every_shell_parses_it_as_it_is_written(string script)
    {
        foreach (var shell in PosixShell.Names)
        {
            string[] words = [.. shell.Split(' '), "-n", Repository.Path(script)];
            var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0 && said.Length == 0, $"{shell}: {said}");
        }
    }

    [GeneratedRegex("\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"", RegexOptions.Singleline)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b(?:then|fi|done|esac|exit|exec|umask|printf|grep|sed|test)\b|\$\d|\$\(")]
    private static partial Regex ShellWords();
}

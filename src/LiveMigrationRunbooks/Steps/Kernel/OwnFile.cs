using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>Files that are lmr's alone, written whole: the kind knows their content from its arguments.</summary>
internal static class OwnFile
{
    private static readonly string s_write = ShellText.Of("Steps/make-parent.sh") + ShellText.Of("Steps/Files/file-write.sh");

    public static Command Write(string path, params IEnumerable<string> lines) =>
        Command.Sh(s_write, path, "644", "root", "root").WithInput(string.Concat(lines.Select(line => line + "\n")));

    public static Command Remove(string path) => Command.Of("rm", "-f", "--", path);
}

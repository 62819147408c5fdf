using System.Globalization;
using System.Text;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Storage;

/// <summary>The systemd unit that mounts a path at boot: a file of its own, and one that a boot does not wait for when storage is away.</summary>
internal sealed record MountUnit(string Path, bool Remote)
{
    private const string Folder = "/etc/systemd/system";
    private static readonly string s_write = ShellText.Of("Steps/unit-write.sh");

    private string Target => Remote ? "remote-fs.target" : "local-fs.target";

    public string File => $"{Folder}/{NameOf(Path)}";

    public string Link => $"{Folder}/{Target}.wants/{NameOf(Path)}";

    public Command Write(MountState state) => Command.Sh(s_write, File, Link).WithInput($"""
        # Kept by lmr: what is mounted at {Path}.
        [Unit]
        Description=Mounted at {Path}

        [Mount]
        What={Escaped(state.Source)}
        Where={Escaped(Path)}
        Type={state.Type}
        Options={Escaped(state.Options)}

        [Install]
        WantedBy={Target}

        """);

    public Command Remove() => Command.Of("rm", "-f", "--", Link, File);

    // systemd reads % as the beginning of a specifier.
    private static string Escaped(string text) => text.Replace("%", "%%", StringComparison.Ordinal);

    public static string Plain(string text) => text.Replace("%%", "%", StringComparison.Ordinal);

    /// <summary>As systemd-escape --path writes it: the unit of a path has one name only.</summary>
    public static string NameOf(string path)
    {
        var name = new StringBuilder();
        foreach (var each in Encoding.UTF8.GetBytes(path.Trim('/')))
        {
            var letter = (char)each;
            if (letter == '/') name.Append('-');
            else if (char.IsAsciiLetterOrDigit(letter) || letter is ':' or '_' || (letter == '.' && name.Length > 0)) name.Append(letter);
            else name.Append(CultureInfo.InvariantCulture, $"\\x{each:x2}");
        }
        return $"{name}.mount";
    }
}

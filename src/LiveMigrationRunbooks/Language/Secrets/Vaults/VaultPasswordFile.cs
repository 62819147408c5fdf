using System.Text;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Language.Secrets.Vaults;

/// <summary>
/// Reads the files that hold vault passwords, named as Ansible names them: <c>FILE</c> or <c>label@FILE</c>. A pipe will do, as
/// <c>&lt;(pass show vault)</c> makes one. An executable file, which Ansible would run, is refused: nothing runs that was not asked for.
/// </summary>
public static class VaultPasswordFile
{
    private const int MostBytes = 64 * 1024;

    public static VaultPasswords Read(IEnumerable<string> names, Findings findings) =>
        new([.. names.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Select(name => ReadOne(name, findings)).OfType<VaultPassword>()]);

    private static VaultPassword? ReadOne(string name, Findings findings)
    {
        // 'label@FILE', unless a file has just this name.
        var at = File.Exists(name) ? -1 : name.IndexOf('@', StringComparison.Ordinal);
        var (label, path) = at < 0 ? (null, name) : (at == 0 ? null : name[..at], name[(at + 1)..]);
        if (Text(path, out var why) is { } text) return new VaultPassword(label, new SecretValue(text));
        findings.Add(VaultProblems.BadPasswordFile(path, why));
        return null;
    }

    private static string? Text(string path, out string why)
    {
        why = "";
        try
        {
            if (path is "prompt" or "prompt_ask_vault_pass" && !File.Exists(path)) why = "Nothing is asked here.";
            else if (Directory.Exists(path)) why = "It is a folder.";
            else if (!OperatingSystem.IsWindows() && IsProgram(path)) why = "It is a program, and programs are not run for a password. Give what it prints: <(" + path + ").";
            if (why.Length > 0) return null;
            using var stream = File.OpenRead(path);
            var bytes = new byte[MostBytes + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var text = length > MostBytes ? "" : new UTF8Encoding(false, true).GetString(bytes, 0, length).Trim();
            if (text.Length == 0) why = length > MostBytes ? $"It is larger than {MostBytes} bytes." : "It is empty.";
            return text.Length == 0 ? null : text;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            why = problem is FileNotFoundException or DirectoryNotFoundException ? "There is no such file." : problem is DecoderFallbackException ? "It is not UTF-8 text." : problem.Message;
            return null;
        }
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}

using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Cli;

/// <summary>Paths inside of words of the command line, for whoever wants to write them from another folder.</summary>
internal static partial class GivenPath
{
    /// <summary>A whole path as a plan keeps it: from the runbook's folder, where both lie in the folder that the command was given in.</summary>
    public static string Kept(string folder, string path) =>
        IsIn(folder, path) || (IsIn(Environment.CurrentDirectory, path) && IsIn(Environment.CurrentDirectory, folder)) ? Path.GetRelativePath(folder, path) : path;

    private static bool IsIn(string folder, string path) => path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal) || path == folder;

    /// <summary><c>-i</c>: a path, or hosts with commas.</summary>
    public static string Inventory(string word, Func<string, string> path) => word.Contains(',') && !File.Exists(word) ? word : path(word);

    /// <summary><c>-e</c>: only <c>@file</c> holds a path.</summary>
    public static string Extra(string word, Func<string, string> path) => word.StartsWith('@') ? "@" + path(word[1..]) : word;

    /// <summary>A password file: a path, or <c>label@path</c>.</summary>
    public static string Vault(string word, Func<string, string> path)
    {
        var file = File.Exists(word) ? 0 : word.IndexOf('@', StringComparison.Ordinal) + 1;
        return word[..file] + path(word[file..]);
    }

    /// <summary><c>-l</c>: a pattern, any term of which may be <c>@file</c>.</summary>
    public static string Limit(string pattern, Func<string, string> path) => FileTerm().Replace(pattern, term => term.Groups[1].Value + path(term.Groups[2].Value));

    [GeneratedRegex(@"((?:^|[:,])\s*[&!]?@)([^:,]+)")]
    private static partial Regex FileTerm();
}

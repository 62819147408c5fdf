using System.Text;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Replaces <c>source: PATH</c> of kinds that take content by the content of that file, read relative to the file that names it.</summary>
/// <param name="root">The folder that it may come from.</param>
internal sealed class FileSource(string root)
{
    public const string Argument = "source";
    private const int MostBytes = 4 << 20;
    private const int MostNames = 1_000;
    private static readonly byte[] s_vault = Encoding.ASCII.GetBytes(Vault.Mark);

    /// <param name="open">Arguments whose values are not known yet.</param>
    public YamlNode Inline(StepKind kind, YamlNode arguments, IReadOnlySet<string> open, Findings findings)
    {
        if (arguments is YamlMapping given && kind.Arguments.Any(argument => argument.About.Beside)) arguments = WithFiles(kind, given, open, findings);
        if (!Takes(kind) || arguments is not YamlMapping mapping) return arguments;
        if (mapping.Entry(Argument) is { Value: SecretNode misplaced })
        {
            findings.Add(SecretProblems.NotHere(misplaced.Span, $"'{Argument}' of '{kind.Name}'", StepCatalogue.SecretPlaces));
            return mapping with { Entries = [.. mapping.Entries.Where(each => each.Key.Text != Argument)] };
        }
        if (mapping.Entry(Argument) is not { Value: YamlScalar { IsNull: false } source } entry) return arguments;
        if (mapping.Entry("content") is not null)
        {
            findings.Add(FileProblems.TwoContents(source));
            return mapping with { Entries = [.. mapping.Entries.Where(each => each != entry)] };
        }
        return mapping with
        {
            Entries = [.. mapping.Entries.Select(each => each == entry ? new YamlEntry(each.Key with { Text = "content" }, Content(source, findings)) : each)],
        };
    }

    public static bool Takes(StepKind kind) => kind.Arguments.Any(argument => argument.Name == "content");

    /// <summary>The path of a file that a runbook names, without links; null where it lies outside, which is told.</summary>
    public static string? Inside(string root, YamlScalar source, Findings findings)
    {
        var path = ReviewedFolder.Real(Beside(source.Span.File.Path, source.Text));
        if (ReviewedFolder.Holds(root, path)) return path;
        findings.Add(FileProblems.Outside(source));
        return null;
    }

    /// <summary>What to do about a file that is not there: the name beside it that was probably meant.</summary>
    public static string Near(YamlScalar source)
    {
        const string otherwise = "Paths are relative to the file that names them.";
        var path = Beside(source.Span.File.Path, source.Text);
        var folder = Path.GetDirectoryName(path) ?? "";
        try
        {
            var names = Directory.EnumerateFileSystemEntries(folder).Take(MostNames).Select(entry => Path.GetFileName(entry));
            return Suggestion.For(Path.GetFileName(path), names) is { } near
                ? Suggestion.Question(source.Text, Path.Combine(Path.GetDirectoryName(source.Text) ?? "", near)) : otherwise;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }

    // A text of several lines is no path.
    private YamlMapping WithFiles(StepKind kind, YamlMapping mapping, IReadOnlySet<string> open, Findings findings)
    {
        bool IsPath(YamlEntry entry) => !open.Contains(entry.Key.Text) && entry.Value is YamlScalar { IsNull: false } scalar && !scalar.Text.Contains('\n', StringComparison.Ordinal)
            && kind.Arguments.Any(argument => argument.About.Beside && argument.Name == entry.Key.Text);
        return mapping with { Entries = [.. mapping.Entries.Select(entry => IsPath(entry) ? entry with { Value = Content((YamlScalar)entry.Value, findings) } : entry)] };
    }

    private static string Beside(string runbook, string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(runbook)) ?? "", path);

    // Without it the other arguments are still looked at.
    private YamlNode Content(YamlScalar source, Findings findings)
    {
        var nothing = new YamlScalar("", false, source.Span);
        if (source.Text.Contains('\0', StringComparison.Ordinal) || Inside(root, source, findings) is null) return nothing;
        var file = RegularFile.Read(Beside(source.Span.File.Path, source.Text), MostBytes);
        if (file.Refusal != FileRefusal.None)
        {
            findings.Add(RunbookProblems.SourceMissing(source, source.Text, file.Why, file.Refusal == FileRefusal.Missing ? Near(source) : "Name an ordinary file that can be read."));
            return nothing;
        }
        var bytes = file.Bytes.ToArray();
        return bytes.AsSpan().StartsWith(s_vault) ? new SecretNode(SecretText.Of(new VaultSecret(Encoding.UTF8.GetString(bytes), source.Span)), source.Span) : new FileNode(bytes, source.Span);
    }
}

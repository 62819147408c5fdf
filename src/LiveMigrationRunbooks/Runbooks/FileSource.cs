using System.Text;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Replaces <c>source: PATH</c> of kinds that take content by the content of that file, read relative to the runbook.</summary>
internal static class FileSource
{
    public const string Argument = "source";
    private const int MostBytes = 1 << 20;

    public static YamlNode Inline(StepKind kind, YamlNode arguments, string runbook, Findings findings)
    {
        if (kind.Arguments.All(argument => argument.Name != "content") || arguments is not YamlMapping mapping) return arguments;
        if (mapping.Entry(Argument) is { Value: SecretNode misplaced })
        {
            findings.Add(SecretProblems.NotHere(misplaced.Span, $"'{Argument}' of '{kind.Name}'", StepCatalogue.SecretPlaces));
            return mapping with { Entries = [.. mapping.Entries.Where(each => each.Key.Text != Argument)] };
        }
        if (mapping.Entry(Argument) is not { Value: YamlScalar source } entry) return arguments;
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(runbook)) ?? "", source.Text);
        try
        {
            var info = new FileInfo(path);
            if (info.Length > MostBytes) throw new IOException($"It has {info.Length} bytes; at most {MostBytes} are sent.");
            var text = File.ReadAllText(path, new UTF8Encoding(false, true));
            YamlNode content = Vault.Is(text) ? new SecretNode(SecretText.Of(new VaultSecret(text, source.Span)), source.Span) : new YamlScalar(text, false, source.Span);
            return mapping with
            {
                Entries = [.. mapping.Entries.Select(each => each == entry ? new YamlEntry(each.Key with { Text = "content" }, content) : each)],
            };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            findings.Add(RunbookProblems.SourceMissing(source, source.Text, problem is FileNotFoundException or DirectoryNotFoundException ? "There is no such file." : problem.Message));
            return arguments;
        }
    }
}

using System.Buffers;
using System.Text.Unicode;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Language.Text;
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
        var file = RegularFile.Read(path, MostBytes);
        var text = file.Refusal == FileRefusal.None ? Text(file.Bytes.Span) : null;
        if (text is null) findings.Add(RunbookProblems.SourceMissing(source, source.Text, file.Refusal == FileRefusal.None ? "It is not UTF-8 text." : file.Why));
        // Without it the other arguments are still looked at.
        YamlNode content = text is not null && Vault.Is(text)
            ? new SecretNode(SecretText.Of(new VaultSecret(text, source.Span)), source.Span) : new YamlScalar(text ?? "", false, source.Span);
        return mapping with
        {
            Entries = [.. mapping.Entries.Select(each => each == entry ? new YamlEntry(each.Key with { Text = "content" }, content) : each)],
        };
    }

    // Byte for byte: a byte order mark is part of what will stand on the host.
    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length];
        return Utf8.ToUtf16(bytes, text, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done ? new string(text, 0, length) : null;
    }
}

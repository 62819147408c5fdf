using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>Between trees and values. A plain scalar is typed by the core schema, a quoted one is text.</summary>
internal static class DatumYaml
{
    public static Datum Read(YamlNode node) => node switch
    {
        SecretNode secret => new DatumSecret(secret.Text),
        // A form that is wrong stays a map: it is told where it is used, before anything is evaluated.
        YamlMapping mapping when SecretForm.Is(mapping) && SecretForm.Read(mapping, new Findings()) is { } reference => new DatumSecret(SecretText.Of(reference)),
        YamlScalar { Tag: SecretForm.VaultTag } vault => new DatumSecret(SecretText.Of(new VaultSecret(vault.Text, vault.Span))),
        YamlMapping mapping => new DatumMap(Entries(mapping)),
        YamlSequence sequence => new DatumList([.. sequence.Items.Select(Read)]),
        YamlScalar { IsNull: true } => Datum.Null,
        YamlScalar scalar when CoreSchema.Bool(scalar) is { } truth => new DatumBool(truth),
        YamlScalar scalar when CoreSchema.Integer(scalar) is { } integer => new DatumInteger(integer),
        YamlScalar scalar when CoreSchema.Number(scalar) is { } number => new DatumNumber(number),
        YamlScalar scalar => new DatumText(scalar.Text),
        _ => Datum.Null,
    };

    /// <summary>The tree for a value that took the place of a scalar; all of it stands where the scalar stood.</summary>
    public static YamlNode Write(Datum datum, SourceSpan span) => datum switch
    {
        DatumSecret secret => new SecretNode(secret.Secret, span),
        DatumText or DatumDate => new YamlScalar(datum.Text, Plain: false, span),
        DatumList list => new YamlSequence([.. list.Items.Select(item => Write(item, span))], span),
        DatumMap map => new YamlMapping(
            [.. map.Entries.Select(entry => new YamlEntry(new YamlScalar(entry.Key, Plain: false, span), Write(entry.Value, span)))], span),
        DatumNull => new YamlScalar("null", Plain: true, span),
        _ => new YamlScalar(datum.Text, Plain: true, span),
    };

    private static Dictionary<string, Datum> Entries(YamlMapping mapping)
    {
        var entries = new Dictionary<string, Datum>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Entries) entries.TryAdd(key.Text, Read(value));
        return entries;
    }
}

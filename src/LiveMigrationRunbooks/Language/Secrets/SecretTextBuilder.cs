using System.Text;
using LiveMigrationRunbooks.Language.Expressions;

namespace LiveMigrationRunbooks.Language.Secrets;

/// <summary>Puts a text together from words and secrets. Without a secret the result is a text like any other; with one it is a secret.</summary>
internal sealed class SecretTextBuilder
{
    private readonly List<SecretPart> _parts = [];
    private readonly StringBuilder _words = new();

    /// <summary>Letters of the words so far; what secrets will add is not known.</summary>
    public int Length { get; private set; }

    public void Append(string words)
    {
        _words.Append(words);
        Length += words.Length;
    }

    /// <param name="indent">White space for every line of it but the first.</param>
    public void Append(SecretText secret, string indent)
    {
        EndWords();
        _parts.AddRange(secret.Parts.Select(part => part with { Words = Indented(part.Words, indent), Indent = part.Indent + indent }));
    }

    public Datum Build()
    {
        if (_parts.Count == 0) return new DatumText(_words.ToString());
        EndWords();
        return new DatumSecret(new SecretText([.. _parts]));
    }

    private static string Indented(string words, string indent) => words.Replace("\n", "\n" + indent, StringComparison.Ordinal);

    private void EndWords()
    {
        if (_words.Length > 0) _parts.Add(SecretPart.Of(_words.ToString()));
        _words.Clear();
    }
}

namespace LiveMigrationRunbooks.Language.Text;

/// <summary>
/// Finds where a piece of a value stands in the file the value was read from. Quotes, escapes and folded lines make the value differ
/// from what is written, so a piece is looked up by its own letters; where that is ambiguous the whole value is pointed at.
/// </summary>
internal sealed class TextPlace(string text, SourceSpan span)
{
    private readonly string _written = span.File.Text[span.Start..Math.Min(span.File.Text.Length, span.Start + span.Length)];

    // Where the value stands as it is, or -1; looked for once, since a template asks for each of its names.
    private int? _whole;

    /// <summary>All of the value.</summary>
    public SourceSpan Whole => span;

    public SourceSpan Of(int offset, int length)
    {
        if (length <= 0 || offset + length > text.Length) return span;
        var whole = _whole ??= _written.IndexOf(text, StringComparison.Ordinal);
        if (whole >= 0) return new SourceSpan(span.File, span.Start + whole + offset, length);
        var piece = text.Substring(offset, length);
        var inText = Places(text, piece);
        var inFile = Places(_written, piece);
        return inText.Count == inFile.Count ? new SourceSpan(span.File, span.Start + inFile[inText.IndexOf(offset)], length) : span;
    }

    private static List<int> Places(string text, string piece)
    {
        var places = new List<int>();
        for (var at = 0; (at = text.IndexOf(piece, at, StringComparison.Ordinal)) >= 0; at++) places.Add(at);
        return places;
    }
}

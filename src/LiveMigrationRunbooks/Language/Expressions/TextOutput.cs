using LiveMigrationRunbooks.Language.Secrets;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// What a template writes. Code that stands alone in front of its line, behind white space, indents all lines of what it writes by that
/// white space, as in Scriban.
/// </summary>
internal sealed class TextOutput
{
    private readonly SecretTextBuilder _text = new();
    private bool _isLineBegin;

    /// <summary>Null outside of braces.</summary>
    public string? Indent { get; set; }

    public bool IsFull { get; private set; }

    public void Write(string text)
    {
        if (Indent is not { Length: > 0 } indent)
        {
            Add(text);
            if (text.Length > 0) _isLineBegin = text[^1] == '\n';
            return;
        }

        for (var at = 0; at < text.Length && !IsFull;)
        {
            var end = text.IndexOf('\n', at);
            if (_isLineBegin) Add(indent);
            Add(end < 0 ? text[at..] : text[at..(end + 1)]);
            _isLineBegin = end >= 0;
            at = end < 0 ? text.Length : end + 1;
        }
    }

    /// <summary>The lines of a secret are not known yet: the white space goes along with it.</summary>
    public void Write(SecretText secret)
    {
        if (Indent is { Length: > 0 } indent && _isLineBegin) Add(indent);
        _isLineBegin = false;
        _text.Append(secret, Indent ?? "");
    }

    /// <summary>All that was written: a text, or a secret where a secret is in it.</summary>
    public Datum Build() => _text.Build();

    private void Add(string text)
    {
        IsFull |= _text.Length + (long)text.Length > Budget.MaximumText;
        if (!IsFull) _text.Append(text);
    }
}

namespace LiveMigrationRunbooks.Language.Expressions;

internal enum TokenKind
{
    End,
    Name,
    Text,
    Number,
    Symbol,

    /// <summary>The end of a line, or a semicolon: it ends a statement.</summary>
    Break,

    /// <summary>Text of a template outside of braces.</summary>
    Raw,

    /// <summary>Opening braces; the text is the indent in front of them.</summary>
    Enter,

    /// <summary>Closing braces.</summary>
    Exit,

    /// <summary>A quote that is never closed.</summary>
    Unclosed,

    /// <summary>A quoted text with an escape that means nothing; the text is that escape.</summary>
    BadEscape,
    Bad,
}

/// <summary>
/// A word of an expression. <paramref name="Text"/> is a text's value without quotes and escapes; a symbol or name as written.
/// </summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int Length, bool SpaceBefore = false)
{
    public int End => Start + Length;

    /// <summary>True where a statement cannot go on.</summary>
    public bool EndsStatement => Kind is TokenKind.Break or TokenKind.Exit or TokenKind.End or TokenKind.Raw or TokenKind.Enter;

    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Name && Text == word;
}

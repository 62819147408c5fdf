namespace LiveMigrationRunbooks.Language.Expressions;

internal enum TokenKind
{
    End,
    Name,
    Text,
    Number,
    Symbol,
    Bad,
}

/// <summary>
/// A word of an expression. <paramref name="Text"/> is a text's value without quotes and escapes; a symbol or name as written.
/// </summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int Length, bool SpaceBefore)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}

namespace LiveMigrationRunbooks.Language.Text;

/// <summary>Cuts what somebody else wrote to a length that people read, and says how much was left out.</summary>
public static class Brief
{
    /// <summary>For a sentence that quotes a line.</summary>
    public const int Sentence = 300;

    /// <summary>For a line of its own.</summary>
    public const int Line = 2000;

    public static string Of(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return $"{text[..end]}… ({text.Length - end} more letters)";
    }
}

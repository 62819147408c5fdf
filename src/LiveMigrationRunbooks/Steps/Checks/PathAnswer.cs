namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>What one host says of the way to one other: full, less, none, local or tool, and what it knows besides.</summary>
internal sealed record PathAnswer(string Word, string? Size, string? Device, string? Carries, string? Router)
{
    private static readonly PathAnswer s_none = new("none", null, null, null, null);

    public bool IsFull => Word == "full";

    /// <summary>Whether the fault is this host's own: its interface, its route, its tools.</summary>
    public bool IsOwn => Word is "local" or "tool";

    /// <summary>The answers of one host by address; an address that it says nothing of did not answer.</summary>
    public static Func<string, PathAnswer> Read(Answers answers)
    {
        var told = answers[0].Lines.Select(line => line.Split(' ')).Where(words => words.Length >= 2).ToLookup(words => words[0]);
        return address => told[address].FirstOrDefault() is { } words
            ? new PathAnswer(words[1], Known(words, 2), Known(words, 3), Known(words, 4), Known(words, 5)) : s_none;
    }

    private static string? Known(string[] words, int index) => words.ElementAtOrDefault(index) is { Length: > 0 } word && word != "-" ? word : null;
}

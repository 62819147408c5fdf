namespace LiveMigrationRunbooks.Migrations;

/// <summary>How long a guest was silent, as somebody outside saw it.</summary>
/// <param name="Longest">The longest time without an answer; as long as between two questions where none was missing.</param>
/// <param name="Asked">How often it was asked.</param>
/// <param name="Lost">How many of those questions got no answer.</param>
/// <param name="Since">When the longest silence began, counted from the first question; null where it never answered.</param>
public sealed record Outage(TimeSpan Longest, int Asked, int Lost, TimeSpan? Since)
{
    /// <param name="asked">When it was asked, each counted from the first question, in order.</param>
    /// <param name="answers">When answers came, in order.</param>
    /// <param name="end">When the last question had been waited for.</param>
    public static Outage Of(IReadOnlyList<TimeSpan> asked, IReadOnlyList<TimeSpan> answers, TimeSpan end)
    {
        if (answers.Count == 0) return new Outage(end, asked.Count, asked.Count, null);
        var longest = (For: answers[0], Since: TimeSpan.Zero);
        foreach (var (from, to) in answers.Zip(answers.Skip(1).Append(Later(answers[^1], asked))))
            if (to - from > longest.For) longest = (to - from, from);
        return new Outage(longest.For, asked.Count, Math.Max(0, asked.Count - answers.Count), longest.Since);

        // Silence at the end counts where somebody still asked.
        TimeSpan Later(TimeSpan last, IReadOnlyList<TimeSpan> questions) => questions.Count > 0 && questions[^1] > last ? end : last;
    }
}

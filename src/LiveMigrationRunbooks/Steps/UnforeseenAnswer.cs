using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Steps;

/// <summary>
/// What a kind makes of an answer that is in no form it knows: a host that is broken, or means harm, must not end the run of all others.
/// </summary>
public static class UnforeseenAnswer
{
    private const int MostReasons = 50;
    private const int MostParts = 4;

    public static Verdict JudgeAnyhow(this Step step, Answers answers, Scene scene)
    {
        try
        {
            return step.Judge(answers, scene) is var verdict && verdict is Verdict.Refused refused ? Short(refused) : verdict;
        }
        catch (Exception problem) when (IsOfReading(problem))
        {
            return new Verdict.Refused([new Refusal(null, $"What the host answered cannot be understood ({Why(problem)}).", "Look with -vvv at what it answered, and whether its tools are the usual ones.")]);
        }
    }

    // Reasons quote the host, who may have written a book.
    private static Verdict.Refused Short(Verdict.Refused refused) =>
        new([.. refused.Reasons.Take(MostReasons).Select(each => each with { Reason = Brief.Of(each.Reason, Brief.Line) })]);

    /// <summary>One of the others whose answer is in no known form has not answered; it must not fail this host's check.</summary>
    public static Verdict JudgeAnyhow(this Check check, Answers answers, Scene scene, ValueList<HostAnswers> others)
    {
        bool IsUnderstood(HostAnswers other) => Holds(() => check.Judge(other.Answers, other.Scene, []) is not null);
        try
        {
            return check.Judge(answers, scene, others);
        }
        catch (Exception problem) when (IsOfReading(problem))
        {
            return IsUnderstood(new HostAnswers(scene, answers)) && others.Where(IsUnderstood).ToList() is var known && known.Count < others.Count
                ? check.JudgeAnyhow(answers, scene, [.. known])
                : new Verdict.Failed($"What the host answered cannot be understood ({Why(problem)})", "Look with -vvv at what it answered, and whether its tools are the usual ones.");
        }
    }

    /// <summary>What is not understood is not where it was.</summary>
    public static bool IsAtAnyhow(this Step step, JsonNode state, Answers answers, Scene scene) => Holds(() => step.IsAt(state, answers, scene));

    public static bool MayBeAtAnyhow(this Step step, JsonNode state, Answers answers, Scene scene) => Holds(() => step.MayBeAt(state, answers, scene));

    /// <summary>The same question, with what parts the two for people; null where nothing does.</summary>
    public static string? ApartAnyhow(this Step step, JsonNode state, Answers answers, Scene scene)
    {
        try
        {
            if (step.IsAt(state, answers, scene)) return null;
            var parts = step.Apart(state, answers, scene);
            return string.Join("; ", parts.Take(MostParts).Select(Told)) + (parts.Count > MostParts ? $"; and {parts.Count - MostParts} more" : "");
        }
        catch (Exception problem) when (IsOfReading(problem))
        {
            return $"what the host answered cannot be understood ({Why(problem)})";
        }
    }

    // One line; what stands in a file is told by its digest or its size.
    private static string Told(Difference part) => Brief.Of($"{part.What} is {part.From}, not {part.To}".ReplaceLineEndings(" "), Brief.Sentence);

    public static string Why(Exception problem) => Brief.Of($"{problem.GetType().Name}: {problem.Message.Replace('\n', ' ')}", Brief.Sentence);

    /// <summary>Whether it comes from making sense of a text, not from the machine.</summary>
    public static bool IsOfReading(Exception problem) => problem is not (OutOfMemoryException or OperationCanceledException or IOException);

    private static bool Holds(Func<bool> holds)
    {
        try
        {
            return holds();
        }
        catch (Exception problem) when (IsOfReading(problem))
        {
            return false;
        }
    }
}

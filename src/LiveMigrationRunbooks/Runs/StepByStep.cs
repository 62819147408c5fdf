namespace LiveMigrationRunbooks.Runs;

/// <summary>What somebody says who is asked before each part of a run.</summary>
public enum StepAnswer
{
    Yes,

    /// <summary>Not this part; it stays undone, and what comes after it is asked.</summary>
    No,

    /// <summary>This part and all that come.</summary>
    All,

    /// <summary>Nothing more is begun.</summary>
    Stop,
}

/// <summary>Asks before each stage and each host's batch. Without anybody to ask all may be done.</summary>
public sealed class StepByStep(Func<string, CancellationToken, Task<StepAnswer>>? ask)
{
    private StepAnswer? _lasting = ask is null ? StepAnswer.All : null;

    /// <summary>Whether hosts take turns, because one person is asked about each.</summary>
    public bool Asks => _lasting is null;

    public bool Stopped => _lasting == StepAnswer.Stop;

    /// <summary>Whether something was left undone because somebody said so.</summary>
    public bool Declined { get; private set; }

    public async Task<bool> MayAsync(string question, CancellationToken stop)
    {
        var answer = _lasting ?? (ask is null ? StepAnswer.All : await ask(question, stop));
        if (answer is StepAnswer.All or StepAnswer.Stop) _lasting = answer;
        Declined |= answer is StepAnswer.No or StepAnswer.Stop;
        return answer is StepAnswer.Yes or StepAnswer.All;
    }
}

namespace LiveMigrationRunbooks.Migrations;

/// <summary>What is to be done about a move that goes on.</summary>
public abstract record MoveAction
{
    private protected MoveAction()
    {
    }

    /// <summary>Allow it a longer pause.</summary>
    public sealed record Allow(int Milliseconds) : MoveAction;

    /// <summary>Let the guest go on at the target: from here on nothing calls it off.</summary>
    /// <param name="Why">A clause with the numbers that say so; as of all others.</param>
    public sealed record GoOnThere(string Why) : MoveAction;

    /// <summary>Let the guest stand still until it is there, for this long at most.</summary>
    public sealed record Suspend(TimeSpan Longest, string Why) : MoveAction;

    /// <summary>Abort it: the guest stays, and runs.</summary>
    public sealed record CallOff(string Why) : MoveAction;

    /// <summary>Tell people, and go on waiting: nothing may be done that would not lose the guest.</summary>
    public sealed record Alarm(string Why) : MoveAction;
}

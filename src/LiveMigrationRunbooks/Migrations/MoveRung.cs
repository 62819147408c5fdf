using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>Something that may be done so that a move ends. The last of them is always to call it off, and needs no rung.</summary>
public abstract record MoveRung
{
    private protected MoveRung()
    {
    }

    /// <summary>A longer pause at its end is allowed.</summary>
    public sealed record LongerPause(int Milliseconds) : MoveRung;

    /// <summary>The guest goes on at the target, and the rest of its memory follows.</summary>
    public sealed record PostCopy : MoveRung;

    /// <summary>The guest stands still until all of its memory is there.</summary>
    public sealed record Suspend(TimeSpan Longest) : MoveRung;

    /// <summary>As a person calls it.</summary>
    public string Name => this switch
    {
        LongerPause pause => $"a pause of {pause.Milliseconds} ms",
        PostCopy => "post-copy",
        Suspend suspend => $"standing still for up to {suspend.Longest.TotalSeconds:0} s",
        _ => "",
    };

    /// <summary>
    /// What is done about a move that does not end, in order. Post-copy comes before pauses that people notice: where it may be used, its owner has
    /// chosen it instead of those.
    /// </summary>
    public static ValueList<MoveRung> LadderOf(MigrationPolicy policy, bool postCopy)
    {
        List<int> pauses = [];
        for (var pause = policy.PauseAfter(policy.PauseStartMs); pause is { } next; pause = policy.PauseAfter(next)) pauses.Add(next);
        var early = postCopy ? pauses.Count(pause => pause <= ShippedPolicies.UnnoticedPauseMs) : pauses.Count;
        List<MoveRung> ladder = [.. pauses.Take(early).Select(pause => new LongerPause(pause))];
        if (postCopy) ladder.Add(new PostCopy());
        ladder.AddRange(pauses.Skip(early).Select(pause => new LongerPause(pause)));
        if (policy.AllowSuspend) ladder.Add(new Suspend(policy.Suspend));
        return [.. ladder];
    }
}

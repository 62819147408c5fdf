using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runs.Guests;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// What a run came to. Exit codes: 0 done, 1 refused with nothing touched, else bits: 2 a host failed, 4 a host was not reached, 8 a human
/// is needed, 16 incomplete by rule; 130 interrupted.
/// </summary>
/// <param name="Reason">A stable id: <c>done</c>, <c>plan.stale</c>, <c>claim.held</c> …</param>
/// <param name="Explanation">For people, where the reason needs words: what moved, who holds a host.</param>
public sealed record RunSummary(string Run, int ExitCode, string Reason, ValueList<string> Explanation, ValueList<DeedResult> Results)
{
    /// <summary>What a saved plan rested on and is not so any more, where that is the reason.</summary>
    public ValueList<Moved>? Moved { get; init; }

    public const int Refused = 1;
    public const int HostFailed = 2;
    public const int Unreachable = 4;
    public const int HumanNeeded = 8;
    public const int Incomplete = 16;
    public const int Interrupted = 130;

    /// <summary>The reason of a run that was asked to stop.</summary>
    public const string WasInterrupted = "interrupted";

    /// <summary>The reason of a run that left a guest for somebody to look at, or on its way.</summary>
    public const string GuestHeld = "guest.held";

    /// <summary>The reason of a run that was ended from another terminal.</summary>
    public const string Cancelled = "run.cancelled";

    /// <summary>The reason of a run in which a guest stays by a rule of its own: its policy called the move off, or no target can take it and it may stay.</summary>
    public const string GuestStays = "guest.stays";

    /// <summary>The reason of a run in which a guest has moved and does not serve, or what was to be run after its move failed: a human looks.</summary>
    public const string GuestAfter = "guest.after_move";

    /// <summary>The code and the reason that follow from how the deeds ended.</summary>
    /// <param name="incomplete">The rule by which something was not begun, where there was one: <c>window.ended</c>.</param>
    public static RunSummary Of(string run, IReadOnlyList<DeedResult> results, IEnumerable<PlanHost> lost, bool interrupted, string? incomplete = null)
    {
        var held = results.Any(result => result.End == DeedEnd.Held || (result.End == DeedEnd.UnderWay && !interrupted));
        var failed = results.Any(result => result.End is DeedEnd.RolledBack || (result.End is DeedEnd.Failed && !Stayed(result) && !IsAfter(result)));
        var after = results.Any(IsAfter);
        if (results.Any(Stayed)) incomplete ??= GuestStays;
        var unreachable = lost.Any();
        if (interrupted && !held && incomplete != Cancelled) return new RunSummary(run, Interrupted, WasInterrupted, [], [.. results]);
        // Where something was not run because of what failed before it, that failure says enough. Nothing else may pass for done.
        if (!held && !failed && !unreachable && !after && results.Any(result => result.End != DeedEnd.Done)) incomplete ??= "run.incomplete";
        var code = (failed ? HostFailed : 0) | (unreachable ? Unreachable : 0) | (held || after ? HumanNeeded : 0) | (incomplete is null ? 0 : Incomplete);
        var reason = held ? results.Any(result => result is { End: DeedEnd.Held or DeedEnd.UnderWay, Deed.Guest: not null }) ? GuestHeld : "rollback.incomplete" : failed ? "host.failed" : unreachable ? "host.unreachable" : after ? GuestAfter : incomplete ?? "done";
        return new RunSummary(run, code, reason, [], [.. results]);
    }

    private static bool IsAfter(DeedResult result) => result is { End: DeedEnd.Failed, Deed: ReadyDeed or HookDeed { When: HookTime.After } };

    private static bool Stayed(DeedResult result) => result.End == DeedEnd.Failed && result.Figures.ContainsKey(MoveFigures.ByRule);
}

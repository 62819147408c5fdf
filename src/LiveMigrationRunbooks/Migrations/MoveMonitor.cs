using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>How far a move has come, as far as it decides what may be done about it.</summary>
public enum MovePhase
{
    /// <summary>The guest runs on its source.</summary>
    PreCopy,

    /// <summary>It stands still there, because we said so.</summary>
    Suspended,

    /// <summary>It runs on the target, and the rest of its memory follows: nothing calls that off.</summary>
    PostCopy,

    CalledOff,
}

/// <summary>
/// Watches a move by its progress, and climbs its policy's ladder where there is none: one rung at a time, at the beginning of a pass, where as
/// little is left as ever. Every phase has an end: a move that may be called off is, and a guest that has gone on at its target is told aloud.
/// </summary>
/// <param name="policy">What may be done.</param>
/// <param name="deadline">Null: the policy's.</param>
/// <param name="postCopy">Whether the move was begun so that it may end by post-copy.</param>
public sealed class MoveMonitor(MigrationPolicy policy, MoveDeadline? deadline = null, bool postCopy = false)
{
    // A pause of this many times the ceiling may still fit after the next pass.
    private const double Near = 1.5;

    // With post-copy to come, to be slowed down by more than half is worse than what it is to save from.
    private const long HalfSpeed = 50;
    private const int MostTries = 3;
    private static readonly TimeSpan s_betweenPauses = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(1);
    private readonly MoveDeadline _deadline = deadline ?? new MoveDeadline(policy.Deadline, $"its deadline of {policy.Deadline.TotalMinutes:0.#} min");
    private readonly MoveLadder _ladder = new(MoveRung.LadderOf(policy, postCopy));
    private readonly PassWatch _passes = new(policy.Stall);
    private TimeSpan _raised;
    private TimeSpan _phaseEnds;
    private JobStatistics? _last;

    /// <summary>The pause that is allowed now, in ms.</summary>
    public int Pause { get; private set; } = policy.PauseStartMs;

    public MovePhase Phase { get; private set; }

    /// <summary>Whether the path broke while the guest's memory followed it.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>How fast it gets through.</summary>
    public LinkSpeed Speed { get; } = new();

    /// <summary>
    /// How many seconds nobody need look: one at first, where something was just done and while the guest stands still, then two, up to five; each look costs the
    /// source's processors, and one each second would be more than a fiftieth of one. The end of a move is not waited for in this way: it ends the look.
    /// </summary>
    public int NextLook(TimeSpan at) => Phase is MovePhase.Suspended || at - _raised < s_soon ? 1 : (int)Math.Clamp((at - _raised).TotalSeconds / 10, 2, 5);

    /// <summary>Goes on with a move that was begun, and watched, before: what was done about it shows in what its source says.</summary>
    public void Adopt(GuestCondition? source, TimeSpan at)
    {
        if (source is null || policy.Suspend <= TimeSpan.Zero || !source.Is(GuestState.Paused, StateReason.Migrating, StateReason.User)) return;
        (Phase, _phaseEnds) = (MovePhase.Suspended, at + policy.Suspend);
    }

    /// <param name="now">Null where they could not be read.</param>
    /// <param name="at">Since the move began; never less than before.</param>
    /// <param name="source">What the source says of the guest; null where it could not be read.</param>
    /// <returns>Null where nothing is to be done.</returns>
    public MoveAction? See(JobStatistics? now, TimeSpan at, GuestCondition? source = null)
    {
        if (Phase == MovePhase.CalledOff) return null;
        _last = now ?? _last;
        if (now is not null) Speed.See(now);
        if (Phase != MovePhase.PostCopy && source is not null && source.Is(GuestState.Paused, StateReason.PostCopy, StateReason.PostCopyFailed)) Leaves(at);
        IsBroken = source?.Is(GuestState.Paused, StateReason.PostCopyFailed) ?? IsBroken;
        if (Phase == MovePhase.PostCopy) return at > _phaseEnds ? Late(at) : null;
        if (at > _deadline.Within) return Off($"past {_deadline.Why}");
        if (Phase == MovePhase.Suspended) return at > _phaseEnds ? Off($"it has stood still for {policy.Suspend.TotalSeconds:0} s and is not there") : null;
        if (now is null) return null;
        var noBetter = _passes.See(now, at, _ladder.Next is MoveRung.PostCopy ? HalfSpeed : long.MaxValue);
        if (_passes.WithoutBytes(at) is var still && still > policy.Stall) return Off($"nothing of it moved for {Seconds(still)}");
        // virsh does it at the end of the first pass; where it did not, we do.
        if (policy.PostCopy == PostCopyUse.AfterFirstPass && _passes.Pass > 2 && _ladder.Skip<MoveRung.PostCopy>()) return Take(at, "after its first pass");
        return noBetter ? Climb(now, at) : null;
    }

    /// <summary>Takes the next rung at once, because somebody asks for it.</summary>
    /// <param name="at">As of the last look.</param>
    /// <param name="refused">Why not, as a clause; null where it is done.</param>
    public MoveAction? Escalate(TimeSpan at, out string? refused)
    {
        refused = Phase switch
        {
            MovePhase.CalledOff => "it is being called off",
            MovePhase.PostCopy => "it runs on its target already, and its memory follows",
            MovePhase.Suspended => "it stands still already; nothing comes after that",
            _ when _ladder.Next is null => $"its policy '{policy.Name}' has no further rung",
            _ when _ladder.Next is MoveRung.PostCopy && !Speed.IsHealthy => "the link is not healthy, and post-copy would depend on it",
            _ => null,
        };
        return refused is null ? Take(at, "somebody asked for it") : null;
    }

    private MoveAction? Climb(JobStatistics now, TimeSpan at)
    {
        switch (_ladder.Next)
        {
            case MoveRung.LongerPause:
                return at - _raised >= s_betweenPauses ? Take(at, "") : null;
            case null:
                return _passes.IsStalled(at) ? Stalled(now, at) : null;
            default:
                if (!_passes.IsStalled(at) || !_passes.IsLow(at)) return null;
                if (IsFeasible(now, at)) return Take(at, Numbers(now, at));
                // The link may recover. Where it does not, what comes next may need less of it.
                if (_passes.IsStalledLong(at, 2)) _ladder.Climb();
                return null;
        }
    }

    // What is left must get through in the time that there is, over a link that is as good as it was.
    private bool IsFeasible(JobStatistics now, TimeSpan at)
    {
        var most = _ladder.Next is MoveRung.Suspend suspend ? suspend.Longest : _deadline.Within - at;
        return Speed.IsHealthy && Speed.For(now.MemoryRemaining) is { } rest && rest <= most;
    }

    private MoveAction? Take(TimeSpan at, string why)
    {
        var rung = _ladder.Next;
        _raised = at;
        _passes.Progressed(at);
        // A switch that did not come about is tried again.
        if (rung is not MoveRung.PostCopy || _ladder.Tries >= MostTries) _ladder.Climb();
        else _ladder.Tries++;
        switch (rung)
        {
            case MoveRung.LongerPause pause:
                Pause = pause.Milliseconds;
                return new MoveAction.Allow(pause.Milliseconds);
            case MoveRung.PostCopy:
                return new MoveAction.GoOnThere(why);
            case MoveRung.Suspend suspend:
                (Phase, _phaseEnds) = (MovePhase.Suspended, at + suspend.Longest);
                return new MoveAction.Suspend(suspend.Longest, why);
            default:
                return null;
        }
    }

    private void Leaves(TimeSpan at)
    {
        var rest = policy.PostCopyMibPerSecond is { } limit && _last?.MemoryRemaining is { } bytes ? TimeSpan.FromSeconds(bytes / (limit * 1048576.0)) : TimeSpan.Zero;
        var reckoned = Speed.For(_last?.MemoryRemaining) is { } measured && measured > rest ? measured : rest;
        (Phase, _raised, _phaseEnds) = (MovePhase.PostCopy, at, at + MoveDeadline.OfPostCopy(reckoned > TimeSpan.Zero ? reckoned : null));
    }

    private MoveAction.Alarm Late(TimeSpan at)
    {
        var last = at - _raised;
        _phaseEnds = at + last;
        return new MoveAction.Alarm($"its memory has not followed it in {Seconds(last)}, {(_last?.MemoryRemaining is { } left ? $"{left >> 20} MiB are left" : "how much is left is not known")}; it is waited for: nothing may be stopped or destroyed on either side");
    }

    // Close to the ceiling one more pass may do: it is given as much time again, and no more.
    private MoveAction.CallOff? Stalled(JobStatistics now, TimeSpan at) =>
        _passes.NeededMs <= policy.PauseCeilingMs * Near && !_passes.IsStalledLong(at) ? null : Off($"too busy now: {Numbers(now, at)}");

    private string Numbers(JobStatistics now, TimeSpan at) => $"for {Seconds(_passes.WithoutProgress(at))} no pass over its memory was shorter than the ones before; {Rates(now)}after pass {now.Iterations} "
        + $"it would have to pause for {(_passes.NeededMs is { } ms ? $"{ms} ms" : "an unknown time")}, and {Pause} ms are allowed";

    private static string Rates(JobStatistics now)
    {
        var dirty = now is { DirtyPagesPerSecond: { } pages, PageSize: { } size } ? $"it writes {pages * size / 1048576.0:0.#} MiB/s, " : "";
        return now.BytesPerSecond is { } sent ? $"{dirty}{sent / 1048576.0:0.#} MiB/s get through; " : dirty;
    }

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0} s";

    private MoveAction.CallOff Off(string why)
    {
        Phase = MovePhase.CalledOff;
        return new MoveAction.CallOff(why);
    }
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Forecasts;

/// <summary>How memory is sent: while the guest runs here, while it runs there, or first the one and then the other.</summary>
public enum CopyMode
{
    PreCopy,

    /// <summary>The guest leaves at once and its memory follows: it ends always, and a cut path loses the guest.</summary>
    PostCopy,

    /// <summary>One pass while the guest runs here, then it leaves and what it has written to since follows.</summary>
    Hybrid,
}

/// <summary>What a guest has to send: bytes of memory, and how it goes on writing to it.</summary>
/// <param name="WholeBytes">What it can write to, where that is more than what is to be sent: of a move that is under way.</param>
public sealed record CopyLoad(double MemoryBytes, DirtyCurve Dirtying, double WholeBytes = 0)
{
    /// <summary>Of a move that is under way: since its pass began, and the guest's writing counts for the next one.</summary>
    public double BegunSeconds { get; init; }

    /// <summary>What must be sent once more after a pass that took so long.</summary>
    public double Again(double seconds) => Math.Min(WholeOrMemory, Dirtying.After(seconds));

    internal double WholeOrMemory => Math.Max(MemoryBytes, WholeBytes);
}

/// <summary>What it is sent over.</summary>
/// <param name="SetupSeconds">Before the first byte: connections, and the daemons' talk.</param>
/// <param name="SwitchSeconds">What each pause holds besides memory: the state of devices, and QEMU's own steps. 50 to 150 ms on most hosts.</param>
public sealed record CopyPath(double BytesPerSecond, double SetupSeconds, double SwitchSeconds)
{
    /// <summary>Bytes a second during the pause: QEMU lets go of the limit that somebody set, though it reckons with it when it decides to pause.</summary>
    public double PauseBytesPerSecond { get; init; } = BytesPerSecond;

    /// <summary>Of what follows a guest that runs on its target: QEMU has another limit for that, which is none as a rule.</summary>
    public double FollowBytesPerSecond { get; init; } = BytesPerSecond;

    /// <summary>
    /// The path that sent these moves: seconds are set-up and bytes over speed, by least squares. Null where they are fewer than three, or too much
    /// alike to tell the two from each other.
    /// </summary>
    public static CopyPath? Fit(IEnumerable<(double Bytes, double Seconds)> moves, double switchSeconds)
    {
        var all = moves.ToList();
        if (all.Count < 3) return null;
        var (bytes, seconds) = (all.Average(move => move.Bytes), all.Average(move => move.Seconds));
        var spread = all.Sum(move => Math.Pow(move.Bytes - bytes, 2));
        var slope = spread > 0 ? all.Sum(move => (move.Bytes - bytes) * (move.Seconds - seconds)) / spread : 0;
        return slope > 0 && all.Max(move => move.Bytes) > 1.2 * all.Min(move => move.Bytes)
            ? new CopyPath(1 / slope, Math.Max(0, seconds - (slope * bytes)), switchSeconds) : null;
    }
}

/// <summary>On what terms it is sent. The pauses that are allowed, in seconds, shortest first: the next one counts where a pass was no better than those before, ten seconds after the last.</summary>
public sealed record CopyTerms(CopyMode Mode, ValueList<double> Pauses, double DeadlineSeconds, bool AutoConverge = false)
{
    // BUFFER_DELAY of QEMU's migration.c.
    private const double QemuTickSeconds = 0.1;

    /// <summary>For how long it may go on without coming closer to its end.</summary>
    public double StallSeconds { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// How often QEMU decides: once in a tenth of a second of sending. It begins the next pass when what is left fits into the pause, on average half of that
    /// later. 0: a pass goes on to its end, as models in books have it.
    /// </summary>
    public double TickSeconds { get; init; }

    /// <summary>Whether the guest goes on at its target, and its memory follows, where the move would else be called off for coming no closer to its end.</summary>
    public bool LeavesWhenStalled { get; init; }

    /// <summary>For memory that follows the guest; null: as fast as the link.</summary>
    public double? FollowBytesPerSecond { get; init; }

    /// <summary>What of a pass is not sent in it, as the time that it would take.</summary>
    internal double AheadSeconds(int pause) => TickSeconds > 0 ? Math.Max(0, Pauses[pause] - (TickSeconds / 2)) : 0;

    /// <summary>One pause, and any time it takes.</summary>
    public static CopyTerms Plain(CopyMode mode, double pauseSeconds) => new(mode, [pauseSeconds], 1e9);

    /// <summary>Those of a policy, under which the monitor of moves climbs the same ladder.</summary>
    /// <param name="postCopy">Whether the move is begun so that it may end by post-copy: the policy alone does not say so.</param>
    public static CopyTerms Of(MigrationPolicy policy, bool postCopy = false)
    {
        List<int> pauses = [policy.PauseStartMs, .. MoveRung.LadderOf(policy, postCopy).TakeWhile(rung => rung is not MoveRung.PostCopy).OfType<MoveRung.LongerPause>().Select(rung => rung.Milliseconds)];
        var hybrid = postCopy && policy.PostCopy == PostCopyUse.AfterFirstPass;
        return new CopyTerms(hybrid ? CopyMode.Hybrid : CopyMode.PreCopy, [.. pauses.Select(pause => pause / 1000d)], policy.Deadline.TotalSeconds, policy.AutoConverge)
        {
            StallSeconds = policy.Stall.TotalSeconds,
            TickSeconds = QemuTickSeconds,
            LeavesWhenStalled = postCopy && !hybrid,
            FollowBytesPerSecond = postCopy ? policy.PostCopyMibPerSecond * (double)(1 << 20) : null,
        };
    }
}

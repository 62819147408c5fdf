using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>What a clock is compared with.</summary>
public enum ClockOf
{
    /// <summary>The time that its source tells.</summary>
    Source,

    /// <summary>The clocks of the other hosts of the play.</summary>
    Peers,
}

[StepKind("check.time", "Proves that the clocks of the hosts are kept, and how far they can be off.")]
[Risks("Changes nothing. Each host is asked what its own daemon knows; the clock of the machine that runs lmr does not matter.", Rollback = "Nothing is to be taken back.")]
public sealed record CheckTime(
    [Argument("How far off a clock may be: what it knows of, and what its way to the reference leaves open.", Example = "100ms")] TimeSpan Within,
    [Argument("Off from what: its source, or the clocks of the other hosts.")] ClockOf Of = ClockOf.Source) : Check, ISelfChecked
{
    private const string Remedy = "Give it reachable servers (time.sync) and open the way to port 123/udp.";
    private static readonly TimeSpan s_measuring = TimeSpan.FromSeconds(75);
    private static readonly string s_probe = ShellText.Of("Steps/Checks/time-tracking.sh");

    private double Most => Within.TotalSeconds;

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Within <= TimeSpan.Zero) yield return ("within", "No clock is exact.", "Give a time such as 100ms.");
    }

    // A daemon that has sources which answer measures them first; without one there is nothing to wait for. One that chrony did not believe after its first
    // exchanges is measured again a poll later, after 64 s (minpoll of chrony.conf).
    public override TimeSpan SettlesWithin(Answers answers, Scene scene) => ClockReading.Of(answers[0]) is { Daemon: not null, Reachable: > 0 } ? s_measuring : TimeSpan.Zero;

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_probe)];

    public override Verdict Judge(Answers answers, Scene scene) => Judge(answers, scene, []);

    public override Verdict Judge(Answers answers, Scene scene, ValueList<HostAnswers> others)
    {
        var clock = ClockReading.Of(answers[0]);
        if (clock.Daemon is null)
        {
            return new Verdict.Failed(
                clock.Synchronised ? "the clock is synchronised, but neither chronyd nor systemd-timesyncd is there to tell how well" : "nobody keeps the clock: neither chronyd nor systemd-timesyncd answers",
                "Install chrony, and start it with a step service.");
        }
        if (!clock.Synchronised)
            return new Verdict.Failed($"the clock is not synchronised ({clock.Daemon}, leap status: {clock.Leap}): of {clock.Sources} sources {clock.Reachable} answer", Remedy);
        return Of == ClockOf.Peers && others.Count > 0
            ? Peers(clock, scene, [.. others.Select(other => (other.Scene.Host, ClockReading.Of(other.Answers[0])))])
            : Source(clock);
    }

    private Verdict Source(ClockReading clock)
    {
        if (clock.IsOwnClock)
            return new Verdict.Failed($"the host follows its own clock alone (stratum {clock.Stratum}): of {clock.Sources} sources {clock.Reachable} answer", Remedy);
        return clock.Bound <= Most
            ? new Verdict.Passed($"at most {Ms(clock.Bound)} off: {Words(clock)}")
            : new Verdict.Failed($"the clock may be {Ms(clock.Bound)} off, more than {Ms(Most)}: {Words(clock)}", "Use a nearer source, or wait until this one has been measured for a while.");
    }

    private Verdict Peers(ClockReading clock, Scene scene, List<(string Host, ClockReading Clock)> others)
    {
        // One host may be what all others follow; two that follow nobody drift apart without anybody knowing.
        var alone = others.Where(other => other.Clock is { Daemon: not null, IsOwnClock: true }).Select(other => other.Host).ToList();
        if (clock.IsOwnClock && alone.Count > 0)
            return new Verdict.Failed($"this host and {string.Join(", ", alone)} each follow their own clock alone, so nobody knows how far apart they are", Remedy);
        var apart = others.Where(other => other.Clock is { Daemon: not null, Synchronised: true })
            .Select(other => (other.Host, Seconds: Apart(clock, other.Clock))).OrderByDescending(pair => pair.Seconds).ToList();
        var far = apart.Where(pair => pair.Seconds > Most).ToList();
        if (far.Count > 0)
            return new Verdict.Failed($"the clock may be {Ms(far[0].Seconds)} apart from {string.Join(", ", far.Select(pair => pair.Host))}, more than {Ms(Most)}: {Words(clock)}", "Give all hosts the same near source (time.sync).");
        return apart.Count == 0 ? Source(clock) : new Verdict.Passed($"at most {Ms(apart[0].Seconds)} apart from {string.Join(", ", apart.Select(pair => pair.Host).Order(StringComparer.Ordinal))}: {Words(clock)}");
    }

    // What lies behind a source that both follow is off for both alike.
    private static double Apart(ClockReading one, ClockReading other) =>
        Math.Abs(one.Offset - other.Offset) + (one.Source is not null && one.Source == other.Source ? 0 : one.Distance + other.Distance);

    private static string Words(ClockReading clock) =>
        $"offset {Ms(clock.Offset)}, root distance {Ms(clock.Distance)}, {(clock.Source is { } source ? $"source {source}" : "its own clock")}, stratum {clock.Stratum}{(clock is { Source: not null, Reachable: 0 } ? ", which does not answer any more" : "")}";

    private static string Ms(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.###} ms");
}

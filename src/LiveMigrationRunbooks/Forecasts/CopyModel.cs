namespace LiveMigrationRunbooks.Forecasts;

/// <summary>
/// How QEMU copies memory, pass after pass. With memory M, path B, pause L and writing D(t): the first pass sends v₀ = M in v₀/B seconds, the next one
/// what was written to meanwhile, vᵢ₊₁ = min(M, D(vᵢ/B)), until what is left can be sent within L. For D(t) = D·t and r = D/B &lt; 1 that sums up to
/// V = M(1−rⁿ⁺¹)/(1−r) bytes with n ≥ ln(B·L/M)/ln r; for r ≥ 1 it ends only where all that is in use fits into the pause, W/B ≤ L. Geometric
/// model: Akoush et al., MASCOTS 2010; passes and stop rule: QEMU, docs/devel/migration. After post-copy each page crosses once more at most,
/// so hybrid sends no more than 2·M (the study of post-copy in OpenStack whose tables are in the tests).
/// </summary>
public static class CopyModel
{
    // QEMU: throttle-trigger-threshold 50 % and twice, cpu-throttle-initial 20, cpu-throttle-increment 10, at most 99 (qapi/migration.json).
    private const double TriggerShare = 0.5;
    private const int TriggersNeeded = 2;
    private const double FirstThrottle = 0.2;
    private const double ThrottleStep = 0.1;
    private const double MostThrottle = 0.99;

    // So many passes mean that each is no shorter than the one before by anything that counts.
    private const int MostPasses = 100_000;

    // As the monitor of moves has it.
    private const double Better = 0.96;
    private const double BetweenPauses = 10;

    public static CopyCourse Run(CopyLoad load, CopyPath path, CopyTerms terms) => terms.Mode switch
    {
        CopyMode.PostCopy => Within(terms, new CopyCourse(
            true, load.MemoryBytes, path.SetupSeconds + path.SwitchSeconds + (load.MemoryBytes / path.BytesPerSecond), path.SwitchSeconds, 0, 0, load.MemoryBytes / path.BytesPerSecond)),
        CopyMode.Hybrid => Hybrid(load, path, terms),
        _ => PreCopy(load, path, terms),
    };

    private static CopyCourse Hybrid(CopyLoad load, CopyPath path, CopyTerms terms)
    {
        var first = load.MemoryBytes / path.BytesPerSecond;
        var rest = load.Again(first);
        return Within(terms, new CopyCourse(
            true, load.MemoryBytes + rest, path.SetupSeconds + first + path.SwitchSeconds + (rest / path.BytesPerSecond), path.SwitchSeconds, 1, 0, rest / path.BytesPerSecond));
    }

    private static CopyCourse PreCopy(CopyLoad load, CopyPath path, CopyTerms terms)
    {
        var (left, sent, time) = (load.MemoryBytes, 0d, path.SetupSeconds);
        var (throttle, triggers, pause, raised) = (0d, 0, 0, 0d);
        var (best, least, progress) = (double.PositiveInfinity, double.PositiveInfinity, 0d);
        for (var passes = 1; passes <= MostPasses; passes++)
        {
            var span = left / path.BytesPerSecond;
            (sent, time) = (sent + left, time + span);
            if (time > terms.DeadlineSeconds) break;
            // A slowed guest writes in that span what it else would in a shorter one.
            var next = load.Again(span * (1 - throttle));
            var seconds = next / path.BytesPerSecond;
            least = Math.Min(least, seconds);
            if (seconds <= terms.Pauses[pause])
            {
                var still = (next / path.PauseBytesPerSecond) + path.SwitchSeconds;
                return Within(terms, new CopyCourse(true, sent + next, time + still, still, passes, throttle));
            }
            var slowed = terms.AutoConverge && next > TriggerShare * left && ++triggers >= TriggersNeeded && throttle < MostThrottle;
            if (slowed) (throttle, triggers, progress) = (throttle == 0 ? FirstThrottle : Math.Min(MostThrottle, throttle + ThrottleStep), 0, time);
            var mayBeSlowed = terms.AutoConverge && throttle < MostThrottle;
            if (seconds < best * Better) (best, progress) = (seconds, time);
            else if (time - raised >= BetweenPauses && pause < terms.Pauses.Count - 1) (pause, raised, progress) = (pause + 1, time, time);
            else if (pause == terms.Pauses.Count - 1 && !mayBeSlowed && time - progress >= terms.StallSeconds) return CalledOff(path, terms, time, least, throttle);
            // From here on each pass is as long as this one.
            if (!slowed && !mayBeSlowed && next >= left && seconds > terms.Pauses[^1]) return CalledOff(path, terms, Math.Max(time, progress + terms.StallSeconds), least, throttle);
            left = next;
        }
        return CalledOff(path, terms, terms.DeadlineSeconds, least, throttle);
    }

    private static CopyCourse Within(CopyTerms terms, CopyCourse course) => course.Seconds <= terms.DeadlineSeconds ? course
        : course with { Ends = false, Seconds = terms.DeadlineSeconds, Bytes = course.Bytes * terms.DeadlineSeconds / course.Seconds };

    private static CopyCourse CalledOff(CopyPath path, CopyTerms terms, double time, double least, double throttle)
    {
        var at = Math.Min(time, terms.DeadlineSeconds);
        return new CopyCourse(false, path.BytesPerSecond * Math.Max(0, at - path.SetupSeconds), at, (double.IsFinite(least) ? least : 0) + path.SwitchSeconds, 0, throttle);
    }
}

namespace LiveMigrationRunbooks.Forecasts;

/// <summary>
/// How QEMU copies memory, pass after pass. With memory M, path B, pause L and writing D(t): the first pass sends v₀ = M in v₀/B seconds, the next one
/// what was written to meanwhile, vᵢ₊₁ = min(M, D(vᵢ/B)), until what is left can be sent within L. For D(t) = D·t and r = D/B &lt; 1 that sums up to
/// V = M(1−rⁿ⁺¹)/(1−r) bytes with n ≥ ln(B·L/M)/ln r; for r ≥ 1 it ends only where all that is in use fits into the pause, W/B ≤ L. Geometric
/// model: Akoush et al., MASCOTS 2010; passes and stop rule: QEMU, docs/devel/migration. In post-copy each page crosses once more at most,
/// so hybrid sends no more than V = M + v₁ ≤ 2·M in T = V/B, stands still for the state of its devices alone, and runs for v₁/B with memory that is still to
/// come; where what the first pass left fits into the pause, it ends without (the study of post-copy in OpenStack whose tables are in the tests).
/// That is the textbook. QEMU does not send a pass to its end: it looks at all of the memory again as soon as what is left fits into the pause, so a
/// part a = B·L of each pass stays in the next one, vᵢ₊₁ = a + D((vᵢ−a)/B)·(1−a/W), and what the guest meanwhile writes to within that part costs
/// nothing (<see cref="CopyTerms.TickSeconds"/>; migration_iteration_run and ram_save_pending of QEMU). Of a guest whose working set W is a few pauses
/// large that decides whether it leaves.
/// </summary>
public static class CopyModel
{
    public static CopyCourse Run(CopyLoad load, CopyPath path, CopyTerms terms) => terms.Mode switch
    {
        CopyMode.PostCopy => Followed(0, load.MemoryBytes, path.SetupSeconds, 0, 0, path),
        _ => new PreCopy(load, path, terms).Run(),
    };

    /// <summary>The guest leaves now, and what is left follows it: no deadline and no rule ends that.</summary>
    internal static CopyCourse Followed(double sent, double rest, double time, int passes, double throttle, CopyPath path)
    {
        var following = rest / path.FollowBytesPerSecond;
        return new CopyCourse(true, sent + rest, time + path.SwitchSeconds + following, path.SwitchSeconds, passes, throttle, following);
    }

    /// <summary>A course that would last longer is cut off at its deadline.</summary>
    internal static CopyCourse Within(CopyTerms terms, CopyCourse course) => course.Seconds <= terms.DeadlineSeconds ? course
        : course with { Ends = false, Seconds = terms.DeadlineSeconds, Bytes = course.Bytes * terms.DeadlineSeconds / course.Seconds };
}

namespace LiveMigrationRunbooks.Plans.Drifts;

/// <summary>Who moved: decided from four answers alone.</summary>
public static class DriftDecision
{
    /// <param name="differs">The host is not as the runbook wants it.</param>
    /// <param name="owned">A run of ours gave it its last value.</param>
    /// <param name="hostMoved">The host is not as that run left it.</param>
    /// <param name="runbookMoved">The runbook would change a host that is as that run left it.</param>
    public static DriftState Of(bool differs, bool owned, bool hostMoved, bool runbookMoved)
    {
        if (!differs) return DriftState.Clean;
        if (!owned) return DriftState.Unowned;
        if (runbookMoved) return hostMoved ? DriftState.Both : DriftState.Intentional;
        // Also where neither seems to have moved: then what is wanted follows from the host (its processors, say), and that moved.
        return DriftState.Corrective;
    }
}

using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Which ways to move go together.</summary>
internal static class MoveWays
{
    /// <summary>Looks at a policy with all that it has from others. Told at what is written in it, for what it extends may be right by itself.</summary>
    public static void Look(string name, PolicyForm form, MigrationPolicy policy, Findings findings)
    {
        if (form.Stall is { } stall && stall.Value < TimeSpan.FromSeconds(5)) findings.Add(MoveWayProblems.StallTooShort(stall));
        if (form.Parallel is { Value: < 2 or > MoveWayProblems.MostConnections } parallel) findings.Add(MoveWayProblems.Connections(parallel));
        PostCopyWays.Look(name, form, policy, findings);
        if (policy is { Encryption: MoveEncryption.Tunnel, Parallel: not null }) findings.Add(MoveWayProblems.TunnelIsOne(name, form.Parallel?.Span ?? form.Encryption?.Span ?? form.Span));
        if (policy.Encryption == MoveEncryption.Tunnel && form.CopyDisks is { Value.IsNone: false } copy) findings.Add(MoveWayProblems.TunnelTakesNoDisks(copy));
        if (policy is { Compression: MoveCompression.Xbzrle, Parallel: not null }) findings.Add(MoveWayProblems.OneStreamOnly(name, form.Compression?.Span ?? form.Parallel?.Span ?? form.Span));
        if (policy is { Compression: { } compression and not MoveCompression.Xbzrle, Parallel: null }) findings.Add(MoveWayProblems.ParallelOnly(compression, form.Compression?.Span ?? form.Span));
        Speed(name, form, policy, findings);
    }

    private static void Speed(string name, PolicyForm form, MigrationPolicy policy, Findings findings)
    {
        var secret = policy.Encryption is MoveEncryption.Tls or MoveEncryption.Tunnel;
        if (policy is { ZeroCopy: true, Rdma: false, Parallel: null }) findings.Add(MoveSpeedProblems.ZeroCopyIsParallel(name, form.ZeroCopy?.Span ?? form.Span));
        if (policy.ZeroCopy && secret) findings.Add(MoveSpeedProblems.ZeroCopyIsPlain(name, form.ZeroCopy?.Span ?? form.Encryption?.Span ?? form.Span));
        if (policy is { ZeroCopy: true, Compression: not null }) findings.Add(MoveSpeedProblems.ZeroCopyIsWhole(name, form.ZeroCopy?.Span ?? form.Compression?.Span ?? form.Span));
        if (!policy.Rdma) return;
        var at = form.Rdma?.Span ?? form.Span;
        if (secret) findings.Add(MoveSpeedProblems.RdmaIsPlain(name, at));
        if (policy.Parallel is not null || policy.ZeroCopy || policy.Compression is not null) findings.Add(MoveSpeedProblems.RdmaIsOne(name, at));
        if (form.CopyDisks is { Value.IsNone: false } copy) findings.Add(MoveSpeedProblems.RdmaTakesNoDisks(copy.Span));
    }
}

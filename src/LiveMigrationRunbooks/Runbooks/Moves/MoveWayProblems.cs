using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Ways to move that exclude each other, as libvirt and QEMU say, told before a host is asked: codes LMR540 to LMR549.</summary>
[ProblemFamily]
internal static class MoveWayProblems
{
    // QEMU keeps the number in a byte.
    private const int MostConnections = 255;

    /// <summary>Looks at a policy with all that it has from others. Told at what is written in it, for what it extends may be right by itself.</summary>
    public static void Look(string name, PolicyForm form, MigrationPolicy policy, Findings findings)
    {
        if (form.Stall is { } stall && stall.Value < TimeSpan.FromSeconds(5)) findings.Add(StallTooShort(stall));
        if (form.Parallel is { Value: < 2 or > MostConnections } parallel) findings.Add(Connections(parallel));
        if (policy is { Encryption: MoveEncryption.Tunnel, Parallel: not null }) findings.Add(TunnelIsOne(name, form.Parallel?.Span ?? form.Encryption?.Span ?? form.Span));
        if (policy.Encryption == MoveEncryption.Tunnel && form.CopyDisks is { Value: true } copy) findings.Add(TunnelTakesNoDisks(copy));
        if (policy is { Compression: MoveCompression.Xbzrle, Parallel: not null }) findings.Add(OneStreamOnly(name, form.Compression?.Span ?? form.Parallel?.Span ?? form.Span));
        if (policy is { Compression: { } compression and not MoveCompression.Xbzrle, Parallel: null }) findings.Add(ParallelOnly(compression, form.Compression?.Span ?? form.Span));
    }

    private static Diagnostic TunnelIsOne(string name, SourceSpan at) => new(
        "LMR540", Severity.Error, at, $"'{name}' would move through a tunnel over parallel connections.", "A tunnel is the one connection between the two libvirts.", "Take 'parallel' away, or choose encryption: tls.");

    private static Diagnostic OneStreamOnly(string name, SourceSpan at) => new(
        "LMR541", Severity.Error, at, $"'{name}' would compress parallel connections by xbzrle.", "QEMU compares a page with the one sent before on one connection only.", "Write zstd or zlib, or take 'parallel' away.");

    private static Diagnostic ParallelOnly(MoveCompression compression, SourceSpan at) => new(
        "LMR542", Severity.Error, at, $"{compression.ToString().ToLowerInvariant()} compresses parallel connections only.", "This policy has no 'parallel'.", "Add parallel: 2, or write xbzrle.");

    private static Diagnostic TunnelTakesNoDisks(Placed<bool> copy) => new(
        "LMR543", Severity.Error, copy.Span, "No disk goes through a tunnel.", "libvirt copies disks over a connection of their own.", "Choose encryption: tls, or remove 'copy_disks'.");

    private static Diagnostic Connections(Placed<int> parallel) => new(
        "LMR545", Severity.Error, parallel.Span, $"Parallel connections cannot be {parallel.Value}.", $"QEMU takes up to {MostConnections}, and one is what there is without 'parallel'.", "Write a number from 2: 4.");

    private static Diagnostic StallTooShort(Placed<TimeSpan> stall) => new(
        "LMR544", Severity.Error, stall.Span, $"No move can be judged after {Quantity.Text(stall.Value)}.", "One pass over the memory takes longer than that.", "Write 5s or more: 40s.");
}

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
    /// <summary>QEMU keeps the number in a byte.</summary>
    public const int MostConnections = 255;

    public static Diagnostic TunnelIsOne(string name, SourceSpan at) => new(
        "LMR540", Severity.Error, at, $"'{name}' would move through a tunnel over parallel connections.", "A tunnel is the one connection between the two libvirts.", "Take 'parallel' away, or choose encryption: tls.");

    public static Diagnostic OneStreamOnly(string name, SourceSpan at) => new(
        "LMR541", Severity.Error, at, $"'{name}' would compress parallel connections by xbzrle.", "QEMU compares a page with the one sent before on one connection only.", "Write zstd or zlib, or take 'parallel' away.");

    public static Diagnostic ParallelOnly(MoveCompression compression, SourceSpan at) => new(
        "LMR542", Severity.Error, at, $"{compression.ToString().ToLowerInvariant()} compresses parallel connections only.", "This policy has no 'parallel'.", "Add parallel: 2, or write xbzrle.");

    public static Diagnostic TunnelTakesNoDisks(Placed<CopyDisksForm> copy) => new(
        "LMR543", Severity.Error, copy.Span, "No disk goes through a tunnel.", "libvirt copies disks over a connection of their own.", "Choose encryption: tls, or remove 'copy_disks'.");

    public static Diagnostic Connections(Placed<int> parallel) => new(
        "LMR545", Severity.Error, parallel.Span, $"Parallel connections cannot be {parallel.Value}.", $"QEMU takes up to {MostConnections}, and one is what there is without 'parallel'.", "Write a number from 2: 4.");

    public static Diagnostic StallTooShort(Placed<TimeSpan> stall) => new(
        "LMR544", Severity.Error, stall.Span, $"No move can be judged after {Quantity.Text(stall.Value)}.", "One pass over the memory takes longer than that.", "Write 5s or more: 40s.");
}

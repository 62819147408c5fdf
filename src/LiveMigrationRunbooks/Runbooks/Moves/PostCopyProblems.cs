using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What can be wrong with post-copy and with standing still: codes LMR500 to LMR504.</summary>
[ProblemFamily]
internal static class PostCopyProblems
{
    public static Diagnostic ThroughTunnel(string name, Placed<PostCopyUse> wanted) => new(
        "LMR500", Severity.Error, wanted.Span, $"'{name}' would move by post-copy through a tunnel.", "A tunnel sends one way only, and a guest that has gone on asks for what it lacks.", "Choose encryption: tls, or write post_copy: never.");

    public static Diagnostic BandwidthOfNothing(string name, Placed<ByteRate> rate) => new(
        "LMR501", Severity.Error, rate.Span, $"'{name}' limits a post-copy that it never makes.", "Its post_copy is never.", "Add post_copy: when_stalled, or remove 'post_copy_bandwidth'.");

    public static Diagnostic SuspendNotAllowed(string name, Placed<TimeSpan> suspend) => new(
        "LMR502", Severity.Error, suspend.Span, $"'{name}' says how long a guest may stand still, and does not let it.", "Without allow_suspend no guest is suspended.", "Add allow_suspend: true, or remove 'suspend'.");

    public static Diagnostic SuspendOutside(Placed<TimeSpan> suspend) => new(
        "LMR503", Severity.Error, suspend.Span, $"A guest cannot be suspended for {Quantity.Text(suspend.Value)}.", "It takes a second to look, and what needs an hour is better shut down.", "Write 1s to 1h: 1m.");
}

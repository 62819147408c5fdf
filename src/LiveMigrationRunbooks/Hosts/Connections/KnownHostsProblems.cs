using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>Problems of a known_hosts file (LMR915).</summary>
[ProblemFamily]
internal static class KnownHostsProblems
{
    public static Diagnostic NotAKey(SourceSpan span) => new(
        "LMR915", Severity.Warning, span, "This line is no host key.", "ssh passes it by in silence, so the host it was meant for is not known.",
        "Write 'NAME ALGORITHM KEY', or let 'lmr trust' write the line.");
}

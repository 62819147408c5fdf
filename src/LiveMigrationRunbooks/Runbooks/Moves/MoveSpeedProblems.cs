using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What zero-copy and RDMA exclude, as libvirt and QEMU say, told before a host is asked: codes LMR505 to LMR512.</summary>
[ProblemFamily]
internal static class MoveSpeedProblems
{
    public static Diagnostic ZeroCopyIsParallel(string name, SourceSpan at) => new(
        "LMR505", Severity.Error, at, $"'{name}' would send memory without copying it over one connection.", "QEMU does that for parallel connections only.", "Add parallel: 2.");

    public static Diagnostic ZeroCopyIsPlain(string name, SourceSpan at) => new(
        "LMR506", Severity.Error, at, $"'{name}' would encrypt memory and send it without copying it.", "What is encrypted is a copy.", "Take 'zero_copy' away, or 'encryption'.");

    public static Diagnostic ZeroCopyIsWhole(string name, SourceSpan at) => new(
        "LMR507", Severity.Error, at, $"'{name}' would compress memory and send it without copying it.", "What is compressed is a copy.", "Take 'zero_copy' away, or 'compression'.");

    public static Diagnostic RdmaIsPlain(string name, SourceSpan at) => new(
        "LMR508", Severity.Error, at, $"'{name}' would encrypt memory and send it by RDMA.", "RDMA takes pages as they lie in memory, past QEMU and libvirt.", "Take 'rdma' away, or 'encryption'.");

    public static Diagnostic RdmaIsOne(string name, SourceSpan at) => new(
        "LMR509", Severity.Error, at, $"'{name}' would send memory by RDMA and by what is for TCP.", "Parallel connections, compression and zero-copy are ways over TCP.", "Take 'rdma' away, or 'parallel', 'compression' and 'zero_copy'.");

    public static Diagnostic RdmaTakesNoDisks(SourceSpan at) => new(
        "LMR510", Severity.Error, at, "No disk goes along by RDMA.", "Only memory does; disks are expected where both hosts see them.", "Write copy_disks: none, or take 'rdma' away.");
}

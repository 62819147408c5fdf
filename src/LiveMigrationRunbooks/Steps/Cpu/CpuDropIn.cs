using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Kernel;

namespace LiveMigrationRunbooks.Steps.Cpu;

/// <summary>lmr's drop-in that limits a unit to processors from the boot on.</summary>
internal static class CpuDropIn
{
    public const string Name = "90-lmr-cpus.conf";

    public static string PathOf(string unit) => $"/etc/systemd/system/{unit}.d/{Name}";

    // Lists of several files add up, so ours begins anew.
    public static Command Write(string unit, CpuList cpus) => cpus.Numbers.Count == 0 ? OwnFile.Remove(PathOf(unit)) : OwnFile.Write(
        PathOf(unit), "# Kept by lmr: processors for the host and for guests.", unit.EndsWith(".scope", StringComparison.Ordinal) ? "[Scope]" : "[Slice]", "AllowedCPUs=", $"AllowedCPUs={cpus}");
}

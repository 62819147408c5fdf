using System.Globalization;

namespace LiveMigrationRunbooks.Steps.Facts;

/// <summary>Reads what <c>hypervisor-facts.sh</c> told; what it did not tell is empty.</summary>
internal static class HypervisorFactsReader
{
    // As openssl writes it, and as certtool does.
    private static readonly string[] s_instants = ["MMM d HH:mm:ss yyyy 'GMT'", "ddd MMM d HH:mm:ss 'UTC' yyyy"];

    public static CpuFact Cpu(ILookup<string, string> told) => new(One(told, "cpu_vendor"), One(told, "cpu_model"));

    public static HugepagesFact Hugepages(ILookup<string, string> told) => new(Number(told, "hugepages_size"), Number(told, "hugepages_total"), Number(told, "hugepages_free"));

    public static QemuFact Qemu(ILookup<string, string> told) => new(One(told, "qemu_version"), told.Contains("kvm"));

    public static LibvirtFact Libvirt(ILookup<string, string> told) =>
        new(One(told, "libvirt_version"), Mode(told), [.. told["daemon"]], [.. told["listener"]], [.. told["pool"]], [.. told["network"]], Until(One(told, "tls_until")));

    // A modular daemon without its unit (a test, a container) still is one; where both run, guests are the modular one's.
    private static string Mode(ILookup<string, string> told) =>
        told["active"].Any(unit => unit.StartsWith("virtqemud.", StringComparison.Ordinal)) || told["daemon"].Contains("virtqemud") ? "modular"
        : told["active"].Any() || told["daemon"].Contains("libvirtd") ? "monolithic" : "none";

    private static string Until(string text) =>
        DateTimeOffset.TryParseExact(text, s_instants, CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite | DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "";

    private static long Number(ILookup<string, string> told, string name) => long.TryParse(One(told, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string One(ILookup<string, string> told, string name) => told[name].FirstOrDefault() ?? "";
}

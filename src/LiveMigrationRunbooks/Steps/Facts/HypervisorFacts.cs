using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Facts;

/// <summary>The processors, as the kernel names them: two hosts may have the same name for them and not offer guests the same.</summary>
public sealed record CpuFact(
    [property: Tells("The maker, as the kernel has it: `GenuineIntel`, `AuthenticAMD`; empty where it does not say.")] string Vendor,
    [property: Tells("The model's name, as the kernel has it; what guests can be given of it says `check.cpu`.")] string Model);

/// <summary>Huge pages of the default size.</summary>
public sealed record HugepagesFact(
    [property: Tells("The default size in KiB.")] long SizeKib,
    [property: Tells("Huge pages of that size that are set aside.")] long Total,
    [property: Tells("How many of them nobody uses.")] long Free);

/// <summary>
/// libvirt, as files, processes and sockets tell it. No daemon is asked: a question would start one that is asleep, and wait for one that hangs.
/// </summary>
public sealed record LibvirtFact(
    [property: Tells("Version of the daemon that is installed, as `9.0.0`; empty where none is. One that runs since before an update is older.")] string Version,
    [property: Tells("`monolithic` (libvirtd), `modular` (virtqemud and the others) or `none`, by the units that are active.")] string Mode,
    [property: Tells("The daemons that run, as `libvirtd`.")] ValueList<string> Daemons,
    [property: Tells("Where other hosts reach a daemon without ssh, as `0.0.0.0:16514` (TLS) or `0.0.0.0:16509` (plain).")] ValueList<string> Listeners,
    [property: Tells("Storage pools that are active.")] ValueList<string> Pools,
    [property: Tells("Networks of libvirt that are active.")] ValueList<string> Networks,
    [property: Tells("Until when the server's certificate in /etc/pki/libvirt is valid, as `2027-11-21T20:00:00Z`; empty where there is none.")] string TlsUntil)
{
    public static LibvirtFact None { get; } = new("", "none", [], [], [], [], "");
}

/// <summary>QEMU, as it is installed.</summary>
public sealed record QemuFact(
    [property: Tells("Its version, as `7.2.22`; empty where none is installed.")] string Version,
    [property: Tells("Whether guests can use the processor's virtualisation (/dev/kvm).")] bool Kvm);

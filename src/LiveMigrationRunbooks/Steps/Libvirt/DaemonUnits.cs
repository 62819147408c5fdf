using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>Whether one daemon does it all, or one for each driver its part.</summary>
public enum LibvirtMode
{
    Monolithic,
    Modular,
}

/// <summary>The units of libvirt's daemons, and which of them make up a mode.</summary>
internal static class DaemonUnits
{
    private const string Proxy = "virtproxyd";

    private static readonly string[] s_monolithic = ["libvirtd"];
    private static readonly string[] s_modular = ["virtqemud", "virtnetworkd", "virtstoraged", "virtsecretd", "virtnodedevd", "virtinterfaced", "virtnwfilterd", Proxy];

    // Both modes need them; disabling libvirtd.service would disable them too.
    private static readonly string[] s_kept = ["virtlogd.socket", "virtlogd-admin.socket", "virtlockd.socket", "virtlockd-admin.socket"];

    public static ValueList<string> All { get; } = [.. s_monolithic.Concat(s_modular).SelectMany(UnitsOf), .. s_kept];

    /// <summary>Without these a mode is not there.</summary>
    public static IEnumerable<string> Required(LibvirtMode mode) => mode == LibvirtMode.Monolithic ? ["libvirtd.service", "libvirtd.socket"] : ["virtqemud.service", "virtqemud.socket", "virtproxyd.service", "virtproxyd.socket"];

    /// <summary>The mode that a unit belongs to; null for units that both need.</summary>
    public static LibvirtMode? ModeOf(string unit) => s_kept.Contains(unit) ? null : ServiceOf(unit) == "libvirtd.service" ? LibvirtMode.Monolithic : LibvirtMode.Modular;

    public static bool IsSocket(string unit) => unit.EndsWith(".socket", StringComparison.Ordinal);

    /// <summary>Whether it lets others in from elsewhere.</summary>
    public static bool IsRemote(string unit) => unit.EndsWith("-tls.socket", StringComparison.Ordinal) || unit.EndsWith("-tcp.socket", StringComparison.Ordinal);

    /// <param name="how"><c>tls</c> or <c>tcp</c>.</param>
    public static string Remote(LibvirtMode mode, string how) => $"{(mode == LibvirtMode.Monolithic ? "libvirtd" : Proxy)}-{how}.socket";

    /// <summary>The service that a socket starts; a service itself.</summary>
    public static string ServiceOf(string unit) => IsSocket(unit) ? $"{unit[..^".socket".Length].Split('-')[0]}.service" : unit;

    /// <summary>Services that are started to see that they can be; the others start when somebody calls.</summary>
    public static bool IsTried(string service) => service is "libvirtd.service" or "virtqemud.service" or "virtproxyd.service";

    /// <summary>The link that enabling a unit makes.</summary>
    public static string LinkOf(string unit) => $"/etc/systemd/system/{(IsSocket(unit) ? "sockets" : "multi-user")}.target.wants/{unit}";

    private static IEnumerable<string> UnitsOf(string daemon) =>
        [$"{daemon}.socket", $"{daemon}-ro.socket", $"{daemon}-admin.socket", .. daemon is "libvirtd" or Proxy ? new[] { $"{daemon}-tls.socket", $"{daemon}-tcp.socket" } : [], $"{daemon}.service"];
}

namespace LiveMigrationRunbooks.Steps.Services;

/// <summary>Names of units as people write them.</summary>
internal static class ServiceName
{
    public const string Pattern = @"[A-Za-z0-9:_.\\@-]{1,200}";
    public const string Words = "the name of a unit: chrony.service, fstrim.timer, getty@tty1.service";

    private static readonly string[] s_types = [".service", ".socket", ".timer", ".path", ".mount", ".target", ".swap", ".automount"];

    // The same unit under two names would be two keys. Which alias a host has only the host knows; these are Debian's.
    private static readonly Dictionary<string, string> s_aliases = new(StringComparer.Ordinal)
    {
        ["sshd.service"] = "ssh.service",
        ["chronyd.service"] = "chrony.service",
        ["udev.service"] = "systemd-udevd.service",
        ["kmod.service"] = "systemd-modules-load.service",
        ["procps.service"] = "systemd-sysctl.service",
    };

    /// <summary>With its type: systemd takes a name without one for a service.</summary>
    public static string Whole(string name) => s_types.Any(type => name.EndsWith(type, StringComparison.Ordinal)) ? name : $"{name}.service";

    /// <summary>One name for all that are known to be aliases of each other.</summary>
    public static string Key(string name) => s_aliases.GetValueOrDefault(Whole(name), Whole(name));

    /// <summary>The unit without its type.</summary>
    public static string Bare(string unit) => unit[..(unit.LastIndexOf('.') is > 0 and var dot ? dot : unit.Length)];

    public static IEnumerable<(string? Argument, string Why, string Fix)> Wrong(string name)
    {
        if (ServiceName.Bare(ServiceName.Whole(name)).EndsWith('@'))
            yield return ("name", $"{name} is a template, of which only instances can run.", $"Name an instance: {ServiceName.Bare(ServiceName.Whole(name))}NAME.service.");
    }
}

using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Services;

/// <summary>The commands that bring a unit's links from one of systemd's words to another.</summary>
internal static class ServiceLinks
{
    public static IEnumerable<Command> Write(string from, ServiceState to)
    {
        if (from is "masked" && to.Is != "masked") yield return Systemctl("unmask", to.Unit);
        if (from is "masked-runtime" && to.Is != "masked-runtime") yield return Systemctl("unmask", "--runtime", to.Unit);
        switch (to.Is)
        {
            case "enabled":
                yield return Systemctl("enable", to.Unit);
                break;
            case "enabled-runtime":
                yield return Systemctl("disable", to.Unit);
                yield return Systemctl("enable", "--runtime", to.Unit);
                break;
            case "disabled" or "linked" or "linked-runtime":
                yield return Systemctl("disable", to.Unit);
                break;
            case "masked":
                yield return Systemctl("mask", to.Unit);
                break;
            case "masked-runtime":
                yield return Systemctl("mask", "--runtime", to.Unit);
                break;
        }
    }

    /// <summary>Takes those of a unit away that was not there before.</summary>
    public static IEnumerable<Command> Take(ServiceState made) => made.Is switch
    {
        "masked" => [Systemctl("unmask", made.Unit)],
        "enabled" => [Systemctl("disable", made.Unit)],
        _ => [],
    };

    // Debian's systemctl would also renumber the links of /etc/rc?.d, which systemd does not look at where a unit is there.
    internal static Command Systemctl(params string[] words) => Command.Of(["env", "SYSTEMCTL_SKIP_SYSV=1", "systemctl", "--quiet", .. words]);
}

namespace LiveMigrationRunbooks.Steps.Services;

/// <summary>Units without which the session, the host or its guests could not go on; why one of them is not stopped is told in full.</summary>
internal static class ServiceGuards
{
    private static readonly string[] s_login = ["ssh", "sshd", "dropbear"];
    private static readonly string[] s_network = ["systemd-networkd", "NetworkManager", "networking", "network", "wicked", "wickedd"];
    private static readonly string[] s_system = ["dbus", "dbus-broker", "systemd-journald", "systemd-udevd", "systemd-logind"];
    private static readonly string[] s_firewall = ["firewalld", "nftables", "ufw", "iptables", "netfilter-persistent"];
    private static readonly string[] s_storage = ["iscsid", "iscsi", "open-iscsi", "multipathd", "nfs-client", "rpc-statd", "rbdmap"];
    private const string Leave = "Empty the host first (evacuate), or say may_disturb: [guests] at this step.";
    private static readonly string[] s_libvirt = ["libvirtd", "virtqemud", "virtproxyd", "virtlogd", "virtlockd", "virtnetworkd", "virtstoraged", "virtsecretd", "virtnodedevd", "virtinterfaced", "virtnwfilterd"];

    /// <summary>Why it must not be stopped, or not be kept from starting at boot.</summary>
    public static IEnumerable<Refusal> AgainstStopping(ServiceReading reading, string argument, Scene scene)
    {
        var bare = Bare(reading.Unit);
        if (s_login.Contains(bare))
            yield return new Refusal(argument, $"{reading.Unit} is the way in to {scene.Host}.", "Leave it as it is.");
        else if (s_network.Contains(bare) && CarriesSession(reading))
            yield return new Refusal(argument, $"{reading.Unit} manages the network of {scene.Host}, which carries the management path.", "Change the network's manager at the console.");
        else if (s_system.Contains(bare))
            yield return new Refusal(argument, $"{reading.Unit} is part of systemd itself: nothing could be changed, watched or taken back without it.", "Leave it as it is.");
        else if ((s_libvirt.Contains(bare) || bare == "libvirt-guests" || (s_firewall.Contains(bare) && reading.IsActive)) && Feels(reading, scene))
            yield return new Refusal(argument, WhatGuestsLose(bare, reading), Leave);
    }

    /// <summary>Why it must not be restarted by a step that knows nothing of what it does.</summary>
    public static IEnumerable<Refusal> AgainstRestarting(ServiceReading reading, Scene scene)
    {
        var bare = Bare(reading.Unit);
        if (bare is "virtlogd" or "virtlockd" && Feels(reading, scene))
            yield return new Refusal("name", WhatGuestsLose(bare, reading), "Use service.reload, which lets it go on with what it holds, or empty the host first (evacuate).");
        else if (s_libvirt.Contains(bare) && bare is not ("virtlogd" or "virtlockd"))
            yield return new Refusal("name", $"{reading.Unit} may be in the middle of a guest's migration, which only libvirt.restart looks at.", "Use libvirt.restart.");
        else if (bare == "libvirt-guests" && Feels(reading, scene))
            yield return new Refusal("name", WhatGuestsLose(bare, reading), "Empty the host first (evacuate).");
        else if (s_network.Contains(bare) && CarriesSession(reading))
            yield return new Refusal("name", $"{reading.Unit} manages the network of {scene.Host}, which carries the management path.", "Say confirm_within: 120s at this handler, use service.reload, or restart it at the console.") { UnlessGuarded = true };
        else if (s_system.Contains(bare))
            yield return new Refusal("name", $"{reading.Unit} is part of systemd itself and does not survive a restart unharmed.", "Reboot the host in a play of its own.");
    }

    /// <summary>Who besides guests would feel that it stops.</summary>
    public static IEnumerable<Disturbance> Disturbed(string unit, Scene scene)
    {
        if (s_storage.Contains(Bare(unit)) && scene.Facts.StorageNics.Count > 0)
            yield return new Disturbance(Steps.Disturbed.Storage, $"{unit} keeps network storage that is in use.");
    }

    // Guests of a host that is emptied first are gone by then.
    private static bool Feels(ServiceReading reading, Scene scene) =>
        reading.Guests.Any() && !scene.Emptied && !scene.MayDisturb.Contains(Steps.Disturbed.Guests);

    // The socket of a daemon is the daemon's.
    private static string Bare(string unit) => ServiceName.Bare(unit) is var name && unit.EndsWith(".socket", StringComparison.Ordinal)
        ? s_libvirt.FirstOrDefault(daemon => name == daemon || name.StartsWith(daemon + "-", StringComparison.Ordinal)) ?? name : name;

    private static bool CarriesSession(ServiceReading reading) => reading.IsActive;

    private static string WhatGuestsLose(string bare, ServiceReading reading)
    {
        var guests = reading.Guests.ToList();
        var who = guests.Count <= 3 ? string.Join(", ", guests) : $"{string.Join(", ", guests.Take(3))} and {guests.Count - 3} more";
        return bare switch
        {
            "libvirt-guests" => $"{reading.Unit} shuts guests down when it is stopped, and here run {who}.",
            "virtlogd" or "virtlockd" => $"{reading.Unit} holds files of running guests open ({who}).",
            _ when s_firewall.Contains(bare) => $"Rules of the networks of running guests ({who}) go with {reading.Unit}.",
            _ => $"Guests run here ({who}), and without {reading.Unit} nobody can move, watch or stop them.",
        };
    }
}

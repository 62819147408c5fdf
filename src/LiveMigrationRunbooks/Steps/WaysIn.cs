namespace LiveMigrationRunbooks.Steps;

/// <summary>
/// What decides whether somebody can reach a host and log in to it: files, units and kernel keys. The answer is half a sentence for plans, null
/// where nothing of it is known to matter. What is missing here is changed without a timer.
/// </summary>
internal static class WaysIn
{
    private const string Login = "who may log in";
    private const string Root = "who may become root";
    private const string Names = "how names of users and hosts are found";
    private const string Network = "the network's settings";
    private const string Firewall = "what the firewall loads";

    // A path that ends in a slash stands for everything below it.
    private static readonly (string Path, string What)[] s_files =
    [
        ("/etc/ssh/", Login), ("/etc/default/ssh", Login), ("/etc/sysconfig/sshd", Login), ("/etc/dropbear/", Login), ("/etc/crypto-policies/", Login),
        ("/etc/pam.d/", Login), ("/etc/pam.conf", Login), ("/etc/security/", Login), ("/etc/hosts.allow", Login), ("/etc/hosts.deny", Login),
        ("/etc/nologin", Login), ("/etc/passwd", Login), ("/etc/shadow", Login), ("/etc/group", Login), ("/etc/gshadow", Login), ("/etc/shells", Login),
        ("/etc/login.defs", Login), ("/etc/environment", Login), ("/etc/profile", Login), ("/etc/ld.so.preload", Login), ("/etc/krb5.conf", Login), ("/etc/sssd/", Login),
        ("/etc/sudoers", Root), ("/etc/sudoers.d/", Root), ("/etc/sudo.conf", Root),
        ("/etc/nsswitch.conf", Names), ("/etc/resolv.conf", Names),
        ("/etc/network/", Network), ("/etc/systemd/network/", Network), ("/etc/systemd/networkd.conf", Network), ("/etc/systemd/networkd.conf.d/", Network),
        ("/etc/NetworkManager/", Network), ("/etc/netplan/", Network), ("/etc/sysconfig/network", Network), ("/etc/sysconfig/network-scripts/", Network),
        ("/etc/wicked/", Network), ("/etc/iproute2/", Network), ("/etc/udev/rules.d/", Network),
        ("/etc/nftables.conf", Firewall), ("/etc/nftables/", Firewall), ("/etc/nftables.d/", Firewall), ("/etc/iptables/", Firewall), ("/etc/ufw/", Firewall),
        ("/etc/default/ufw", Firewall), ("/etc/firewalld/", Firewall), ("/etc/sysconfig/nftables.conf", Firewall), ("/etc/sysconfig/iptables", Firewall), ("/etc/sysconfig/ip6tables", Firewall),
    ];

    private static readonly (string[] Units, string What)[] s_units =
    [
        (["ssh", "sshd", "dropbear", "sssd", "systemd-logind", "systemd-user-sessions"], "it lets people in"),
        (["systemd-networkd", "NetworkManager", "networking", "network", "wicked", "wickedd", "netplan", "connman", "dhcpcd"], "it manages the network"),
        (["firewalld", "nftables", "ufw", "iptables", "ip6tables", "netfilter-persistent"], "it filters packets"),
    ];

    private static readonly string[] s_keys = ["net.ipv4.conf.", "net.ipv6.conf.", "net.bridge.", "net.netfilter."];

    private const string UnitFolder = "/etc/systemd/system/";

    public static string? OfFile(string path)
    {
        if (s_files.FirstOrDefault(each => each.Path.EndsWith('/') ? $"{path}/".StartsWith(each.Path, StringComparison.Ordinal) : path == each.Path) is { What: { } what }) return $"{path} is about {what}";
        // sshd looks at the modes of these folders too.
        if (path is "/root" or "/root/.ssh" || path.Contains("/.ssh/", StringComparison.Ordinal) || path.EndsWith("/.ssh", StringComparison.Ordinal)) return $"{path} is about {Login}";
        return path.StartsWith(UnitFolder, StringComparison.Ordinal) ? OfUnit(path[UnitFolder.Length..].Split('/')[0] is var unit && unit.EndsWith(".d", StringComparison.Ordinal) ? unit[..^2] : unit) : null;
    }

    public static string? OfUnit(string unit)
    {
        var bare = unit.LastIndexOf('.') is > 0 and var dot ? unit[..dot] : unit;
        return s_units.FirstOrDefault(each => each.Units.Contains(bare.Split('@')[0])) is { What: { } what } ? $"{unit}: {what}" : null;
    }

    /// <param name="key">As <c>net.ipv4.conf.all.rp_filter</c>.</param>
    public static string? OfKey(string key) => s_keys.Any(each => key.StartsWith(each, StringComparison.Ordinal)) ? $"{key} is about what packets get in" : null;
}

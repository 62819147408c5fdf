namespace LiveMigrationRunbooks.Steps.Kernel;

/// <summary>
/// The two spellings of a kernel key. Whichever separator comes first is the separator, and the other one stands for itself in the other
/// spelling: <c>net.ipv4.conf.eth0/100.mtu</c> and <c>net/ipv4/conf/eth0.100/mtu</c> are one key (sysctl.d(5)).
/// </summary>
internal static class SysctlKey
{
    public static bool IsSound(string key) =>
        key.Length > 0 && key.All(letter => char.IsAsciiLetterOrDigit(letter) || "._-/:@".Contains(letter, StringComparison.Ordinal))
        && Path(key).Split('/') is { Length: > 1 } parts && parts.All(part => part.Trim('.').Length > 0);

    /// <summary>The key as a path under <c>/proc/sys</c>.</summary>
    public static string Path(string key)
    {
        var first = key.IndexOfAny(['.', '/']);
        return first >= 0 && key[first] == '.' ? Swapped(key) : key;
    }

    /// <summary>The key as files and people write it, from its path.</summary>
    public static string Dotted(string path) => Swapped(path);

    /// <summary>How many numbers the kernel wants for a key (ip-sysctl.rst, sysctl/kernel.rst); null where one, or not known.</summary>
    public static int? WordsOf(string path) => path switch
    {
        "net/ipv4/tcp_rmem" or "net/ipv4/tcp_wmem" or "net/ipv4/tcp_mem" or "net/ipv4/udp_mem" => 3,
        "net/ipv4/ip_local_port_range" => 2,
        "kernel/printk" or "kernel/sem" => 4,
        _ => null,
    };

    private static string Swapped(string key) => string.Create(key.Length, key, (span, from) =>
    {
        for (var index = 0; index < from.Length; index++) span[index] = from[index] switch { '.' => '/', '/' => '.', var other => other };
    });
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Firewall.Evaluation;

namespace LiveMigrationRunbooks.Steps.Firewall;

/// <summary>What the probes told, line by line under its first word, and the rules of the kernel in it.</summary>
internal sealed class FirewallReading
{
    private static readonly string s_kernel = ShellText.Of("Steps/Firewall/firewall-kernel.sh");
    private readonly Lazy<Ruleset> _kernel;
    private readonly Lazy<Ruleset> _nftables;

    public FirewallReading(ILookup<string, string> lines)
    {
        Lines = lines;
        Saved = new([.. SaveRules.Read(lines["iptables-save"], "ip").Chains, .. SaveRules.Read(lines["ip6tables-save"], "ip6").Chains]);
        _nftables = new(OfNftables);
        _kernel = new(() => Saved.And(_nftables.Value));
    }

    /// <summary>The shell text that reads the kernel; its answer is what this is made from.</summary>
    public static string KernelText => s_kernel;

    public ILookup<string, string> Lines { get; }

    /// <summary>The rules of iptables and ip6tables.</summary>
    public Ruleset Saved { get; }

    /// <summary>The rules of nftables without those that iptables keeps there.</summary>
    public Ruleset Nftables => _nftables.Value;

    public Ruleset Kernel => _kernel.Value;

    /// <summary>
    /// Who turns packets away on this host, by name. More than one is nobody whom lmr could tell what to do: a packet must get past all of them.
    /// </summary>
    public IEnumerable<string> Keepers()
    {
        var firewalld = Lines["keeper"].Contains(Openings.Firewalld);
        if (firewalld) yield return Openings.Firewalld;
        var ufw = Saved.Chains.Any(chain => Ufw.Is(chain));
        if (ufw) yield return Openings.Ufw;
        if (Lines["iptables"].Contains("both")) yield return "iptables-legacy";
        // firewalld may write its rules with iptables; and ufw sets the policy of a family that it does not filter.
        if (!ufw && Saved.Walls().Any(wall => !(firewalld && Saved.Find(wall, "INPUT_ZONES") is not null))) yield return Openings.Iptables;
        if (Nftables.Walls().Any(wall => !(firewalld && wall.Table == Openings.Firewalld))) yield return Openings.Nftables;
    }

    public static FirewallReading Of(CommandResult answer) => new(LinesOf(answer.Lines));

    public static ILookup<string, string> LinesOf(IEnumerable<string> lines) =>
        lines.Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);

    private Ruleset OfNftables()
    {
        var all = Lines["ruleset"].FirstOrDefault() is { Length: > 0 } json ? NftRules.Read(json) ?? Ruleset.Empty : Ruleset.Empty;
        if (!Lines["iptables"].Contains("nf_tables")) return all;
        var saved = Saved.Chains.Select(chain => (chain.Family, chain.Table)).ToHashSet();
        return new([.. all.Chains.Where(chain => !saved.Contains((chain.Family, chain.Table)))]);
    }
}

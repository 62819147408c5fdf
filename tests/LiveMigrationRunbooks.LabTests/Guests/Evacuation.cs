using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>Runbooks that empty kvm1, and what is left on hosts afterwards.</summary>
internal static class Evacuation
{
    public const string Ports = "49152-49215/tcp";

    /// <summary>Ports first, then the guests.</summary>
    public static Lmr FromKvm1() => new($$"""
        name: Lab
        plays:
          - name: Ports
            hosts: kvm1:kvm2
            steps:
              - firewall.ports: { ports: {{Ports}}, from: ["198.51.100.0/24"] }
          - name: Empty kvm1
            hosts: kvm1
            evacuate:
              to: kvm2
        """);

    /// <summary>The guests alone, so slowly that a move goes on for minutes: a fault always comes in mid-copy.</summary>
    public static string Slowly { get; } = AtRate("1MiB/s");

    public static string Quickly { get; } = AtRate("1GiB/s");

    /// <summary>Lets a slow move that is under way end soon.</summary>
    public static Task HurryAsync(Guest guest) => new HostView("kvm1").AskAsync($"virsh migrate-setspeed {guest.Uuid} 1024");

    /// <summary>Records of moves that are not finished; empty where all are.</summary>
    public static Task<string> LeftoversAsync(string host) => new HostView(host).AskAsync("ls /var/lib/lmr/guests 2>/dev/null || true");

    private static string AtRate(string rate) => $$"""
        name: Lab
        plays:
          - name: Empty kvm1
            hosts: kvm1
            evacuate: { to: kvm2, bandwidth_per_guest: {{rate}} }
        """;
}

using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>Runbooks that empty a host, and what is left on hosts afterwards.</summary>
internal static class Evacuation
{
    public const string Ports = "49152-49215/tcp";

    /// <summary>Ports first, then the guests.</summary>
    public static Lmr Of(string host, string to) => new($$"""
        name: Lab
        plays:
          - name: Ports
            hosts: {{host}}:{{to}}
            steps:
              - firewall.ports: { ports: {{Ports}}, from: ["198.51.100.0/24"] }
          - name: Empty {{host}}
            hosts: {{host}}
            evacuate:
              to: {{to}}
        """);

    /// <summary>The guests alone, so slowly that a move goes on for minutes: a fault always comes in mid-copy.</summary>
    public static string Slowly(string host, string to) => AtRate(host, to, "1MiB/s");

    public static string Quickly(string host, string to) => AtRate(host, to, "1GiB/s");

    /// <summary>Lets a slow move that is under way end soon.</summary>
    public static Task HurryAsync(Guest guest, string host) => new HostView(host).AskAsync($"virsh migrate-setspeed {guest.Uuid} 1024");

    /// <summary>Records of moves that are not finished; empty where all are.</summary>
    public static Task<string> LeftoversAsync(string host) => new HostView(host).AskAsync("ls /var/lib/lmr/guests 2>/dev/null || true");

    private static string AtRate(string host, string to, string rate) => $$"""
        name: Lab
        plays:
          - name: Empty {{host}}
            hosts: {{host}}
            evacuate: { to: {{to}}, bandwidth_per_guest: {{rate}} }
        """;
}

using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>Runbooks that empty kvm1, and what is left on hosts afterwards.</summary>
internal static class Evacuation
{
    public const string Ports = "49152-49215/tcp";

    /// <summary>Ports first, then the guests; a slow copy leaves a wide window for faults.</summary>
    public static Lmr FromKvm1(string? rate = null) => new($$"""
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
        {{(rate is null ? "" : $"      bandwidth_per_guest: {rate}")}}
        """);

    /// <summary>Records of moves that are not finished; empty where all are.</summary>
    public static Task<string> LeftoversAsync(string host) => new HostView(host).AskAsync("ls /var/lib/lmr/guests 2>/dev/null || true");
}

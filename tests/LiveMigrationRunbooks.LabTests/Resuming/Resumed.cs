using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Resuming;

/// <summary>
/// What the tests of resuming do to kvm1 and kvm2: files, a unit that adds a line to its own record whenever it is restarted, and a gate.
/// </summary>
internal static class Resumed
{
    public const string Runbook = """
        name: Lab
        plays:
          - hosts: kvm1:kvm2
            rollout: { stages: [1] }
            steps:
              - file: { path: /etc/lmr-resume-1, content: "one\n" }
                notify: count
              - sysctl: { set: { net.ipv4.ping_group_range: "1 1" } }
              - file: { path: /etc/lmr-resume-2, content: "two\n", mode: "0600" }
                notify: count
            handlers:
              - name: count
                service.restart: { name: lmr-count.service }
            gate:
              - check.command: { run: [systemctl, is-active, lmr-count.service], expect: { out: active } }
        """;

    private static readonly HostView[] s_hosts = [new("kvm1"), new("kvm2")];

    /// <summary>All as it was, and the unit running with an empty record.</summary>
    public static async Task PrepareAsync()
    {
        await Leftovers.RemoveAsync("kvm1", "kvm2");
        await Task.WhenAll(s_hosts.Select(host => host.AskAsync("""
            mkdir -p /run/systemd/system
            cat >/run/systemd/system/lmr-count.service <<'end'
            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/bin/sh -c "echo run >>/run/lmr-count"
            end
            systemctl daemon-reload
            systemctl start lmr-count.service
            rm -f /etc/lmr-resume-* /run/lmr-count /var/lib/lmr/owed/*
            grep -l ping_group_range /etc/sysctl.d/* 2>/dev/null | xargs -r rm -f
            sysctl -q -w net.ipv4.ping_group_range="1 0"
            """)));
    }

    /// <summary>Every file below /etc but the definitions of guests, the runtime value, how often the unit was restarted, and what is owed or claimed.</summary>
    public static async Task<string> ViewAsync() => string.Join('\n', await Task.WhenAll(s_hosts.Select(async host => $"{host.Name}\n" + await host.AskAsync($$"""
        sysctl net.ipv4.ping_group_range
        echo restarts: $(cat /run/lmr-count 2>/dev/null | wc -l)
        echo owed: $(ls /var/lib/lmr/owed 2>/dev/null)
        grep -h state= /var/lib/lmr/claim
        ({{HostView.Etc}}) | grep -v libvirt/qemu
        """))));

    public static async Task RemoveAsync()
    {
        await PrepareAsync();
        await Task.WhenAll(s_hosts.Select(host => host.AskAsync("systemctl stop lmr-count.service; rm -f /run/systemd/system/lmr-count.service; systemctl daemon-reload")));
    }
}

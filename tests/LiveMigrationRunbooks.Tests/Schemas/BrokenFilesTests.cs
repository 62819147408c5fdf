using LiveMigrationRunbooks.Tests.Rooms;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Schemas;

/// <summary>A sound file of each kind, and what becomes of it when one piece is wrong: schema and reader say no, both.</summary>
public sealed class BrokenFilesTests
{
    private const string Runbook = """
        name: Tune
        inputs: { nic: { type: string, default: eth1 } }
        policies:
          night: { extends: gentle, pause: { start: 100ms, ceiling: 300ms }, deadline: 30m }
        window: { zone: Europe/Berlin, allow: ["Sat 22:00 +6h"], blackout: [{ from: 2026-12-20, to: 2027-01-05 }] }
        plays:
          - name: Path
            hosts: kvm1
            rollout: { stages: [1, 25%], soak: 2m }
            max_failed: 0
            failed_host: rollback
            evacuate: { to: kvm3, bandwidth_per_guest: 800Mbit/s, policy: night, waves: [{ name: first, guests: "web-*", soak: 1m }] }
            steps:
              - nic.mtu: { device: eth1, mtu: 9000 }
                notify: restart libvirt
                on_refusal: leave
              - nic.offload: { device: eth1, gro: on }
            handlers:
              - { name: restart libvirt, libvirt.restart: {} }
            gate:
              - check.path_mtu: { mtu: 9000 }
        """;

    private const string Include = """
        parameters: { nic: { type: string, default: eth1 } }
        steps:
          - block:
              - nic.mtu: { device: "{{ nic }}", mtu: 9000 }
            when: ['facts.firewall != "none"']
            tags: network
          - foreach: [eth1, eth2]
            as: each
            nic.ring: { device: "{{ each }}", rx: 4096 }
        """;

    private const string Inventory = """
        all:
          vars: { ansible_user: root, site: north, uplinks: { rack_a: { speed: 40Gbit/s, share: 50% } } }
          children:
            kvm:
              hosts:
                kvm1: { ansible_port: 2222, migration_address: 198.51.100.11, memory_reserve: 4GiB, labels: { rack: a } }
                kvm2:
        """;

    private const string Vars = """
        migration_address: 198.51.100.11
        memory_reserve: 512MiB
        parked: { reason: memory fault, until: 2027-01-31 }
        migration_speed: 10Gbit/s
        own_words: [1, two]
        """;

    private const string Guests = """
        guests:
          - name: ["db-*", db]
            policy: gentle
            pause: 300ms
            accept_guest_loss: true
            owner: dba
          - metadata: { app/tier: batch }
            policy: must-leave
        """;

    [Theory]
    [InlineData("runbook", Runbook)]
    [InlineData("include", Include)]
    [InlineData("inventory", Inventory)]
    [InlineData("vars", Vars)]
    [InlineData("guests", Guests)]
    public async Task What_is_sound_passes_both(string schema, string yaml)
    {
        Found.Nothing(await Judged.BySchemaAsync(schema, yaml));
        Found.Nothing(Judged.ByReader(schema, yaml));
    }

    [Theory]
    [InlineData("runbook", Runbook, "hosts: kvm1", "host: kvm1")]
    [InlineData("runbook", Runbook, "plays:", "play:")]
    [InlineData("runbook", Runbook, "type: string", "type: text")]
    [InlineData("runbook", Runbook, "soak: 2m", "soak: 2")]
    [InlineData("runbook", Runbook, "soak: 2m", "soak: 2 minutes")]
    [InlineData("runbook", Runbook, "25%", "quarter")]
    [InlineData("runbook", Runbook, "max_failed: 0", "max_failed: few")]
    [InlineData("runbook", Runbook, "failed_host: rollback", "failed_host: revert")]
    [InlineData("runbook", Runbook, "to: kvm3, ", "")]
    [InlineData("runbook", Runbook, "800Mbit/s", "800Mb")]
    [InlineData("runbook", Runbook, "extends:", "extend:")]
    [InlineData("runbook", Runbook, "ceiling: 300ms", "ceiling: 300")]
    [InlineData("runbook", Runbook, "zone: Europe/Berlin, ", "")]
    [InlineData("runbook", Runbook, "from: 2026-12-20, ", "")]
    [InlineData("runbook", Runbook, "{ name: first, ", "{ ")]
    [InlineData("runbook", Runbook, "soak: 1m", "pause: 1m")]
    [InlineData("runbook", Runbook, "nic.mtu:", "nic.mut:")]
    [InlineData("runbook", Runbook, "eth1, mtu: 9000", "eth1, mtu: 90000")]
    [InlineData("runbook", Runbook, "eth1, mtu: 9000", "eth1, mtu: large")]
    [InlineData("runbook", Runbook, "device: eth1, mtu: 9000", "mtu: 9000")]
    [InlineData("runbook", Runbook, "device: eth1, mtu: 9000", "device: an-interface-with-a-long-name, mtu: 9000")]
    [InlineData("runbook", Runbook, "gro: on", "gro: maybe")]
    [InlineData("runbook", Runbook, "on_refusal: leave", "on_refusal: ignore")]
    [InlineData("runbook", Runbook, "libvirt.restart: {}", "nic.mtu: { device: eth1, mtu: 9000 }")]
    [InlineData("runbook", Runbook, "check.path_mtu: { mtu: 9000 }", "name: nothing")]
    [InlineData("include", Include, "steps:", "step:")]
    [InlineData("include", Include, "block:", "blok:")]
    [InlineData("include", Include, "as: each", "as: [each]")]
    [InlineData("include", Include, "mtu: 9000", "mtu: 9")]
    [InlineData("include", Include, "rx: 4096 }", "rx: 4096 }\n    include: other.yml")]
    [InlineData("inventory", Inventory, "hosts:", "host:")]
    [InlineData("inventory", Inventory, "all:", "hosts:")]
    [InlineData("inventory", Inventory, "ansible_port: 2222", "ansible_port: 99999")]
    [InlineData("inventory", Inventory, "memory_reserve: 4GiB", "memory_reserve: 4G")]
    [InlineData("inventory", Inventory, "labels: { rack: a }", "labels: [a]")]
    [InlineData("inventory", Inventory, "speed: 40Gbit/s, ", "")]
    [InlineData("inventory", Inventory, "share: 50%", "share: half")]
    [InlineData("vars", Vars, "512MiB", "512")]
    [InlineData("vars", Vars, "10Gbit/s", "10G")]
    [InlineData("vars", Vars, "reason: memory fault, ", "")]
    [InlineData("vars", Vars, "2027-01-31", "31.1.2027")]
    [InlineData("vars", Vars, "until:", "to:")]
    [InlineData("guests", Guests, "guests:", "guest:")]
    [InlineData("guests", Guests, "policy: gentle", "polici: gentle")]
    [InlineData("guests", Guests, "300ms", "300")]
    [InlineData("guests", Guests, "300ms", "short")]
    [InlineData("guests", Guests, "accept_guest_loss: true", "accept_guest_loss: sure")]
    [InlineData("guests", Guests, "owner: dba", "readiness: { by: tcp, address: a, port: 70000 }")]
    [InlineData("guests", Guests, "owner: dba", "cannot_move: destroy")]
    [InlineData("guests", Guests, "metadata: { app/tier: batch }", "metadata: batch")]
    public async Task What_is_broken_passes_neither(string schema, string sound, string piece, string broken)
    {
        Assert.Contains(piece, sound, StringComparison.Ordinal);
        var yaml = sound.Replace(piece, broken, StringComparison.Ordinal);
        Assert.NotEmpty(await Judged.BySchemaAsync(schema, yaml));
        Assert.NotEmpty(Judged.ByReader(schema, yaml));
    }
}

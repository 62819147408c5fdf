using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>Guests that move otherwise than in the clear over shared storage: with their disk, by TLS, through a tunnel; and one that may not go on.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Waves)]
public sealed class MoveWayTests : IClassFixture<OpenWavePorts>
{
    private const string CertificatesOfTheLab = """
        - firewall.ports: { ports: 16514/tcp, from: ["198.51.100.0/24"] }
        - libvirt.tls: { ca: ca.pem, ca_key: { secret: file, path: ca-key.pem } }
        """;

    private static readonly HostView[] s_hosts = [new("kvm14"), new("kvm15")];

    [Fact]
    public async Task A_disk_that_only_its_host_has_goes_along_and_nothing_is_removed()
    {
        await using var guest = await Guest.StartAsync("way-1", "kvm14", dirty: 2, localDisk: true);
        await using var observer = Observer.Start(guest);
        var image = $"/var/lib/libvirt/images/{guest.Name}.qcow2";
        using var lmr = new Lmr(Runbook("kvm14", "kvm15", "{ bandwidth_per_guest: 1GiB/s }"));

        Assert.Contains($"vda goes along: 32 MiB of qcow2, {image}; kvm14 keeps its own", await lmr.PlansAsync(2), StringComparison.Ordinal);
        var ended = await lmr.RunAsync("apply", "--yes");

        Assert.True(ended.ExitCode == 0, ended.All);
        Assert.Contains($"{guest.Name}: runs on kvm15; kvm14 still holds its definition; kvm14 still has {image}", ended.Output + ended.Error, StringComparison.Ordinal);
        Assert.Equal(("absent", "running yes enable"), (await guest.OnAsync("kvm14"), await guest.OnAsync("kvm15")));
        foreach (var host in s_hosts)
        {
            Assert.Contains("virtual size: 32 MiB (33554432 bytes)", await host.AskAsync($"qemu-img info -U {image}"), StringComparison.Ordinal);
            // A part of the disk that the guest never writes to, as it was filled before.
            Assert.DoesNotContain("fail", await host.AskAsync($"qemu-io -U -r -f qcow2 -c 'read -q -P 0x5a 16M 8M' {image}"), StringComparison.OrdinalIgnoreCase);
        }
        Assert.Equal("", await s_hosts[1].AskAsync("ls /var/lib/lmr/made 2>/dev/null || true"));
        await observer.AssertSoundAsync();
        Assert.Equal(["kvm14", "kvm15"], observer.HostsOf(guest));
    }

    [Fact]
    public async Task Of_two_disks_the_one_that_is_named_goes_along_and_of_it_what_is_over_an_image_that_both_hosts_see()
    {
        await using var guest = await Guest.StartAsync("way-4", "kvm14", dirty: 2, localDisk: true, words: ["--disk", "--backed"]);
        await using var observer = Observer.Start(guest);
        var (image, below) = ($"/var/lib/libvirt/images/{guest.Name}.qcow2", $"/var/lib/libvirt/shared/{guest.Name}.base.qcow2");
        using var other = new Lmr(Runbook("kvm14", "kvm15", "{ copy_disks: [vda] }"));
        using var lmr = new Lmr(Runbook("kvm14", "kvm15", "{ copy_disks: [vdb], parallel: 2, zero_copy: true }"));

        var refused = await other.RunAsync("plan");
        Assert.Matches($"{image} is not on kvm15 [^;]*; put it there, or on storage that both hosts see; its policy does not copy it", refused.Flat);
        var plan = (await lmr.PlanAsync()).Flat;
        Assert.Contains($"vdb goes along: 32 MiB of qcow2, {image}, what is over {below}; kvm14 keeps its own", plan, StringComparison.Ordinal);
        Assert.Contains("--parallel-connections 2 --copy-storage-inc --migrate-disks vdb --migrateuri", plan, StringComparison.Ordinal);
        Assert.Contains("its memory is copied before it is sent: libvirt on kvm14 may let QEMU lock 8 MiB", plan, StringComparison.Ordinal);
        await lmr.ApplyAsync();

        Assert.Equal(("absent", "running yes enable"), (await guest.OnAsync("kvm14"), await guest.OnAsync("kvm15")));
        Assert.Contains($"backing file: {below}", await s_hosts[1].AskAsync($"qemu-img info -U {image}"), StringComparison.Ordinal);
        // What it wrote itself, and what is below.
        Assert.DoesNotContain("fail", await s_hosts[1].AskAsync($"qemu-io -U -r -f qcow2 -c 'read -q -P 0x5a 16M 8M' -c 'read -q -P 0xa5 8M 8M' {image}"), StringComparison.OrdinalIgnoreCase);
        await observer.AssertSoundAsync();
    }

    [Fact]
    public async Task A_volume_of_a_pool_goes_along_into_the_pool_of_that_name()
    {
        const string Pool = "virsh -q pool-create-as guests dir --target /var/lib/libvirt/images";
        foreach (var host in s_hosts) await host.AskAsync(Pool);
        try
        {
            await using var guest = await Guest.StartAsync("way-5", "kvm14", dirty: 2, localDisk: true, words: ["--volume"]);
            await using var observer = Observer.Start(guest);
            var image = $"/var/lib/libvirt/images/{guest.Name}.qcow2";
            using var lmr = new Lmr(Runbook("kvm14", "kvm15", "{ bandwidth_per_guest: 1GiB/s }"));

            await s_hosts[1].AskAsync("virsh -q pool-destroy guests");
            Assert.Contains("a volume of the pool guests, which is not active on kvm15", (await lmr.RunAsync("plan")).Flat, StringComparison.Ordinal);
            await s_hosts[1].AskAsync(Pool);
            Assert.Contains($"vda goes along: 32 MiB of qcow2, {image} in the pool guests; kvm14 keeps its own", (await lmr.PlanAsync()).Flat, StringComparison.Ordinal);
            await lmr.ApplyAsync();

            Assert.Equal(("absent", "running yes enable"), (await guest.OnAsync("kvm14"), await guest.OnAsync("kvm15")));
            Assert.Equal(image, (await s_hosts[1].AskAsync($"virsh -q vol-path --pool guests {guest.Name}.qcow2")).Trim());
            Assert.DoesNotContain("fail", await s_hosts[1].AskAsync($"qemu-io -U -r -f qcow2 -c 'read -q -P 0x5a 16M 8M' {image}"), StringComparison.OrdinalIgnoreCase);
            await observer.AssertSoundAsync();
        }
        finally
        {
            foreach (var host in s_hosts) await host.RunAsync("virsh -q pool-destroy guests");
        }
    }

    [Fact]
    public async Task By_certificates_there_and_through_a_tunnel_back()
    {
        await using var guest = await Guest.StartAsync("way-2", "kvm14", dirty: 2);
        await using var observer = Observer.Start(guest);
        using var certificates = Lmr.Steps("kvm14:kvm15", CertificatesOfTheLab);
        using var there = new Lmr(Runbook("kvm14", "kvm15", "{ encryption: tls, control: tls, parallel: 2 }"));
        using var back = new Lmr(Runbook("kvm15", "kvm14", "{ encryption: tunnel }"));
        new Authority("Lab CA").PutInto(certificates.Folder);
        var without = await there.RunAsync("plan");
        Assert.Contains("encryption: tls needs /etc/pki/qemu/ca-cert.pem on kvm14", without.Output, StringComparison.Ordinal);
        Assert.Contains("kvm14 cannot use qemu+tls://198.51.100.25/system", without.Output, StringComparison.Ordinal);
        try
        {
            await certificates.ApplyAsync();
            await ListenAsync("start");
            Assert.Contains("--tls --parallel --parallel-connections 2 --migrateuri tcp://198.51.100.25", await there.PlansAsync(2), StringComparison.Ordinal);
            await there.ApplyAsync();
            Assert.Equal(("absent", "running yes enable"), (await guest.OnAsync("kvm14"), await guest.OnAsync("kvm15")));
            Assert.Contains("--tunnelled --domain", await back.PlansAsync(2), StringComparison.Ordinal);
            await back.ApplyAsync();
        }
        finally
        {
            await ListenAsync("stop");
            await certificates.RollbackAsync();
        }
        Assert.Equal(("running yes enable", "absent"), (await guest.OnAsync("kvm14"), await guest.OnAsync("kvm15")));
        await observer.AssertSoundAsync();
    }

    [Fact]
    public async Task A_move_of_which_nothing_moves_is_called_off_by_its_policy_and_the_guest_stays()
    {
        await using var guest = await Guest.StartAsync("way-3", "kvm14");
        await using var observer = Observer.Start(guest);
        using var lmr = new Lmr(Runbook("kvm14", "kvm15", "{ extends: gentle, bandwidth_per_guest: 1MiB/s, stall: 8s }"));
        using var apply = lmr.Start("apply", "--yes");
        await apply.SaysAsync("left, ");
        // The target's QEMU takes nothing more, as behind a network that has gone.
        var process = await s_hosts[1].AskAsync($"pgrep -f '[q]emu-system-x86.*guest={guest.Name},'");
        await s_hosts[1].AskAsync($"kill -STOP {process}");
        try
        {
            await apply.SaysAsync("called off");
        }
        finally
        {
            // Its daemon waits for it before it lets the source's go.
            await s_hosts[1].AskAsync($"kill -CONT {process}");
        }
        var ended = await apply.EndAsync();

        Assert.True(ended.ExitCode == 16, ended.All);
        Assert.Matches($"{guest.Name}: called off: nothing of it moved for [0-9]+ s", ended.Output + ended.Error);
        Assert.Equal(("running yes enable", "absent"), (await guest.OnAsync("kvm14"), await guest.OnAsync("kvm15")));
        Assert.Equal("", await Evacuation.LeftoversAsync("kvm14"));
        await observer.AssertSoundAsync();
    }

    private static string Runbook(string from, string to, string policy) => $$"""
        name: Lab
        policies:
          way: {{policy}}
        plays:
          - name: Empty {{from}}
            hosts: {{from}}
            evacuate: { to: {{to}}, policy: way }
        """;

    // A socket is not opened beside a daemon that runs already.
    private static Task ListenAsync(string verb) => Task.WhenAll(s_hosts.Select(host =>
        host.AskAsync($"systemctl stop libvirtd.service 2>/dev/null; systemctl {verb} libvirtd-tls.socket && systemctl start libvirtd.service")));
}

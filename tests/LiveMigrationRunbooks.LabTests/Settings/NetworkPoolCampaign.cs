using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Pools that stand on an NFS server, on an iSCSI target and on a volume group, really started: vm1 alone has a kernel for them, and minutes for a libvirt.</summary>
[Trait("Category", Campaign.Name)]
[Collection(Lanes.Vm)]
public sealed class NetworkPoolCampaign
{
    private const string Target = "iqn.2026-11.net.example:pool";
    private const string Pools = "virsh -q pool-list --all | sort; ls -d /srv/lmr-nfs; iscsiadm -m session 2>/dev/null";

    [Fact]
    public async Task Pools_of_three_kinds_start_are_missed_and_go()
    {
        var host = new HostView("vm1");
        await Leftovers.RemoveAsync("vm1");
        using var lmr = Lmr.Steps("vm1", $$"""
            - libvirt.pool: { name: lmr-nfs, type: netfs, hosts: [192.0.2.2], dir: /export, target: /srv/lmr-nfs, format: nfs, build: true }
            - libvirt.pool: { name: lmr-san, type: iscsi, hosts: [192.0.2.2], devices: ["{{Target}}"] }
            - libvirt.pool: { name: lmr-vg, type: logical, source: lmr-lab }
            """);
        await host.AskAsync("vgremove -qf lmr-lab 2>/dev/null; vgcreate -q lmr-lab /dev/vdb && lvcreate -q -L 4m -n one lmr-lab && lvchange -an lmr-lab/one");
        try
        {
            var before = (await host.RunAsync(Pools)).Output;
            await lmr.PlansAsync(2);
            await lmr.ApplyAsync();
            Assert.Equal("lmr-nfs active yes\nlmr-san active yes\nlmr-vg active yes", await host.AskAsync("virsh -q pool-list --all | sort | awk '{ print $1, $2, $3 }'"));
            Assert.Equal("192.0.2.2:/export nfs4", await host.AskAsync("findmnt -rn -M /srv/lmr-nfs -o SOURCE,FSTYPE"));
            Assert.EndsWith($"{Target}-lun-1", await host.AskAsync("virsh -q vol-list lmr-san"), StringComparison.Ordinal);
            Assert.Equal("one /dev/lmr-lab/one", await host.AskAsync("virsh -q vol-list lmr-vg | xargs"));
            await lmr.PlansAsync(0);
            await host.AskAsync("virsh -q pool-destroy lmr-san && virsh -q pool-autostart lmr-vg --disable && umount /srv/lmr-nfs");
            Assert.Contains("3 to change", await lmr.PlansAsync(2), StringComparison.Ordinal);
            await host.AskAsync("virsh -q pool-start lmr-san && virsh -q pool-autostart lmr-vg && mount -t nfs 192.0.2.2:/export /srv/lmr-nfs");
            await lmr.RollsBackAsync();
            Assert.Equal(before, (await host.RunAsync(Pools)).Output);
        }
        finally
        {
            await lmr.RollbackAsync();
            // What libvirt leaves of a target is a record that logs nobody in.
            await host.RunAsync($"vgremove -qf lmr-lab; pvremove -q /dev/vdb; iscsiadm -m node -T {Target} -o delete");
        }
    }
}

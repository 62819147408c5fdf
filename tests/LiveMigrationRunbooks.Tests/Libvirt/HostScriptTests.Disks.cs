using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

/// <summary>Images for disks that go along.</summary>
public sealed partial class HostScriptTests
{
    [Theory]
    [MemberData(nameof(Shells))]
    public void An_image_is_made_anew_only_where_an_earlier_try_of_the_same_guest_made_it(string shell)
    {
        string[] paths = [Path.Combine(_folder, "a disk"), Path.Combine(_folder, "b")];
        var copies = paths.Select(path => new DiskCopy("vda", path, "raw", 1 << 20)).ToList();
        File.WriteAllText(paths[1], "somebody's");
        Has("qemu-img", "[ \"$1 $2 $3 $4 $5\" = \"create -q -f raw --\" ] && truncate -s \"$7\" -- \"$6\"");

        Assert.Equal(HypervisorScripts.Refused, Run(shell, HypervisorScripts.MakeDisks(Uuid, copies, _folder)).ExitCode);
        Assert.False(File.Exists(paths[0]));
        Assert.Equal("somebody's", File.ReadAllText(paths[1]));
        Assert.False(File.Exists(Path.Combine(_folder, "made", Uuid)));

        File.Delete(paths[1]);
        foreach (var _ in new[] { "first", "again" })
        {
            Assert.Equal(0, Run(shell, HypervisorScripts.MakeDisks(Uuid, copies, _folder)).ExitCode);
            Assert.Equal([1L << 20, 1L << 20], paths.Select(path => new FileInfo(path).Length));
        }
        Assert.Equal(2, File.ReadAllLines(Path.Combine(_folder, "made", Uuid)).Length);
        Assert.Equal(HypervisorScripts.Refused, Run(shell, HypervisorScripts.MakeDisks("00000000-0000-4000-8000-000000000002", copies, _folder)).ExitCode);
        File.Delete(Path.Combine(_folder, "made", Uuid));
        Assert.Equal(HypervisorScripts.Refused, Run(shell, HypervisorScripts.MakeDisks(Uuid, copies, _folder)).ExitCode);
        Has("qemu-img", "echo \"$*\" >\"${0%/*}/images\"");
        var over = Path.Combine(_folder, "over");
        Assert.Equal(0, Run(shell, HypervisorScripts.MakeDisks(Uuid, [new DiskCopy("vda", over, "qcow2", 4096) { Backing = "/base of it", BackingFormat = "raw" }], _folder)).ExitCode);
        Assert.Equal($"create -q -f qcow2 -F raw -b /base of it -- {over} 4096\n", File.ReadAllText(Path.Combine(_folder, "images")));
        Says("pool-refresh", "");
        Assert.Equal(0, Run(shell, HypervisorScripts.MakeDisks(Uuid, [new DiskCopy("vda", over, "raw", 4096) { Pool = "a pool" }], _folder)).ExitCode);
        Assert.Equal(("pool-refresh -- a pool", $"create -q -f raw -- {over} 4096\n"), (Calls[^1], File.ReadAllText(Path.Combine(_folder, "images"))));
    }
}

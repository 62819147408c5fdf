using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>The value of a secret comes to libvirt, is missed when it is another, goes back to what it was, and is nowhere else.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class LibvirtSecretTests : IClassFixture<Leftovers>
{
    private const string Uuid = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    private const string Ask = $"virsh -q secret-get-value {Uuid} 2>/dev/null | base64 -d";

    [Fact]
    public async Task A_value_is_kept_by_libvirt_alone()
    {
        const string First = "canary-ceph-nightingale", Second = "canary-ceph-goldfinch";
        var host = new HostView("kvm1");
        using var lmr = new Lmr($$"""
            name: Lab
            plays:
              - hosts: kvm1
                steps:
                  - libvirt.secret: { uuid: {{Uuid}}, usage: ceph, name: client.lmr-value, value: { secret: file, path: ceph.key } }
            """);
        var key = Path.Combine(lmr.Folder, "ceph.key");
        await File.WriteAllTextAsync(key, First);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        try
        {
            var plan = await lmr.RunAsync("plan", "--secrets", "--detailed-exitcode");
            Assert.True(plan.ExitCode == 2, plan.All);
            var applied = await lmr.RunAsync("apply", "--yes", "-vvv");
            Assert.True(applied.ExitCode == 0, applied.All);
            Assert.Equal(First, await host.AskAsync(Ask));
            Assert.Equal(0, (await lmr.RunAsync("plan", "--secrets", "--detailed-exitcode")).ExitCode);
            await host.AskAsync($"printf by-hand | base64 | virsh -q secret-set-value {Uuid} --file /dev/stdin");
            Assert.Equal(2, (await lmr.RunAsync("plan", "--secrets", "--detailed-exitcode")).ExitCode);
            await File.WriteAllTextAsync(key, Second);
            var again = await lmr.RunAsync("apply", "--yes", "-vvv");
            Assert.True(again.ExitCode == 0, again.All);
            Assert.Equal(Second, await host.AskAsync(Ask));
            await lmr.RollsBackAsync();
            Assert.Equal("by-hand", await host.AskAsync(Ask));
            File.Delete(key);
            // What it was before is kept on the host alone, where only root reads; of what was given nothing is.
            var told = plan.All + applied.All + again.All + string.Concat(Directory.EnumerateFiles(lmr.Folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
            foreach (var canary in new[] { First, Second })
            {
                Assert.DoesNotContain(canary, told, StringComparison.Ordinal);
                Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(canary)), told, StringComparison.Ordinal);
            }
        }
        finally
        {
            await host.AskAsync($"virsh -q secret-undefine {Uuid} 2>/dev/null || true");
        }
        Assert.Equal("", await host.AskAsync("grep -rls -e canary-ceph-nightingale -e canary-ceph-goldfinch /var/lib/lmr /var/log /run/libvirt /tmp || true"));
    }
}

using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Hostile;

/// <summary>
/// The disk under the real <c>lmr</c> dies in the middle of a run: every write and flush is EIO from then on. The run stops there, and touches
/// nothing of which its journal could not tell.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class DeadDiskTests : IAsyncLifetime, IDisposable
{
    private const string Host = "kvm6";
    private const string After = "/etc/lmr-recovered";

    // A guarded change makes two batches: after the one in which the disk dies another would come.
    private static readonly string s_runbook = $$"""
        name: Lab
        plays:
          - hosts: {{Host}}
            steps:
              {{HeldStep.Yaml}}
              - file: { path: {{After}}, content: "behind\n" }
                confirm_within: 30s
        """;

    // What a kernel does when the device is gone: EXT4_IOC_SHUTDOWN, without a flush.
    private const string Die = "import fcntl, os, struct, sys; fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))";
    private readonly HostView _host = new(Host);
    private readonly Lmr _lmr = new(s_runbook);
    private readonly DirectoryInfo _disk = Directory.CreateTempSubdirectory("lmr-dead-disk-");

    private string Image => Path.Combine(_disk.FullName, "image");

    private string Store => Path.Combine(_lmr.Folder, ".lmr");

    public async Task InitializeAsync()
    {
        await Leftovers.RemoveAsync(Host);
        Directory.CreateDirectory(Store);
        await DoAsync("truncate", "-s", "64M", Image);
        await DoAsync("mkfs.ext4", "-q", Image);
        await DoAsync("mount", "-o", "loop", Image, Store);
    }

    public async Task DisposeAsync()
    {
        await Underway.RunAsync("umount", "--lazy", Store);
        await Leftovers.RemoveAsync(Host);
    }

    public void Dispose()
    {
        _lmr.Dispose();
        _disk.Delete(recursive: true);
    }

    [Fact]
    public async Task It_stops_the_run_and_a_disk_that_is_whole_again_can_take_it_up()
    {
        await using (var held = await HeldStep.OnAsync(Host))
        {
            using var apply = _lmr.Start("apply", "--yes");
            await held.IsReachedAsync(apply);
            await DoAsync("python3", "-c", Die, Store);
            await held.LetGoAsync();
            var ended = await apply.EndAsync();
            Assert.True(ended.ExitCode is not (0 or 1), ended.All);
            Assert.Contains("Input/output error", ended.Error, StringComparison.Ordinal);
        }
        Assert.Equal("heldabsent", await _host.AskAsync($"cat /etc/lmr-held; test -e {After} || echo absent"));

        // Mounted anew, it replays what had been flushed, and the run goes on from there. A copy: where somebody's mount namespace still has the
        // dead file system, mounting the image again gives that one.
        await DoAsync("umount", Store);
        await DoAsync("cp", Image, Image + ".copy");
        await DoAsync("mount", "-o", "loop", Image + ".copy", Store);
        var resumed = await _lmr.ResumeAsync();
        Assert.True(resumed.ExitCode == 0, resumed.All);
        Assert.Equal("heldbehind", await _host.AskAsync($"cat /etc/lmr-held {After}"));
        await _lmr.RollsBackAsync();
        Assert.Equal("gone", await _host.AskAsync($"ls /etc/lmr-held {After} 2>/dev/null || echo gone"));
    }

    private static async Task DoAsync(string program, params string[] words)
    {
        var ended = await Underway.RunAsync(program, words);
        Assert.True(ended.ExitCode == 0, $"{program} {string.Join(' ', words)}: {ended.All}");
    }
}

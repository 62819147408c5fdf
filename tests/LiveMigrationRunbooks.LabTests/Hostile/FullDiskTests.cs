using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Hostile;

/// <summary>A full disk, here or on the host, is found before anything is changed, and said with what to do.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class FullDiskTests : IAsyncLifetime
{
    private const string Host = "kvm7";
    private const string Target = "/etc/lmr-lab-full";
    private readonly HostView _host = new(Host);
    private readonly Lmr _lmr = Lmr.Steps(Host, $"- file: {{ path: {Target}, content: x }}");

    public Task InitializeAsync() => _host.AskAsync($"rm -f {Target}");

    public async Task DisposeAsync()
    {
        await _host.RunAsync($"umount /var/lib/lmr/runs 2>/dev/null; umount /var/lib/lmr 2>/dev/null; rm -f {Target}");
        _lmr.Dispose();
    }

    [Fact]
    public async Task On_the_controller()
    {
        // A file system of 8 MiB is where the runs would be, for this process alone.
        var store = Directory.CreateDirectory(Path.Combine(_lmr.Folder, ".lmr")).FullName;
        using var apply = Underway.Start(_lmr.Folder, "unshare",
            ["-m", "sh", "-c", "mount -t tmpfs -o size=8m lmr-full \"$1\" && shift && exec \"$@\"", "sh", store, LabFolder.Lmr, "apply", _lmr.Runbook, "-i", _lmr.Inventory, "--yes"]);
        var ended = await apply.EndAsync();

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("refused, nothing was touched", ended.Error, StringComparison.Ordinal);
        Assert.Contains("16 MiB for the run's journal are not to be had (No space left on device)", ended.Error, StringComparison.Ordinal);
        Assert.Contains("[journal.unwritable]", ended.Error, StringComparison.Ordinal);
        Assert.Equal("absent", await _host.AskAsync($"test -e {Target} || echo absent"));
    }

    [Fact]
    public async Task On_the_host()
    {
        await _host.AskAsync("mkdir -p -m 700 /var/lib/lmr && mount -t tmpfs -o size=8m,mode=700 lmr-full /var/lib/lmr");
        var ended = await _lmr.RunAsync("apply", "--yes");

        Assert.Equal(1, ended.ExitCode);
        Assert.Matches($@"On {Host} only [0-9]+ KiB are free where /var/lib/lmr lies", ended.Error + ended.Output);
        Assert.Contains("host.full", ended.Error + ended.Output, StringComparison.Ordinal);
        Assert.Equal("absent", await _host.AskAsync($"test -e {Target} || echo absent"));
    }
}

using Xunit;

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>A guest of the lab that counts aloud; removed from whichever host has it when the test is over.</summary>
public sealed class Guest : IAsyncDisposable
{
    private Guest(string name, string uuid) => (Name, Uuid) = (name, uuid);

    public string Name { get; }

    public string Uuid { get; }

    /// <param name="hot">MiB of memory it writes to.</param>
    /// <param name="dirty">MiB it writes a second.</param>
    /// <param name="localDisk">Whether it has a disk that only its host has.</param>
    /// <param name="nic">An address on the management network, and another host on which it may be.</param>
    /// <param name="words">More words of <c>tests/lab/guest</c>.</param>
    /// <param name="button">Whether it goes down when its power button is pressed.</param>
    public static async Task<Guest> StartAsync(string name, string host, int hot = 24, int dirty = 8, bool autostart = true, bool localDisk = false, bool button = false, (string Address, string Also)? nic = null, params string[] words)
    {
        await Underway.RunAsync(LabFolder.Script("guest"), name, "--remove");
        var ended = await Underway.RunAsync(LabFolder.Script("guest"), [name, "--host", host, "--hot", $"{hot}", "--dirty", $"{dirty}", .. autostart ? new[] { "--autostart" } : [], .. localDisk ? new[] { "--local-disk" } : [], .. button ? new[] { "--button" } : [], .. nic is { } at ? new[] { "--nic", at.Address, "--also", at.Also } : [], .. words]);
        Assert.True(ended.ExitCode == 0, ended.All);
        return new Guest(name, ended.Output.Trim().Split('\n')[^1].Split(' ')[1]);
    }

    /// <summary>What libvirt on this host says of it: <c>state persistent autostart</c>, or <c>absent</c>.</summary>
    public async Task<string> OnAsync(string host) => await new HostView(host).AskAsync(
        $"if virsh -q domstate {Uuid} >/dev/null 2>&1; then virsh -q domstate {Uuid} | tr -d '\\n'; virsh -q dominfo {Uuid} | awk '/^Persistent|^Autostart/ {{ printf \" %s\", $2 }}'; else echo absent; fi");

    public async ValueTask DisposeAsync() => await Underway.RunAsync(LabFolder.Script("guest"), Name, "--remove");
}

using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>
/// The path between two hosts is cut while a guest runs on the one and half of its memory is on the other. Of the campaign, not of the suite: an
/// emulated guest may wait for a page while it holds QEMU's own lock, and then the target's libvirt cannot take it up again. Then it is held.
/// </summary>
[Trait("Category", Campaign.Name)]
[Collection(Lanes.Hosts)]
public sealed class BrokenPostCopyTests : IClassFixture<OpenPorts>
{
    private static readonly HostView[] s_hosts = [new("kvm1"), new("kvm2")];

    [Fact]
    public async Task It_is_taken_up_again_when_the_path_is_back_and_nothing_is_lost()
    {
        await using var guest = await Guest.StartAsync("cut-1", "kvm1", dirty: 64);
        await using var observer = Observer.Start(guest);
        using var lmr = new Lmr("""
            name: Lab
            guests: guests.yml
            policies:
              way: { bandwidth_per_guest: 16MiB/s, post_copy: after_first_pass, post_copy_bandwidth: 1MiB/s }
            plays:
              - name: Empty kvm1
                hosts: kvm1
                evacuate: { to: kvm2, policy: way }
            """);
        await File.WriteAllTextAsync(Path.Combine(lmr.Folder, "guests.yml"), "guests:\n  - { name: \"cut-*\", accept_guest_loss: true }\n");
        using var apply = lmr.Start("apply", "--yes");
        try
        {
            // A quarter of an hour passes else before a kernel gives a silent connection up.
            await GivesUpAfterAsync(3);
            await apply.SaysAsync("runs on kvm2 now, and its memory follows");
            await LinkAsync("down");
            await apply.SaysAsync("waits: kvm1 does not reach 198.51.100.12:49215");
            Assert.Equal(("paused", "running"), (await StateAsync(guest, "kvm1"), await StateAsync(guest, "kvm2")));
            await LinkAsync("up");
            await apply.SaysAsync("the path is back: it is taken up again");
        }
        finally
        {
            await LinkAsync("up");
            await GivesUpAfterAsync(15);
        }
        var ended = await apply.EndAsync();

        Assert.True(ended.ExitCode == 0, ended.All);
        Assert.Equal(("absent", "running yes enable"), (await guest.OnAsync("kvm1"), await guest.OnAsync("kvm2")));
        Assert.Equal(("", ""), (await Evacuation.LeftoversAsync("kvm1"), await Evacuation.LeftoversAsync("kvm2")));
        await observer.AssertSoundAsync();
        Assert.Equal(["kvm1", "kvm2"], observer.HostsOf(guest));
    }

    private static Task<string> StateAsync(Guest guest, string host) => new HostView(host).AskAsync($"virsh -q domstate {guest.Uuid} | tr -d '\\n'");

    private static Task GivesUpAfterAsync(int retries) => Task.WhenAll(s_hosts.Select(host => host.AskAsync($"echo {retries} > /proc/sys/net/ipv4/tcp_retries2")));

    private static async Task LinkAsync(string state)
    {
        var ended = await Underway.RunAsync("nsenter", "--net=/run/netns/lmr-hub", "--", "ip", "link", "set", "x-kvm1", state);
        Assert.True(ended.ExitCode == 0, ended.All);
    }
}

using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>Guests that write to their memory nearly as fast as the link is, and faster: what their policies make of that.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Waves)]
public sealed class ConvergenceTests : IClassFixture<OpenWavePorts>
{
    [Fact]
    public async Task One_that_never_converges_stays_under_a_gentle_policy_and_the_numbers_say_why()
    {
        await using var guest = await Guest.StartAsync("busy-1", "kvm14", dirty: 64);
        await using var observer = Observer.Start(guest);
        using var lmr = Moving("{ extends: gentle, bandwidth_per_guest: 8MiB/s, stall: 8s, pause: { start: 300ms } }", consent: false);

        var ended = await lmr.RunAsync("apply", "--yes");

        Assert.True(ended.ExitCode == 16, ended.All);
        Assert.Matches($"{guest.Name}: called off: too busy now: for [0-9]+ s no pass over its memory was shorter than the ones before; it writes [0-9.]+ MiB/s, [0-9.]+ MiB/s get through; after pass [0-9]+ it would have to pause for [0-9]+ ms, and 300 ms are allowed", ended.All);
        Assert.Equal(("running yes enable", "absent"), (await guest.OnAsync("kvm14"), await guest.OnAsync("kvm15")));
        Assert.Equal("", await Evacuation.LeftoversAsync("kvm14"));
        await observer.AssertSoundAsync();
    }

    [Fact]
    [Trait("Category", Campaign.Name)]
    public async Task One_that_converges_slowly_arrives_without_a_longer_pause()
    {
        await using var guest = await Guest.StartAsync("busy-2", "kvm14", dirty: 6);
        await using var observer = Observer.Start(guest);
        using var lmr = Moving("{ extends: gentle, bandwidth_per_guest: 16MiB/s, stall: 1m }", consent: false);

        await lmr.ApplyAsync();

        Assert.Equal(("absent", "running yes enable"), (await guest.OnAsync("kvm14"), await guest.OnAsync("kvm15")));
        await observer.AssertSoundAsync();
    }

    [Fact]
    public async Task One_that_never_converges_arrives_by_post_copy_where_its_owner_accepts_that()
    {
        await using var guest = await Guest.StartAsync("busy-3", "kvm14", dirty: 64);
        await using var observer = Observer.Start(guest);
        using var lmr = Moving("{ extends: must-leave, bandwidth_per_guest: 8MiB/s, auto_converge: false, stall: 8s, pause: { start: 675ms } }", consent: true);
        Assert.Contains("may end by post-copy, where it stalls: from then until all of its memory is on kvm15, it is lost where either host dies, and stands still where the network does; accept_guest_loss in guests.yml, line 2, of lab@example.org", await lmr.PlansAsync(2), StringComparison.Ordinal);

        var ended = await lmr.RunAsync("apply", "--yes");

        Assert.True(ended.ExitCode == 0, ended.All);
        Assert.Contains($"{guest.Name}: goes on at kvm15 before all of its memory is there: for ", ended.All, StringComparison.Ordinal);
        Assert.Equal(("absent", "running yes enable"), (await guest.OnAsync("kvm14"), await guest.OnAsync("kvm15")));
        Assert.Equal(("", ""), (await Evacuation.LeftoversAsync("kvm14"), await Evacuation.LeftoversAsync("kvm15")));
        await observer.AssertSoundAsync();
        Assert.Equal(["kvm14", "kvm15"], observer.HostsOf(guest));
    }

    [Fact]
    [Trait("Category", Campaign.Name)]
    public async Task Every_one_leaves_after_its_first_pass_where_the_policy_says_so_and_nobody_else_does()
    {
        await using var guest = await Guest.StartAsync("busy-4", "kvm14", dirty: 64);
        await using var observer = Observer.Start(guest);
        const string Policy = "{ bandwidth_per_guest: 16MiB/s, post_copy: after_first_pass, post_copy_bandwidth: 16MiB/s }";
        using var without = Moving(Policy, consent: false);
        using var lmr = Moving(Policy, consent: true);
        var told = await without.PlansAsync(2);
        Assert.Contains("note: moves without post-copy: nobody accepts that it may be lost", told, StringComparison.Ordinal);
        Assert.DoesNotContain("--postcopy", told, StringComparison.Ordinal);
        Assert.Contains("--postcopy --postcopy-after-precopy --postcopy-bandwidth 16 --bandwidth 16", await lmr.PlansAsync(2), StringComparison.Ordinal);

        await lmr.ApplyAsync();

        Assert.Equal(("absent", "running yes enable"), (await guest.OnAsync("kvm14"), await guest.OnAsync("kvm15")));
        await observer.AssertSoundAsync();
    }

    [Fact]
    [Trait("Category", Campaign.Name)]
    public async Task Somebody_who_cannot_wait_takes_the_rungs_one_after_the_other()
    {
        await using var guest = await Guest.StartAsync("busy-5", "kvm14", dirty: 64);
        await using var observer = Observer.Start(guest);
        using var lmr = Moving("{ extends: must-leave, bandwidth_per_guest: 4MiB/s, auto_converge: false, stall: 1h, pause: { start: 500ms, ceiling: 900ms } }", consent: true);
        using var apply = lmr.Start("apply", "--yes");
        await apply.SaysAsync("left, ");

        Assert.Equal($"{guest.Name}: may pause for 750 ms now", await EscalatesAsync(lmr, guest, 0));
        Assert.Equal($"{guest.Name}: may pause for 900 ms now", await EscalatesAsync(lmr, guest, 0));
        Assert.Equal($"{guest.Name}: goes on at kvm15 before all of its memory is there: somebody asked for it", await EscalatesAsync(lmr, guest, 0));
        var ended = await apply.EndAsync();

        Assert.True(ended.ExitCode == 0, ended.All);
        Assert.Contains("[run.ended]", await EscalatesAsync(lmr, guest, 1), StringComparison.Ordinal);
        Assert.Equal(("absent", "running yes enable"), (await guest.OnAsync("kvm14"), await guest.OnAsync("kvm15")));
        await observer.AssertSoundAsync();
    }

    private static async Task<string> EscalatesAsync(Lmr lmr, Guest guest, int code)
    {
        using var verb = lmr.Start(["runs", "escalate", guest.Name, "last"]);
        var ended = await verb.EndAsync();
        Assert.True(ended.ExitCode == code, ended.All);
        return ended.Error.Trim();
    }

    private static Lmr Moving(string policy, bool consent)
    {
        var lmr = new Lmr($$"""
            name: Lab
            {{(consent ? "guests: guests.yml" : "# nobody accepts anything")}}
            policies:
              way: {{policy}}
            plays:
              - name: Empty kvm14
                hosts: kvm14
                evacuate: { to: kvm15, policy: way }
            """);
        if (consent) File.WriteAllText(Path.Combine(lmr.Folder, "guests.yml"), "guests:\n  - { name: \"busy-*\", accept_guest_loss: true, owner: lab@example.org }\n");
        return lmr;
    }
}

using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Trust between two hosts whose run breaks off in the middle, or of which one cannot make its key: nothing is half, and what is missing comes later.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Bare)]
public sealed class TrustFaultTests : IClassFixture<BareLeftovers>, IAsyncLifetime
{
    private const string Runbook = """
        name: Trust
        plays:
          - hosts: kvm8:kvm9
            max_failed: 1
            steps:
              - name: Key
                ssh.key: {}
              - name: Trust
                ssh.trust: {}
        """;

    private const string NothingOfOurs = "cd /root/.ssh && ! ls -A | grep '^\\.lmr' && ! grep -r lmr-trust . && echo nothing";
    private readonly HostView _one = new("kvm8");
    private readonly HostView _two = new("kvm9");

    public Task InitializeAsync() => RootKeys.PutAsideAsync([_one, _two]);

    public async Task DisposeAsync()
    {
        await Leftovers.RemoveAsync("kvm8", "kvm9");
        await RootKeys.PutBackAsync([_one, _two]);
    }

    [Fact]
    public async Task A_run_killed_when_the_keys_are_made_and_nobody_trusts_yet_is_taken_up_again()
    {
        using var lmr = new Lmr(Runbook);
        var before = await BothAsync(RootKeys.Everything);
        await using var makes = await HeldStep.OnAsync("kvm9", "/usr/bin/ssh-keygen", "-C root@kvm9");
        using var apply = lmr.Start("apply", "--yes");
        await makes.IsReachedAsync(apply);
        // What hosts have is read once more when all keys are there: in that question the controller dies.
        await using var asks = await HeldStep.OnAsync("kvm8", "/usr/sbin/sshd", "-T -C user=root");
        await makes.LetGoAsync();
        await asks.IsReachedAsync(apply);
        Assert.Equal(["key nothing", "key nothing"], (await BothAsync($"test -s /root/.ssh/id_ed25519 && echo key; {NothingOfOurs}")).Select(told => told.Replace('\n', ' ')));
        await apply.SignalAsync("KILL");
        Assert.NotEqual(0, (await apply.EndAsync()).ExitCode);
        await asks.LetGoAsync();

        var keys = await BothAsync("sha256sum /root/.ssh/id_ed25519");
        var resumed = await lmr.ResumeAsync();
        Assert.True(resumed.ExitCode == 0, resumed.All);
        Assert.Equal(keys, await BothAsync("sha256sum /root/.ssh/id_ed25519"));
        await ReachEachOtherAsync();
        await lmr.PlansAsync(0);
        await lmr.RollsBackAsync();
        Assert.Equal(before, await BothAsync(RootKeys.Everything));
    }

    // The program that makes keys fails on kvm9, as it does where the disk is full.
    [Fact]
    public async Task A_host_that_cannot_make_its_key_is_left_as_it_was_and_the_others_do_without_it()
    {
        using var lmr = new Lmr(Runbook);
        var before = await BothAsync(RootKeys.Everything);
        await _two.AskAsync("""
            cat >/usr/local/sbin/ssh-keygen <<'end'
            #!/bin/sh
            # /run/lmr-held: removed with what is left over
            case "$*" in *'-C root@kvm9'*) echo 'Saving key failed: No space left on device' >&2; exit 1 ;; esac
            exec /usr/bin/ssh-keygen "$@"
            end
            chmod 755 /usr/local/sbin/ssh-keygen
            """);
        Assert.Contains("kvm8: unknown until 'Key' has been done on kvm9", await lmr.PlansAsync(2), StringComparison.Ordinal);
        var failed = await lmr.RunAsync("apply", "--yes");
        Assert.True(failed.ExitCode == 2, failed.All);
        Assert.Contains("Key: failed: Saving key failed: No space left on device", failed.All, StringComparison.Ordinal);
        Assert.Contains("Trust: what it takes from kvm9 is not there; it is done without", failed.All, StringComparison.Ordinal);
        // kvm8 has its key, knows kvm9, and lets nobody in by a line without a key; kvm9 has nothing.
        Assert.Equal("0", await _one.AskAsync("test -s /root/.ssh/id_ed25519 && grep -q 'lmr-trust:kvm9$' /root/.ssh/known_hosts && grep -c lmr-trust /root/.ssh/authorized_keys || true"));
        Assert.Equal("nothing", await _two.AskAsync(NothingOfOurs));
        Assert.Equal(before[1], await _two.AskAsync(RootKeys.Everything));

        var first = Pair.RunOf(lmr);
        await _two.AskAsync("rm /usr/local/sbin/ssh-keygen");
        await lmr.ApplyAsync();
        await ReachEachOtherAsync();
        await lmr.RollsBackAsync();
        await lmr.RollsBackAsync(first);
        Assert.Equal(before, await BothAsync(RootKeys.Everything));
    }

    private async Task ReachEachOtherAsync()
    {
        Assert.Equal("kvm9\nkvm9", await _one.AskAsync(RootKeys.Reach("kvm9", "198.51.100.19")));
        Assert.Equal("kvm8\nkvm8", await _two.AskAsync(RootKeys.Reach("kvm8", "198.51.100.18")));
    }

    private Task<string[]> BothAsync(string text) => Task.WhenAll(_one.AskAsync(text), _two.AskAsync(text));
}

using System.Diagnostics;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>What a run costs, counted in the host's own records: logins by sshd, scripts by the line each leaves in the journal.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class RoundTripTests(ITestOutputHelper told) : IClassFixture<Leftovers>
{
    // A script that waits for a job gives up after so long, and another one waits on.
    private static readonly TimeSpan s_jobWait = TimeSpan.FromSeconds(20);
    private readonly HostView _host = new("kvm2");

    [Fact]
    public async Task Twelve_steps_and_twenty_four_are_planned_at_the_same_cost()
    {
        using var twelve = Files(12);
        using var more = Files(24);
        var cost = await CostAsync(async () => await twelve.PlansAsync(2));
        Assert.Equal((1, 1), cost);
        Assert.Equal(cost, await CostAsync(async () => await more.PlansAsync(2)));
    }

    [Fact]
    public async Task A_batch_is_applied_in_one_session_and_four_scripts_at_most()
    {
        using var lmr = Files(12);
        var clock = Stopwatch.StartNew();
        var cost = await CostAsync(async () => await lmr.ApplyAsync());
        var waits = (int)(clock.Elapsed / s_jobWait);
        var back = await CostAsync(lmr.RollsBackAsync);
        told.WriteLine($"apply: {cost}, rollback: {back} (sessions, scripts)");
        Assert.Equal((1, 1), (cost.Sessions, back.Sessions));
        // The plan's own reading is one of them, the lock and the journal on the host are in them. A job that takes long is asked for again.
        Assert.InRange(cost.Scripts, 1, 4 + waits);
        Assert.Equal("0", await _host.AskAsync("ls /etc/lmr-trip-* 2>/dev/null | wc -l"));
    }

    private static Lmr Files(int count) =>
        Lmr.Steps("kvm2", string.Join('\n', Enumerable.Range(1, count).Select(number => $"- file: {{ path: /etc/lmr-trip-{number}, content: \"{number}\\n\" }}")));

    private async Task<(int Sessions, int Scripts)> CostAsync(Func<Task> deed)
    {
        var cursor = await _host.AskAsync("journalctl --sync; journalctl -n 0 --show-cursor | sed -n 's/^-- cursor: //p'");
        await deed();
        // Not filtered there: this journalctl leaves out the first match where the cursor's own entry does not match.
        var lines = (await _host.AskAsync($"journalctl --sync; journalctl --after-cursor='{cursor}' -o cat")).Split('\n');
        return (lines.Count(line => line.StartsWith("Accepted publickey", StringComparison.Ordinal)), lines.Count(line => line.Contains(" request=", StringComparison.Ordinal)));
    }
}

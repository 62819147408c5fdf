using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>Hosts are taken when their stage begins: who else has one then is told, counts as failed there, or is waited for.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class StageClaimsTests : IClassFixture<PairLeftovers>
{
    [Fact]
    public async Task A_host_of_a_later_stage_that_another_run_has_counts_as_failed_or_is_waited_for()
    {
        await using var held = await HeldStep.OnAsync(Pair.Two);
        using var other = Lmr.Steps(Pair.Two, HeldStep.Yaml);
        using var staged = new Lmr($"name: Lab\nplays:\n  - hosts: {Pair.Both}\n    rollout: {{ stages: [1] }}\n    max_failed: {{ per_stage: 1, total: 1 }}\n    steps:\n      {Pair.Mark("staged")}\n");
        using var question = Lmr.Steps(Pair.Both, "- check.command: { run: [\"true\"] }", "gate");
        using var waiting = Lmr.Steps(Pair.Two, Pair.Mark("waited"));
        using var first = other.Start("apply", "--yes");
        Underway? second = null;
        try
        {
            await held.IsReachedAsync(first);
            await ShownAsync(Pair.RunOf(other));
            var claim = await Pair.ClaimAsync(Pair.Two);

            // Questions need no claim.
            Assert.Equal(0, (await question.RunAsync("apply", "--yes")).ExitCode);

            var ended = await staged.RunAsync("apply", "--yes");
            Assert.True(ended.ExitCode == 2, ended.All);
            Assert.Contains($"not begun: Another run of `lmr` is at work on {Pair.Two}", ended.All, StringComparison.Ordinal);
            Assert.Equal(("staged", "", claim), (await Pair.MarksAsync(Pair.One), await Pair.MarksAsync(Pair.Two), await Pair.ClaimAsync(Pair.Two)));

            second = waiting.Start("apply", "--yes", "--lock-timeout", "10m");
            await second.SaysAsync($"{Pair.Two} belongs to run {Pair.RunOf(other)}");
            Assert.False(second.HasEnded);
        }
        finally
        {
            await held.LetGoAsync();
        }
        Assert.Equal(0, (await first.EndAsync()).ExitCode);
        var waited = await second.EndAsync();
        second.Dispose();
        Assert.True(waited.ExitCode == 0, waited.All);

        // What that run could not do is done by the next, on the hosts that are left.
        var rest = await staged.RunAsync("apply", "--yes", "--limit", "@failed");
        Assert.True(rest.ExitCode == 0, rest.All);
        Assert.Matches($"@failed is, of run [-0-9a-z]*: {Pair.Two}\n", rest.Error);
        Assert.Equal(("staged", "staged\nwaited"), (await Pair.MarksAsync(Pair.One), await Pair.MarksAsync(Pair.Two)));
        Assert.Contains("LMR934", (await staged.RunAsync("apply", "--yes", "--limit", "@failed")).All, StringComparison.Ordinal);
        foreach (var lmr in new[] { staged, waiting, other }) await lmr.RollsBackAsync();
        Assert.Contains($"{Pair.Two}  free", await Pair.LocksTextAsync(Pair.Two), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_on_which_no_job_can_start_is_found_before_any_host_of_its_stage_is_touched()
    {
        using var lmr = new Lmr($"name: Lab\nplays:\n  - hosts: {Pair.Both}\n    steps:\n      {Pair.Mark("looked")}\n");
        var two = Pair.ViewOf(Pair.Two);
        await two.AskAsync("printf '#!/bin/sh\\ncase \"$*\" in *-look*) echo \"Failed to start transient service unit\" >&2; exit 1 ;; esac\\nexec /usr/bin/systemd-run \"$@\"\\n' >/usr/local/sbin/systemd-run; chmod 755 /usr/local/sbin/systemd-run");
        try
        {
            var refused = await lmr.RunAsync("apply", "--yes");
            Assert.True(refused.ExitCode == 1, refused.All);
            Assert.Contains($"{Pair.Two}: systemd starts no job: Failed to start transient service unit", refused.All, StringComparison.Ordinal);
            Assert.Contains("preflight.failed", refused.All, StringComparison.Ordinal);
            Assert.Equal(("", ""), (await Pair.MarksAsync(Pair.One), await Pair.MarksAsync(Pair.Two)));
            Assert.Contains("state=done\n", await Pair.ClaimAsync(Pair.One), StringComparison.Ordinal);

            // In a later stage it is a failed host: the first one's changes stand, and of the second nothing is touched.
            lmr.Write($"name: Lab\nplays:\n  - hosts: {Pair.Both}\n    rollout: {{ stages: [1] }}\n    steps:\n      {Pair.Mark("looked")}\n");
            var ended = await lmr.RunAsync("apply", "--yes");
            Assert.True(ended.ExitCode == 2, ended.All);
            Assert.Equal(("looked", ""), (await Pair.MarksAsync(Pair.One), await Pair.MarksAsync(Pair.Two)));
            Assert.Contains("state=done\n", await Pair.ClaimAsync(Pair.Two), StringComparison.Ordinal);
        }
        finally
        {
            await two.AskAsync("rm -f /usr/local/sbin/systemd-run");
            await lmr.RollbackAsync();
        }
    }

    [Fact]
    public async Task A_question_that_may_still_settle_is_asked_again()
    {
        using var lmr = Lmr.Steps(Pair.One, "- check.command: { run: [test, -e, /run/lmr-pair-ready], retry: 20m }", "gate");
        using var run = lmr.Start("apply", "--yes");
        await run.SaysAsync($"does not pass yet on {Pair.One}: asked again in 2s");
        await Pair.ViewOf(Pair.One).AskAsync(": >/run/lmr-pair-ready");
        var ended = await run.EndAsync();
        await Pair.ViewOf(Pair.One).AskAsync("rm /run/lmr-pair-ready");
        Assert.True(ended.ExitCode == 0, ended.All);
    }

    private static async Task ShownAsync(string run)
    {
        var locks = await Pair.LocksAsync(Pair.Two);
        Assert.Equal((run, "open", true, true, false), (
            locks["claim"]?["run"]?.GetValue<string>(), locks["claim"]?["state"]?.GetValue<string>(), locks["session_alive"]?.GetValue<bool>(),
            locks["claim"]?["job_alive"]?.GetValue<bool>(), locks["claim"]?["rebooted"]?.GetValue<bool>()));
        Assert.Matches($"{Pair.Two}  open epoch [0-9]+  {run} of .*  held by a live session, a job at work  since 2", await Pair.LocksTextAsync(Pair.Two));
        Assert.Contains($"{Pair.One}  free", await Pair.LocksTextAsync(Pair.One), StringComparison.Ordinal);
    }
}

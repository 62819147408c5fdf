using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Resuming;

/// <summary>Ctrl-C, and what a second terminal can say to a run: hold, cancel, watch. Whatever ends it, the next command goes on.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class SignalTests : IClassFixture<Leftovers>
{
    private static readonly HostView s_first = new("kvm1");
    private static readonly HostView s_second = new("kvm2");

    [Fact]
    public async Task A_run_is_interrupted_goes_on_is_held_is_cancelled_and_goes_on_to_its_end()
    {
        await using var held = await HeldStep.OnAsync("kvm1");
        await using var later = await HeldStep.OnAsync("kvm2");
        using var lmr = new Lmr($$"""
            name: Lab
            plays:
              - hosts: kvm1:kvm2
                rollout: { stages: [1] }
                steps:
                  {{HeldStep.Yaml}}
              - hosts: kvm1
                steps:
                  - directory: { path: /etc/lmr-two-late }
            """);
        using var apply = lmr.Start("apply", "--yes");
        await held.IsReachedAsync(apply);
        await apply.SignalAsync("INT");
        var interrupted = await apply.EndAsync();
        Assert.True(interrupted.ExitCode == 130, interrupted.All);
        Assert.StartsWith("lmr: to go on: lmr resume ", interrupted.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Contains("state=open", await s_first.AskAsync("cat /var/lib/lmr/claim"), StringComparison.Ordinal);

        await held.LetGoAsync();
        using var resumed = lmr.Start(["resume", "last"]);
        await later.IsReachedAsync(resumed);
        using var watch = lmr.Start(["runs", "watch", "last"]);
        await SaysAsync(lmr, 0, "runs", "hold", "last");
        await later.LetGoAsync();
        await resumed.SaysAsync("held: nothing new is begun");
        // The step that was under way comes to its end, and nothing after it begins.
        await Eventually.HoldsAsync("kvm2 had its file", async () => await StateAsync() == "absent held");
        await SaysAsync(lmr, 0, "runs", "cancel", "last");
        var cancelled = await resumed.EndAsync();
        Assert.True(cancelled.ExitCode == 16, cancelled.All);
        var seen = await watch.EndAsync();
        Assert.True(seen.ExitCode == 16 && seen.Output.Contains("held: nothing new is begun", StringComparison.Ordinal), seen.All);

        await SaysAsync(lmr, 0, "resume", "last");
        Assert.Equal("there held", await StateAsync());
        await SaysAsync(lmr, 1, "resume", "last");
        await lmr.RollsBackAsync();
        Assert.Equal("absent ", await StateAsync());
    }

    [Fact]
    public async Task The_second_signal_ends_it_at_once_and_its_run_goes_on_from_there()
    {
        await using var held = await HeldStep.OnAsync("kvm1");
        using var lmr = Lmr.Steps("kvm1", HeldStep.Yaml);
        using var apply = lmr.Start("apply", "--yes");
        await held.IsReachedAsync(apply);
        await apply.SignalAsync("TERM");
        await apply.SaysAsync("lmr: stopping");
        await apply.SignalAsync("INT");
        var ended = await apply.EndAsync();
        // Ended by the signal itself; a machine that was slow to send it let the first one do.
        Assert.True(ended.ExitCode == 130, ended.All);
        await held.LetGoAsync();
        await SaysAsync(lmr, 0, "resume", "last");
        Assert.Equal("held", await s_first.AskAsync("cat /etc/lmr-held"));
        await lmr.RollsBackAsync();
    }

    private static async Task SaysAsync(Lmr lmr, int exitCode, params string[] words)
    {
        using var said = lmr.Start(words);
        var ended = await said.EndAsync();
        Assert.True(ended.ExitCode == exitCode, ended.All);
    }

    private static async Task<string> StateAsync() =>
        $"{await s_first.AskAsync("[ -e /etc/lmr-two-late ] && echo there || echo absent")} {await s_second.AskAsync("cat /etc/lmr-held 2>/dev/null || true")}";
}

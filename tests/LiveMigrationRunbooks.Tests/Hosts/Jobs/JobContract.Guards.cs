using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Jobs;

/// <summary>A guard: armed before what it takes back, decided once, and never in doubt about it.</summary>
public abstract partial class JobContract
{
    // Longer than any of this takes: where it shall begin, it is told to.
    private const int Later = 60;

    [Fact]
    public async Task What_is_not_confirmed_is_taken_back_when_the_time_is_over()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        await ChangeUnderAsync(host, folder, 2, "echo 2 >$1/one; echo new >$1/two");
        var returned = await DecidedAsync(host);
        Assert.Equal((JobState.Done, 0), Ended(returned));
        Assert.Equal([1, 3], returned.Guard?.Batches ?? []);
        Assert.Equal("1\nundone\n", await TextAsync(host, $"{folder}/one") + await TextAsync(host, $"{folder}/undone"));
        Assert.False((await RunAsync(host, Command.Sh("[ -e $1/two ] || [ -h \"$LMR_ROOT/armed\" ]", folder))).Succeeded);
        Assert.Equal("begun\n", (await RunAsync(host, GuardScripts.Confirm(_run, 2))).Text);
    }

    [Fact]
    public async Task What_is_confirmed_stands_for_ever_and_the_next_guard_may_be_armed()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        await ChangeUnderAsync(host, folder, Later, "echo 2 >$1/one");
        var armed = Reading(await RunAsync(host, JobScripts.Read(_run, 2)));
        Assert.Equal((JobState.Armed, Later), (armed.State, armed.Guard?.Seconds));
        Assert.Equal([1, 3], armed.Guard?.Batches ?? []);
        Assert.Null(Reading(await RunAsync(host, JobScripts.Read(_run, 1))).Guard);
        Assert.Equal(GuardScripts.OtherArmed, (await RunAsync(host, GuardScripts.Arm(new Guard(_run, 5, Later, [4], []), null))).ExitCode);
        Assert.Equal("confirmed\n", (await RunAsync(host, GuardScripts.Confirm(_run, 2))).Text);
        Assert.Equal("confirmed\n", (await RunAsync(host, GuardScripts.Revert(_run, 2))).Text);
        var confirmed = Reading(await RunAsync(host, JobScripts.Read(_run, 2)));
        Assert.Equal((JobState.Confirmed, armed.Guard), (confirmed.State, confirmed.Guard));
        Assert.Equal("2\n", await TextAsync(host, $"{folder}/one"));
        Assert.Equal("armed\n", (await RunAsync(host, GuardScripts.Arm(new Guard(_run, 5, Later, [4], []), null))).Text);
        Assert.Equal("confirmed\n", (await RunAsync(host, GuardScripts.Confirm(_run, 5))).Text);
    }

    [Fact]
    public async Task A_change_in_the_middle_is_stopped_and_one_that_did_not_begin_never_does()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        await ChangeUnderAsync(host, folder, Later, "echo half >$1/one; : >$1/reached; sleep 600; echo whole >$1/one", wait: false);
        await RunAsync(host, Command.Sh("until [ -e $1/reached ]; do sleep 0.1; done", folder));
        await RunAsync(host, GuardScripts.Revert(_run, 2));
        await DecidedAsync(host);
        Assert.Equal("1\n", await TextAsync(host, $"{folder}/one"));
        Assert.Equal(JobState.Interrupted, Reading(await RunAsync(host, JobScripts.Read(_run, 1))).State);
        Assert.Equal("already\n", (await RunAsync(host, JobScripts.Start(new Job(_run, 3, [new JobStep("late", [Command.Sh("echo late >$1/one", folder)], [])])))).Text);
        Assert.Equal(JobState.Cancelled, Reading(await RunAsync(host, JobScripts.Read(_run, 3))).State);
    }

    [Fact]
    public async Task A_boot_brings_files_back_first_and_all_else_later()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        await ChangeUnderAsync(host, folder, Later, "echo 2 >$1/one");
        await RunAsync(host, Command.Sh("echo another >\"$LMR_ROOT/runs/$1/2/armed\"", _run));
        await RunAsync(host, Boot("early"));
        Assert.Equal("1\n", await TextAsync(host, $"{folder}/one"));
        Assert.False((await RunAsync(host, Command.Of("test", "-e", $"{folder}/undone"))).Succeeded);
        Assert.Equal(JobState.Running, Reading(await RunAsync(host, JobScripts.Read(_run, 2))).State);
        Assert.Equal("begun\n", (await RunAsync(host, GuardScripts.Confirm(_run, 2))).Text);
        await RunAsync(host, Boot("late"));
        Assert.Equal((JobState.Done, 0), Ended(Reading(await RunAsync(host, JobScripts.Read(_run, 2)))));
        Assert.Equal("undone\n", await TextAsync(host, $"{folder}/undone"));

        Command Boot(string mode) => Command.Sh("sh \"$LMR_ROOT/runs/$1/2/job.sh\" \"$LMR_ROOT/runs/$1/2\" \"$LMR_ROOT\" $2", _run, mode);
    }

    [Fact]
    public async Task Of_the_timer_and_a_confirmation_at_the_same_moment_one_wins_and_both_tell_the_same()
    {
        await using var host = await ConnectedAsync();
        await using var rival = await ConnectedAsync();
        var folder = await FolderAsync(host);
        await ChangeUnderAsync(host, folder, Later, "echo 2 >$1/one");
        var told = await Task.WhenAll(RunAsync(host, GuardScripts.Confirm(_run, 2)), RunAsync(rival, GuardScripts.Revert(_run, 2)));
        var state = (await DecidedAsync(host)).State;
        Assert.Contains(state, new[] { JobState.Confirmed, JobState.Done });
        Assert.Equal(state == JobState.Confirmed ? "confirmed\n" : "begun\n", told[0].Text);
        Assert.Equal(state == JobState.Confirmed ? "2\n" : "1\n", await TextAsync(host, $"{folder}/one"));
    }

    [Fact]
    public async Task Who_asks_again_because_no_answer_came_hears_of_the_same_guard()
    {
        await using var host = await ConnectedAsync();
        await using var again = await ConnectedAsync();
        var guard = new Guard(_run, 2, Later, [1], []);
        var told = await Task.WhenAll(RunAsync(host, GuardScripts.Arm(guard, null)), RunAsync(again, GuardScripts.Arm(guard, null)));
        Assert.Equal(["already\n", "armed\n"], told.Select(each => each.Text).Order(StringComparer.Ordinal));
        Assert.Equal("confirmed\n", (await RunAsync(host, GuardScripts.Confirm(_run, 2))).Text);
        Assert.Equal("already\n", (await RunAsync(again, GuardScripts.Arm(guard, null))).Text);
        Assert.Equal(JobState.Confirmed, Reading(await RunAsync(host, JobScripts.Read(_run, 2))).State);
    }

    [Fact]
    public async Task A_guard_that_was_broken_off_while_it_was_armed_never_counts()
    {
        await using var host = await ConnectedAsync();
        await RunAsync(host, Command.Sh("mkdir -p \"$LMR_ROOT/runs/$1\" && ln -s \"$1/2\" \"$LMR_ROOT/armed\"", _run));
        var told = await RunAsync(host, GuardScripts.Arm(new Guard(_run, 2, Later, [1], []), null));
        Assert.Equal(GuardScripts.NeverArmed, told.ExitCode);
        Assert.Contains("broken off", told.Complaint, StringComparison.Ordinal);
        Assert.Equal("armed\n", (await RunAsync(host, GuardScripts.Arm(new Guard(_run, 4, Later, [3], []), null))).Text);
        Assert.Equal("confirmed\n", (await RunAsync(host, GuardScripts.Confirm(_run, 4))).Text);
    }

    /// <summary>Arms batch 2, which takes batches 1 and 3 back, and starts batch 1.</summary>
    private async Task ChangeUnderAsync(IConnection host, string folder, int seconds, string change, bool wait = true)
    {
        await RunAsync(host, Command.Sh("echo 1 >$1/one", folder));
        var step = new GuardStep("change")
        {
            Kept = new JobPlace(_run, 1, 0),
            Files = [$"{folder}/one", $"{folder}/two"],
            Runtime = new JobPlace(_run, 1, 0),
            UndoRuntime = [Command.Sh("cat >$1/undone", folder).WithInput("undone\n")],
        };
        Assert.Equal("armed\n", (await RunAsync(host, GuardScripts.Arm(new Guard(_run, 2, seconds, [1, 3], [step, new GuardStep("never") { Runtime = new JobPlace(_run, 3, 0), UndoRuntime = [Command.Of("false")] }]), null))).Text);
        await RunAsync(host, JobScripts.Start(new Job(_run, 1, [new JobStep("change", [Command.Sh(change, folder)], [$"{folder}/one", $"{folder}/two"])])));
        if (wait) await WaitAsync(host, _run, 1);
    }

    private async Task<JobReading> DecidedAsync(IConnection host)
    {
        while (true)
        {
            var reading = Reading(await RunAsync(host, JobScripts.Wait(_run, 2, 15)));
            if (reading.State is not (JobState.Armed or JobState.Running)) return reading;
        }
    }
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Hosts.Jobs;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Jobs;

/// <summary>What jobs keep to on every host: on this machine without systemd, on the lab's hosts with it.</summary>
public abstract partial class JobContract
{
    /// <summary>Its own for each test: what a killed job leaves running keeps the name of its systemd unit.</summary>
    private readonly string _run = $"run-{Guid.NewGuid():N}";

    protected abstract Task<Opening> OpenAsync();

    [Fact]
    public async Task A_short_job_costs_one_script_and_tells_what_each_step_said()
    {
        await using var host = await ConnectedAsync();
        var job = new Job(_run, 0, [
            new JobStep("says", [Command.Sh("echo out; echo err >&2"), Command.Of("cat").WithInput("data\n")], []),
            new JobStep("fails", [Command.Sh("echo no >&2; exit 9"), Command.Of("echo", "never")], []),
            new JobStep("behind", [Command.Of("echo", "never")], []),
        ]);
        var answer = Assert.IsType<Answered>(await host.SendAsync(Request.Of(Item("start", JobScripts.Start(job)), Item("wait", JobScripts.Wait(_run, 0, 15))), default));
        Assert.Equal("started\n", answer["start"].Text);
        var reading = JobReading.Read(answer["wait"]);
        Assert.NotNull(reading);
        Assert.Equal((JobState.Done, 9), (reading.State, reading.ExitCode));
        Assert.Equal(["says", "fails", "behind"], reading.Steps.Select(step => step.Id));
        Assert.Equal([JobStepState.Done, JobStepState.Done, JobStepState.NotRun], reading.Steps.Select(step => step.State));
        Assert.Equal([0, 9, null], reading.Steps.Select(step => step.ExitCode));
        Assert.Equal("out\ndata\n", reading.Steps[0].Out);
        Assert.Equal("no\n", reading.Steps[1].Err);
    }

    [Fact]
    public async Task What_a_step_owes_is_kept_until_a_step_settles_it_also_where_the_job_fails_between()
    {
        await using var host = await ConnectedAsync();
        var key = Guid.NewGuid().ToString("N");
        var change = new JobStep("change", [Command.Of("true")], []) { Owes = [new OwedMark(key, $"owed {key}")] };
        await RunAsync(host, JobScripts.Start(new Job(_run, 0, [change, new JobStep("fails", [Command.Of("false")], []), new JobStep("restart", [Command.Of("true")], []) { Settles = key }])));
        await WaitAsync(host, _run, 0);
        Assert.Equal([$"owed {key}"], await OwedAsync());
        await RunAsync(host, JobScripts.Start(new Job(_run, 1, [new JobStep("restart", [Command.Of("false")], []) { Settles = key }])));
        await WaitAsync(host, _run, 1);
        Assert.Equal([$"owed {key}"], await OwedAsync());
        await RunAsync(host, JobScripts.Start(new Job(_run, 2, [new JobStep("restart", [Command.Of("true")], []) { Settles = key }])));
        await WaitAsync(host, _run, 2);
        Assert.Empty(await OwedAsync());

        async Task<string[]> OwedAsync() => [.. (await RunAsync(host, JobScripts.Owed)).Lines.Where(line => line.Contains(key, StringComparison.Ordinal))];
    }

    [Fact]
    public async Task A_job_is_started_once_however_often_it_is_asked_for()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        var job = new Job(_run, 3, [new JobStep("count", [Command.Sh("echo once >>$1", $"{folder}/count")], [])]);
        var said = new List<string>();
        for (var time = 0; time < 3; time++) said.Add((await RunAsync(host, JobScripts.Start(job))).Text.Trim());
        Assert.Equal(["started", "already", "already"], said);
        Assert.Equal(JobState.Done, (await WaitAsync(host, _run, 3)).State);
        Assert.Equal("once\n", await TextAsync(host, $"{folder}/count"));
        Assert.Equal(JobState.Absent, (await WaitAsync(host, _run, 4)).State);
    }

    [Fact]
    public async Task Of_many_who_start_it_at_once_one_starts_it()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        var job = new Job(_run, 0, [new JobStep("count", [Command.Sh("echo once >>$1", $"{folder}/count")], [])]);
        var rivals = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ConnectedAsync()));
        var said = await Task.WhenAll(rivals.Select(rival => RunAsync(rival, JobScripts.Start(job))));
        foreach (var rival in rivals) await rival.DisposeAsync();
        Assert.Equal(["already\n", "already\n", "already\n", "started\n"], said.Select(result => result.Text).Order());
        await WaitAsync(host, _run, 0);
        Assert.Equal("once\n", await TextAsync(host, $"{folder}/count"));
    }

    [Fact]
    public async Task A_lost_session_neither_kills_nor_repeats_the_job()
    {
        await using var witness = await ConnectedAsync();
        var folder = await FolderAsync(witness);
        var job = new Job(_run, 0, [new JobStep("slow", [Command.Sh("echo a >>$1; until [ -e $2 ] || [ ! -d ${2%/*} ]; do sleep 0.1; done; echo b >>$1", $"{folder}/trace", $"{folder}/end")], [])]);
        var host = await ConnectedAsync();
        Assert.True((await RunAsync(host, JobScripts.Start(job))).Succeeded);
        var suicide = Command.Sh("kill -9 $lmr_pid; sleep 1");
        Assert.IsType<ConnectionLost>(await host.SendAsync(Request.Of(Item("it", suicide)), default));
        Assert.Equal(JobState.Running, Reading(await RunAsync(witness, JobScripts.Read(_run, 0))).State);
        Assert.Equal("already\n", (await RunAsync(witness, JobScripts.Start(job))).Text);
        await RunAsync(witness, Command.Of("touch", $"{folder}/end"));
        Assert.Equal((JobState.Done, 0), Ended(await WaitAsync(witness, _run, 0)));
        Assert.Equal("a\nb\n", await TextAsync(witness, $"{folder}/trace"));
        await host.DisposeAsync();
    }

    [Fact]
    public async Task A_job_that_does_not_begin_in_time_is_called_off_for_ever()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        var free = await HoldBackAsync(host, folder);
        var started = await RunAsync(host, JobScripts.Start(Counting(folder), patience: TimeSpan.FromSeconds(0.2)));
        Assert.Equal(JobScripts.CalledOff, started.ExitCode);
        Assert.Contains("will not begin later", started.ErrorText, StringComparison.Ordinal);
        await free();
        Assert.Equal(JobState.Cancelled, (await WaitAsync(host, _run, 0)).State);
        Assert.Equal("already\n", (await RunAsync(host, JobScripts.Start(Counting(folder)))).Text);
        Assert.Equal((JobState.Cancelled, 0), (Reading(await RunAsync(host, JobScripts.Read(_run, 0))).State, Reading(await RunAsync(host, JobScripts.Read(_run, 0))).Steps.Count));
        Assert.False((await RunAsync(host, Command.Of("test", "-e", $"{folder}/count"))).Succeeded);
        // The job's text may hold secrets.
        Assert.False((await RunAsync(host, Command.Sh("test -e $LMR_ROOT/runs/$1/0/job.sh", _run))).Succeeded);
    }

    [Fact]
    public async Task A_start_that_was_cut_off_does_not_leave_a_job_that_begins_after_it_was_asked_for()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        var free = await HoldBackAsync(host, folder);
        await using var other = await ConnectedAsync();
        await other.SendAsync(Request.Of(new RequestItem("it", JobScripts.Start(Counting(folder)), TimeSpan.FromSeconds(1))), default);
        Assert.Equal(JobState.Cancelled, (await WaitAsync(host, _run, 0)).State);
        await free();
        await RunAsync(host, Command.Sh("flock $LMR_ROOT/runs/$1/0/alive true", _run));
        Assert.Equal(JobState.Cancelled, (await WaitAsync(host, _run, 0)).State);
        Assert.False((await RunAsync(host, Command.Of("test", "-e", $"{folder}/count"))).Succeeded);
    }

    [Fact]
    public async Task A_killed_job_is_interrupted_and_what_it_left_running_does_not_make_it_alive()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        var job = new Job(_run, 0, [new JobStep("dies", [Command.Sh("echo $$ >$1/on; exec sleep 300", folder)], [])]);
        Assert.True((await RunAsync(host, JobScripts.Start(job))).Succeeded);
        await RunAsync(host, Command.Sh("until [ -s $1/on ]; do sleep 0.1; done", folder));
        Assert.True((await RunAsync(host, Command.Sh("kill -9 $(cat $LMR_ROOT/runs/$1/0/begun)", _run))).Succeeded);
        // What the job's shell had just called (a sync, say) may outlive it for a moment, and the lock with it.
        var reading = await WaitAsync(host, _run, 0);
        Assert.Equal((JobState.Interrupted, JobStepState.Running), (reading.State, reading.Steps[0].State));
        Assert.True((await RunAsync(host, Command.Sh("kill $(cat $1/on)", folder))).Succeeded);
        Assert.Equal("already\n", (await RunAsync(host, JobScripts.Start(job))).Text);
    }

    private Job Counting(string folder) => new(_run, 0, [new JobStep("count", [Command.Sh("echo once >>$1", $"{folder}/count")], [])]);

    /// <summary>No job begins until what is returned is called: each needs a share of this lock for its first act.</summary>
    private static async Task<Func<Task>> HoldBackAsync(IConnection host, string folder)
    {
        await RunAsync(host, Command.Sh("""
            setsid sh -c 'exec 6>>"$LMR_ROOT/job.lock"; flock 6; : >"$1/held"; until [ -e "$1/free" ] || [ ! -d "$1" ]; do sleep 0.02; done' sh "$1" </dev/null >/dev/null 2>&1 &
            until [ -e "$1/held" ]; do sleep 0.02; done
            """, folder));
        return () => RunAsync(host, Command.Sh(": >\"$1/free\"; flock -s \"$LMR_ROOT/job.lock\" true", folder));
    }

    private static RequestItem Item(string id, Command command) => new(id, command, TimeSpan.FromMinutes(2));

    private static async Task<CommandResult> RunAsync(IConnection host, Command command) =>
        Assert.IsType<Answered>(await host.SendAsync(Request.Of(Item("it", command)), default))["it"];

    private async Task<IConnection> ConnectedAsync() => Assert.IsType<Opened>(await OpenAsync()).Connection;

    /// <summary>Waits for the job's end, on a slow machine more than once.</summary>
    private static async Task<JobReading> WaitAsync(IConnection host, string run, int batch)
    {
        while (true)
        {
            var reading = Reading(await RunAsync(host, JobScripts.Wait(run, batch, 15)));
            if (reading.State != JobState.Running) return reading;
        }
    }

    private static JobReading Reading(CommandResult result) =>
        JobReading.Read(result) ?? throw new InvalidOperationException($"{result.ExitCode}: {result.Text} {result.ErrorText}");

    private static (JobState State, int? ExitCode) Ended(JobReading reading) => (reading.State, reading.ExitCode);

    /// <summary>A folder on the host beside the session's state, gone with it.</summary>
    private static async Task<string> FolderAsync(IConnection host) =>
        (await RunAsync(host, Command.Sh("mkdir -p \"$LMR_ROOT\"; mktemp -d \"$LMR_ROOT/files.XXXXXX\""))).Text.Trim();

    private static async Task<string> TextAsync(IConnection host, string path) => (await RunAsync(host, Command.Of("cat", path))).Text;

    /// <summary>Everything that a rollback promises: names, kinds, modes, owners, times of files, targets, contents, attributes.</summary>
    private static async Task<string> PictureAsync(IConnection host, string folder) => (await RunAsync(host, Command.Sh("""
        cd "$1"; find . -mindepth 1 \( -type f -printf '%p %y %m %U %G %T@\n' -o -printf '%p %y %m %U %G %l\n' \) | sort
        find . -type f -exec sha256sum {} + | sort; getfattr -R -d . 2>/dev/null; :
        """, folder))).Text;
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Jobs;

/// <summary>The way back of a job: before-images return byte for byte, a stranger's change is left alone, and the way back has one of its own.</summary>
public abstract partial class JobContract
{
    [Fact]
    public async Task An_interrupted_step_is_not_taken_back_blindly_and_one_that_never_began_is_no_obstacle()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        await RunAsync(host, Command.Sh("cd $1; echo 1 >one; echo 2 >two", folder));
        var job = new Job(_run, 0, [
            new JobStep("half", [Command.Sh("echo half >$1/one; sleep 30", folder)], [$"{folder}/one"]),
            new JobStep("never", [Command.Of("true")], [$"{folder}/two"]),
        ]);
        await RunAsync(host, JobScripts.Start(job));
        await RunAsync(host, Command.Sh("until grep -q half $1/one; do sleep 0.1; done", folder));
        await RunAsync(host, Command.Sh("kill -9 $(cat $LMR_ROOT/runs/$1/0/begun)", _run));
        await RunAsync(host, JobScripts.Start(Back(job, 1)));
        var undone = await WaitAsync(host, _run, 1);
        Assert.Equal([0, JobStep.ChangedSince], undone.Steps.Select(step => step.ExitCode));
        Assert.Contains("interrupted", undone.Steps[1].Err, StringComparison.Ordinal);
        Assert.Equal("half\n", await TextAsync(host, $"{folder}/one"));
        Assert.Equal("2\n", await TextAsync(host, $"{folder}/two"));
    }

    [Fact]
    public async Task A_rollback_brings_files_links_modes_and_absence_back()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        await RunAsync(host, Command.Sh("""
            cd "$1"; printf 'a\000b\n' >"file x"; chmod 640 "file x"; touch -d 2020-01-01 "file x"; setfattr -n user.k -v v "file x" 2>/dev/null
            echo kept >target; ln -s target link; mkdir -m 750 dir
            """, folder));
        var before = await PictureAsync(host, folder);
        string[] files = ["file x", "link", "new", "dir", "made"];
        var job = new Job(_run, 0, [
            new JobStep("change", [Command.Sh("cd \"$1\"; echo changed >'file x'; chmod 600 'file x'; rm link; echo plain >link; echo n >new; chmod 700 dir", folder)],
                files[..4].Select(file => $"{folder}/{file}").ToValueList()),
            new JobStep("again", [Command.Sh("cd \"$1\"; echo more >>'file x'; mkdir made", folder)], [$"{folder}/file x", $"{folder}/made"]),
        ]);
        await RunAsync(host, JobScripts.Start(job));
        var done = await WaitAsync(host, _run, 0);
        Assert.Equal((JobState.Done, 0), Ended(done));
        Assert.StartsWith("file 640 ", done.Steps[0].Files[0].Before, StringComparison.Ordinal);
        Assert.Equal(($"{folder}/new", "absent"), (done.Steps[0].Files[2].Path, done.Steps[0].Files[2].Before));
        Assert.Equal(done.Steps[0].Files[0].After, done.Steps[1].Files[0].Before);
        Assert.NotEqual(before, await PictureAsync(host, folder));

        var back = Back(job, 1, step => step with { Afterwards = [Command.Of("echo", $"undid {step.Id}")] });
        await RunAsync(host, JobScripts.Start(back));
        var undone = await WaitAsync(host, _run, 1);
        Assert.Equal((JobState.Done, 0), Ended(undone));
        Assert.Equal(["undid again\n", "undid change\n"], undone.Steps.Select(step => step.Out));
        Assert.Equal(before, await PictureAsync(host, folder));
    }

    [Fact]
    public async Task Folders_that_were_made_for_a_file_go_away_with_it_unless_somebody_uses_them()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        await RunAsync(host, Command.Sh("mkdir $1/there", folder));
        var job = new Job(_run, 0, [
            new JobStep("deep", [Command.Sh("mkdir -p $1/a/b $1/there/c $1/used; echo x >$1/a/b/one; echo x >$1/there/c/two; echo x >$1/used/three", folder)], [$"{folder}/a/b/one", $"{folder}/there/c/two", $"{folder}/used/three"]),
        ]);
        await RunAsync(host, JobScripts.Start(job));
        await WaitAsync(host, _run, 0);
        await RunAsync(host, Command.Sh("echo stranger >$1/used/four", folder));
        await RunAsync(host, JobScripts.Start(Back(job, 1)));
        Assert.Equal(0, (await WaitAsync(host, _run, 1)).ExitCode);
        Assert.Equal("there\nused\nused/four\n", (await RunAsync(host, Command.Sh("cd $1 && find . -mindepth 1 | sed 's,^./,,' | sort", folder))).Text);
    }

    [Fact]
    public async Task A_strangers_change_is_left_alone_and_nothing_else_of_that_step_is_touched()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        await RunAsync(host, Command.Sh("cd \"$1\"; echo 1 >one; echo 2 >two", folder));
        var job = new Job(_run, 0, [new JobStep("change", [Command.Sh("cd \"$1\"; echo I >one; echo II >two", folder)], [$"{folder}/one", $"{folder}/two"])]);
        await RunAsync(host, JobScripts.Start(job));
        await WaitAsync(host, _run, 0);
        await RunAsync(host, Command.Sh("echo stranger >$1", $"{folder}/two"));
        var back = Back(job, 1, step => step with { Commands = [Command.Sh("echo ran >$1", $"{folder}/ran")] });
        await RunAsync(host, JobScripts.Start(back));
        var undone = await WaitAsync(host, _run, 1);
        Assert.Equal((JobState.Done, JobStep.ChangedSince), Ended(undone));
        Assert.Contains($"{folder}/two was changed since", undone.Steps[0].Err, StringComparison.Ordinal);
        Assert.Equal("I\n", await TextAsync(host, $"{folder}/one"));
        Assert.Equal("stranger\n", await TextAsync(host, $"{folder}/two"));
        Assert.False((await RunAsync(host, Command.Of("test", "-e", $"{folder}/ran"))).Succeeded);
    }

    [Fact]
    public async Task A_way_back_can_be_taken_back()
    {
        await using var host = await ConnectedAsync();
        var folder = await FolderAsync(host);
        await RunAsync(host, Command.Sh("cd $1; echo 1 >one; chmod 640 one", folder));
        var job = new Job(_run, 0, [new JobStep("change", [Command.Sh("cd $1; echo I >one; chmod 600 one; mkdir -m 751 sub; mkdir sub/sub; echo II >sub/sub/two", folder)], [$"{folder}/one", $"{folder}/sub/sub/two"])]);
        await RunAsync(host, JobScripts.Start(job));
        await WaitAsync(host, _run, 0);
        var changed = await PictureAsync(host, folder);
        var back = Back(job, 1);
        await RunAsync(host, JobScripts.Start(back));
        Assert.Equal(0, (await WaitAsync(host, _run, 1)).ExitCode);
        Assert.Equal("one\n", (await RunAsync(host, Command.Of("ls", folder))).Text);
        await RunAsync(host, JobScripts.Start(Back(back, 2)));
        Assert.Equal(0, (await WaitAsync(host, _run, 2)).ExitCode);
        Assert.Equal(changed, await PictureAsync(host, folder));
    }

    /// <summary>The way back of a job: its steps from the last to the first, with its files.</summary>
    private Job Back(Job job, int batch, Func<JobStep, JobStep>? with = null) => new(_run, batch, [
        .. job.Steps.Index().Reverse().Select(entry => new JobStep(entry.Item.Id, [], entry.Item.Files) { Restores = new JobPlace(_run, job.Batch, entry.Index) }).Select(step => with?.Invoke(step) ?? step),
    ]) { GoesOn = true };
}

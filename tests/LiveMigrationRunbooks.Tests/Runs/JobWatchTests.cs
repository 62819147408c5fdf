using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Tests.Hosts.Connections;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

/// <summary>What is concluded from a start that failed, on this machine with real jobs.</summary>
public sealed class JobWatchTests : IDisposable
{
    private const string Run = "watched";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly LocalSession _session = new();
    private readonly List<string> _asked = [];

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_job_that_began_although_its_start_failed_is_followed_to_its_end()
    {
        var start = JobScripts.Start(Job);
        var watched = await WatchAsync(Command.Sh($"{start.Argv[2]}\nexit 124", [.. start.Argv.Skip(4)]) with { Input = start.Input });

        Assert.NotNull(watched);
        Assert.Null(watched.NotBegun);
        Assert.Equal((JobState.Done, 0), (watched.Reading.State, watched.Reading.ExitCode));
        Assert.Equal("after\n", watched.Results["afterwards"].Text);
        Assert.Equal(["start wait afterwards", "wait afterwards"], _asked);
    }

    [Fact]
    public async Task A_job_of_which_the_host_has_nothing_did_not_begin_and_the_start_says_why()
    {
        var watched = await WatchAsync(Command.Sh("echo no room >&2; exit 1"));

        Assert.Equal((JobState.Absent, "no room"), (watched?.Reading.State, watched?.NotBegun));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task An_answer_that_cannot_be_read_is_asked_for_again_but_not_for_ever(int broken, bool isRead)
    {
        await using var host = Assert.IsType<Opened>(await _session.OpenAsync()).Connection;
        var watch = new JobWatch(async (request, cancellationToken) =>
        {
            var results = await host.SendAsync(request, cancellationToken) is Answered answered ? answered.Results : throw new InvalidOperationException("No answer.");
            return broken-- > 0 ? results.ToDictionary(result => result.Key, result => result.Key == "wait" ? result.Value with { ExitCode = 124 } : result.Value) : results;
        });
        var watched = await watch.RunAsync(Run, 1, new RequestItem("start", JobScripts.Start(Job), s_patience), [], default);

        Assert.Equal(isRead, watched?.Reading.State == JobState.Done);
    }

    private static Job Job => new(Run, 1, [new JobStep("says", [Command.Of("echo", "it")], [])]);

    private async Task<WatchedJob?> WatchAsync(Command start)
    {
        await using var host = Assert.IsType<Opened>(await _session.OpenAsync()).Connection;
        var watch = new JobWatch(async (request, cancellationToken) =>
        {
            _asked.Add(string.Join(' ', request.Items.Select(item => item.Id)));
            return await host.SendAsync(request, cancellationToken) is Answered answered ? answered.Results : null;
        });
        return await watch.RunAsync(Run, 1, new RequestItem("start", start, s_patience), [new RequestItem("afterwards", Command.Of("echo", "after"), s_patience)], default);
    }
}

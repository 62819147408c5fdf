using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Hypervisors;

/// <summary>The host answers when a test lets it.</summary>
public sealed class SharedHypervisorTests
{
    private static readonly SideReading s_there = new SideReading.Absent(null);

    [Fact]
    public async Task All_who_watch_are_answered_by_one_request_each_with_its_own()
    {
        var host = new SlowHost();
        var shared = new SharedHypervisor(host, TimeProvider.System);
        var first = shared.WatchAsync([new MoveLook("a", 1)], 2);
        var asked = await host.NextAsync();
        Assert.Equal(["a"], asked.Guests);
        // Whoever comes meanwhile is asked about together.
        var (second, third) = (shared.WatchAsync([new MoveLook("b", 2)], 2), shared.WatchAsync([new MoveLook("c", 3), new MoveLook("d", 4)], 1));
        asked.Answer();
        Assert.Equal(["a"], Said(await first));
        var again = shared.WatchAsync([new MoveLook("a", 1)], 2);
        asked = await host.NextAsync();
        Assert.Equal((4, 1), (asked.Guests.Count, asked.Seconds));
        asked.Answer();
        Assert.Equal([["a"], ["b"], ["c", "d"]], [Said(await again), Said(await second), Said(await third)]);
        Assert.Equal(2, host.Requests);
    }

    [Fact]
    public async Task While_somebody_has_a_question_nobody_waits_on_the_host()
    {
        var host = new SlowHost();
        var shared = new SharedHypervisor(host, TimeProvider.System);
        var question = new TaskCompletionSource<SideReading>();
        host.Read = question.Task;
        var reading = shared.ReadAsync("b");
        var watching = shared.WatchAsync([new MoveLook("a", 1)], 2);
        var asked = await host.NextAsync();
        Assert.Equal(0, asked.Seconds);
        asked.Answer();
        question.SetResult(s_there);
        Assert.Same(s_there, await reading);
        Assert.Equal(["a"], Said(await watching));
    }

    [Fact]
    public async Task A_guest_that_is_alone_is_waited_for_although_it_was_asked_about_before()
    {
        var host = new SlowHost { Read = Task.FromResult(s_there) };
        var shared = new SharedHypervisor(host, TimeProvider.System);
        await shared.ReadAsync("a");
        var watching = shared.WatchAsync([new MoveLook("a", 1)], 2);
        var asked = await host.NextAsync();
        Assert.Equal(2, asked.Seconds);
        asked.Answer();
        await watching;
    }

    [Fact]
    public async Task A_lost_host_and_a_fault_reach_all_who_wait_and_the_next_is_asked_anew()
    {
        var host = new SlowHost();
        var shared = new SharedHypervisor(host, TimeProvider.System);
        var one = shared.WatchAsync([new MoveLook("a", 1)], 2);
        (await host.NextAsync()).Lose();
        Assert.Null(await one);
        one = shared.WatchAsync([new MoveLook("a", 1)], 2);
        (await host.NextAsync()).Fail(new OperationCanceledException("left"));
        await Assert.ThrowsAsync<OperationCanceledException>(() => one);
        one = shared.WatchAsync([new MoveLook("a", 1)], 2);
        (await host.NextAsync()).Answer();
        Assert.Equal(["a"], Said(await one));
    }

    private static IEnumerable<string> Said(ValueList<MoveSight>? sights) => (sights ?? []).Select(sight => sight.Said ?? "");

    private sealed record Asked(ValueList<string> Guests, int Seconds, TaskCompletionSource<ValueList<MoveSight>?> Told)
    {
        public void Answer() => Told.SetResult([.. Guests.Select(guest => new MoveSight(true, guest, s_there))]);

        public void Lose() => Told.SetResult(null);

        public void Fail(Exception problem) => Told.SetException(problem);
    }

    private sealed class SlowHost : IHypervisor
    {
        private readonly System.Threading.Channels.Channel<Asked> _asked = System.Threading.Channels.Channel.CreateUnbounded<Asked>();

        public Task<SideReading> Read { get; set; } = Task.FromResult(s_there);

        public int Requests { get; private set; }

        public async Task<Asked> NextAsync() => await _asked.Reader.ReadAsync();

        public Task<ValueList<MoveSight>?> WatchAsync(ValueList<MoveLook> looks, int seconds)
        {
            Requests++;
            var asked = new Asked([.. looks.Select(look => look.Uuid)], seconds, new TaskCompletionSource<ValueList<MoveSight>?>());
            _asked.Writer.TryWrite(asked);
            return asked.Told.Task;
        }

        public Task<SideReading> ReadAsync(string uuid) => Read;

        public Task<HostSurvey> SurveyAsync() => throw new NotSupportedException();

        public Task<ProbeAnswers> AnswerAsync(ProbeQuestions questions) => throw new NotSupportedException();

        public Task<string?> MakeDisksAsync(string uuid, IEnumerable<DiskCopy> copies) => throw new NotSupportedException();

        public Task<string?> KeepDisksAsync(string uuid) => throw new NotSupportedException();

        public Task<string?> LeaveAsync(GuestMove move, string step, int batch) => throw new NotSupportedException();

        public Task<string?> TakeUpAgainAsync(GuestMove move, string step, int batch) => throw new NotSupportedException();

        public Task<ValueList<MigrationLink>?> LinksAsync(string uuid) => throw new NotSupportedException();

        public Task<string?> HangUpAsync(string uuid, MigrationLink link) => throw new NotSupportedException();

        public Task<ValueList<string>> AddressesAsync(string uuid) => throw new NotSupportedException();

        public Task<bool> HasBegunAsync(int batch) => throw new NotSupportedException();

        public Task<string?> StopAsync(GuestStop guest, string step, int batch) => throw new NotSupportedException();

        public Task<bool?> IsSavedAsync(string uuid) => throw new NotSupportedException();

        public Task<string?> FinishAsync(string uuid, params ReadOnlySpan<FinishDeed> deeds) => throw new NotSupportedException();

        public Task<bool> AgentAnswersAsync(string uuid) => throw new NotSupportedException();

        public Task<ClockSetting> SetClockAsync(string uuid) => throw new NotSupportedException();

        public Task<MigrationStatistics?> StatisticsAsync(string uuid) => throw new NotSupportedException();
    }
}

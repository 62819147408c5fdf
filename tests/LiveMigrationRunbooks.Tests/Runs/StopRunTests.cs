using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Runs.Guests;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

/// <summary>Guests that are to go down, on a host that says of them what a test wants, look after look.</summary>
public sealed class StopRunTests
{
    private const string Up = "running (booted)";

    [Fact]
    public async Task A_guest_that_goes_is_asked_once_and_has_its_autostart()
    {
        var (result, host) = await RunAsync(CannotMove.Shutdown(), autostart: true, new(Up), new(Up), new("in shutdown (unknown)"), new("shut off (shutdown)"));

        Assert.Equal((DeedEnd.Done, "web: has shut down; stays down on kvm4; it starts when the host boots (autostart), or by virsh start web"), (result.End, result.Text));
        Assert.Equal(["stop", "RestoreAutostartOnSource ForgetMove"], host.Done);
    }

    [Fact]
    public async Task A_guest_that_does_not_go_runs_on_and_nothing_is_wrong_with_its_host()
    {
        var (result, host) = await RunAsync(CannotMove.Shutdown(TimeSpan.FromMinutes(2)), autostart: false, new Look(Up));

        Assert.Equal((DeedEnd.Failed, "web: was asked to shut down and still runs on kvm4 after 2 min (running (booted)); it stays, and nothing is changed there"), (result.End, result.Text));
        Assert.True(result.Figures.ContainsKey(MoveFigures.ByRule));
        Assert.Equal(["stop"], host.Done);
    }

    [Fact]
    public async Task One_that_is_down_already_is_not_asked()
    {
        var (result, host) = await RunAsync(CannotMove.ManagedSave, autostart: false, new Look("shut off (unknown)", Saved: true));

        Assert.Equal((DeedEnd.Done, "web: its memory is saved to disk; stays down on kvm4; what starts it again: virsh start web"), (result.End, result.Text));
        Assert.Equal(["ForgetMove"], host.Done);
    }

    [Fact]
    public async Task One_that_is_being_saved_is_waited_for_and_one_that_is_never_saved_is_called_off()
    {
        var (waited, host) = await RunAsync(CannotMove.ManagedSave, autostart: false, new Look("paused (saving)", Job: true), new Look("shut off (saved)", Saved: true));
        Assert.Equal((DeedEnd.Done, 1), (waited.End, host.Done.Count));

        var (late, busy) = await RunAsync(CannotMove.ManagedSave, autostart: false, new(Up), new("paused (saving)", Job: true));
        Assert.Equal((DeedEnd.UnderWay, "web: was not saved within 30 min (paused (saving), save); it stays on kvm4"), (late.End, late.Text));
        Assert.Equal(["stop", "call off"], busy.Done.Distinct());
    }

    [Theory]
    [InlineData("shut off (crashed)", DeedEnd.Held, "web: crashed on kvm4 before it was down; look at it there")]
    [InlineData("absent", DeedEnd.Failed, "web: is no longer on kvm4")]
    [InlineData("silent", DeedEnd.Held, "web: unknown: kvm4 says \"no answer: silent\"")]
    public async Task What_is_not_down_is_told_as_it_is(string said, DeedEnd end, string text)
    {
        var (result, host) = await RunAsync(CannotMove.Shutdown(), autostart: true, new(Up), new(said));

        Assert.Equal((end, text), (result.End, result.Text));
        Assert.Equal(["stop"], host.Done);
    }

    [Fact]
    public async Task What_its_host_says_against_it_is_told()
    {
        var (result, _) = await RunAsync(CannotMove.ManagedSave, autostart: false, new(Up), new(Up, Complaint: "error: no space left on device"));

        Assert.Equal((DeedEnd.Failed, "web: still runs on kvm4: error: no space left on device"), (result.End, result.Text));
        Assert.False(result.Figures.ContainsKey(MoveFigures.ByRule));
    }

    private static async Task<(DeedResult Result, Host Host)> RunAsync(CannotMove how, bool autostart, params Look[] looks)
    {
        using var run = new OpenRun();
        var host = new Host(looks);
        var deed = new StopDeed("p1.stop.web@kvm4", 0, 0, "kvm4", new GuestStop("u", "web", "kvm4", how, autostart, TimeSpan.FromMinutes(30), "(rest)", ""));
        await new StopRun(_ => host, run.Record, new SkippingTime()).DoAsync(deed, CancellationToken.None);
        return (run.Record.Of(deed)!, host);
    }

    private sealed record Look(string Said, bool? Saved = false, bool Job = false, string? Complaint = null);

    // The last look lasts.
    private sealed class Host(Look[] looks) : IHypervisor
    {
        private int _at = -1;

        public List<string> Done { get; } = [];

        public Task<SideReading> ReadAsync(string uuid)
        {
            _at = Math.Min(_at + 1, looks.Length - 1);
            var look = looks[_at];
            var condition = GuestCondition.Parse(look.Said);
            return Task.FromResult<SideReading>(look.Said switch
            {
                "absent" => new SideReading.Absent(false),
                "silent" => new SideReading.NoAnswer("silent"),
                _ => new SideReading.Present(condition, true, true, look.Job ? new GuestJob.Other("save") : new GuestJob.None(), condition.IsActive),
            });
        }

        public Task<string?> StopAsync(GuestStop guest, string step, int batch) => Do("stop");

        public Task<bool?> IsSavedAsync(string uuid) => Task.FromResult(looks[_at].Saved);

        public async Task<ValueList<MoveSight>?> WatchAsync(ValueList<MoveLook> watched, int seconds)
        {
            if (watched[0].Action is MoveAction.CallOff) await Do("call off");
            var side = await ReadAsync("u");
            return [new MoveSight(false, looks[_at].Complaint, side)];
        }

        public Task<string?> FinishAsync(string uuid, params ReadOnlySpan<FinishDeed> deeds) => Do(string.Join(' ', deeds.ToArray()));

        public Task<HostSurvey> SurveyAsync() => throw new InvalidOperationException();

        public Task<ProbeAnswers> AnswerAsync(ProbeQuestions questions) => throw new InvalidOperationException();

        public Task<string?> MakeDisksAsync(string uuid, IEnumerable<DiskCopy> copies) => throw new InvalidOperationException();

        public Task<string?> KeepDisksAsync(string uuid) => throw new InvalidOperationException();

        public Task<string?> LeaveAsync(GuestMove move, string step, int batch) => throw new InvalidOperationException();

        public Task<string?> TakeUpAgainAsync(GuestMove move, string step, int batch) => throw new InvalidOperationException();

        public Task<ValueList<MigrationLink>?> LinksAsync(string uuid) => throw new InvalidOperationException();

        public Task<string?> HangUpAsync(string uuid, MigrationLink link) => throw new InvalidOperationException();

        public Task<ValueList<string>> AddressesAsync(string uuid) => throw new InvalidOperationException();

        public Task<bool> HasBegunAsync(int batch) => throw new InvalidOperationException();

        public Task<bool> AgentAnswersAsync(string uuid) => throw new InvalidOperationException();

        public Task<ClockSetting> SetClockAsync(string uuid) => throw new InvalidOperationException();

        public Task<MigrationStatistics?> StatisticsAsync(string uuid) => throw new InvalidOperationException();

        private Task<string?> Do(string what)
        {
            Done.Add(what);
            return Task.FromResult<string?>(null);
        }
    }
}

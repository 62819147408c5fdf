using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Hosts.Hypervisors;

/// <summary>A session with a host, as far as its guests need it.</summary>
/// <param name="SendAsync">Null where the host is lost.</param>
/// <param name="Trouble">Why it is lost.</param>
/// <param name="Epoch">Of the run's claim or reservation on the host; 0 before it has one.</param>
public sealed record HypervisorSession(Func<Request, Task<IReadOnlyDictionary<string, CommandResult>?>> SendAsync, Func<string?> Trouble, Func<int> Epoch);

/// <summary>libvirt, asked and told by virsh over the run's session. Deeds, and what a watch does about a move, are fenced: nothing is done where another controller has taken the run over.</summary>
public sealed class VirshHypervisor(HypervisorSession session, string run) : IHypervisor
{
    private const string Libvirt = "libvirt";
    private const string Claim = "claim";
    private const string Pairs = "pairs";
    private const string Guest = "guest";
    private const string Start = "start";
    private const string Wait = "wait";
    private const string Only = "only";
    private const string Fence = "fence";
    private const string Clock = "clock";
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_finish = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_survey = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan s_disks = TimeSpan.FromSeconds(120);

    private string Lost => session.Trouble() ?? "lost";

    public async Task<SideReading> ReadAsync(string uuid) => await AskAsync(HypervisorScripts.ReadGuest(uuid), s_look) is { } result
        ? GuestReader.ReadSide(result, uuid)
        : new SideReading.NoAnswer(Lost);

    public async Task<HostSurvey> SurveyAsync()
    {
        var request = Request.Of(new RequestItem(Libvirt, HypervisorScripts.Read(), s_survey), new RequestItem(Claim, HostClaim.ReadClaim, s_short));
        if (await session.SendAsync(request) is not { } results) return new HostSurvey(new NotAnswering(Lost), []);
        return new HostSurvey(HypervisorReader.Read(results[Libvirt]), [.. ClaimReading.Read(results[Claim]).Reservations.Where(each => each.RunId != run)]);
    }

    public async Task<ProbeAnswers> AnswerAsync(ProbeQuestions questions)
    {
        if (questions.IsEmpty) return ProbeAnswers.NotAsked with { Broken = null };
        return await AskAsync(HypervisorScripts.Probe(questions), s_survey, Pairs) is { } result ? ProbeAnswers.Read(result) : ProbeAnswers.NotAsked;
    }

    public Task<string?> MakeDisksAsync(string uuid, IEnumerable<DiskCopy> copies) => DoAsync([("disks", HypervisorScripts.MakeDisks(uuid, copies))], s_disks);

    public Task<string?> KeepDisksAsync(string uuid) => DoAsync([("disks", HypervisorScripts.KeepDisks(uuid))], s_disks);

    public Task<string?> LeaveAsync(GuestMove move, string step, int batch)
    {
        if (move.Command is not { } command) return Task.FromResult<string?>("the plan holds no command for it");
        var kept = new MoveRecord(move.Uuid, run, move.Target, move.TargetAddress, move.Autostart, "begun") { Offline = move.Offline };
        List<(string Id, Command Command)> deeds = [("record", HypervisorScripts.RecordMove(kept))];
        if (move.Autostart) deeds.Add(("autostart", HypervisorScripts.SetAutostart(move.Uuid, false)));
        deeds.Add((Start, StartOf(command, move, step, batch)));
        return DoAsync(deeds, s_short);
    }

    public Task<string?> TakeUpAgainAsync(GuestMove move, string step, int batch) => move.Command is { } command
        ? DoAsync([(Start, StartOf(MigrationCommand.TakeUpAgain(command), move, step, batch))], s_short)
        : Task.FromResult<string?>("the plan holds no command for it");

    public async Task<ValueList<MigrationLink>?> LinksAsync(string uuid) => await AskAsync(HypervisorScripts.Links(uuid), s_short) is { } result ? MigrationLink.Read(result) : null;

    public Task<string?> HangUpAsync(string uuid, MigrationLink link) => DoAsync([("link", HypervisorScripts.HangUp(uuid, link))], s_finish);

    public async Task<bool> HasBegunAsync(int batch) =>
        await AskAsync(JobScripts.Read(run, batch), s_short) is { } result && JobReading.Read(result) is { NeverBegins: false };

    public async Task<ValueList<MoveSight>?> WatchAsync(ValueList<MoveLook> looks, int seconds)
    {
        List<RequestItem> actions = [.. looks.Index().Where(entry => entry.Item.Action is not null)
            .Select(entry => new RequestItem($"action {entry.Index}", MigrationCommand.Of(entry.Item.Uuid, entry.Item.Action!), s_look))];
        if (actions.Count > 0) actions.Insert(0, Fenced);
        if (await session.SendAsync(new Request([.. actions, new RequestItem(Wait, HypervisorScripts.Watch(seconds, run, looks), s_look)])) is not { } results) return null;
        if (actions.Count > 0 && results[Fence] is { Succeeded: false } refused) return [.. looks.Select(_ => MoveSight.TakenOver(refused.Complaint))];
        var sides = looks.Select(look => GuestReader.ReadWatched(results[Wait], look.Uuid)).ToList();
        return sides.TrueForAll(GoesOn) ? [.. sides.Select(side => new MoveSight(Runs: true, null, side!))] : await CloselyAsync(looks, sides);
    }

    private static bool GoesOn(SideReading? side) => side is SideReading.Present { Condition.IsActive: true };

    // Of what has ended, does not run, or could not be told at a glance, all is read.
    private async Task<ValueList<MoveSight>?> CloselyAsync(ValueList<MoveLook> looks, List<SideReading?> sides)
    {
        var request = new Request([.. looks.Index().Where(entry => !GoesOn(sides[entry.Index])).SelectMany(entry => new[]
        {
            new RequestItem($"{Wait} {entry.Index}", JobScripts.Read(run, entry.Item.Batch), s_short),
            new RequestItem($"{Guest} {entry.Index}", HypervisorScripts.ReadGuest(entry.Item.Uuid), s_look),
        })]);
        if (await session.SendAsync(request) is not { } results) return null;
        return [.. looks.Index().Select(entry => sides[entry.Index] is { } side && GoesOn(side) ? new MoveSight(Runs: true, null, side)
            : Sight(JobReading.Read(results[$"{Wait} {entry.Index}"]), GuestReader.ReadSide(results[$"{Guest} {entry.Index}"], entry.Item.Uuid)))];
    }

    public Task<string?> FinishAsync(string uuid, params ReadOnlySpan<FinishDeed> deeds)
    {
        var commands = new List<(string Id, Command Command)>();
        foreach (var deed in deeds) commands.Add((deed.ToString(), CommandOf(uuid, deed)));
        return DoAsync(commands, s_finish);
    }

    public async Task<ValueList<string>> AddressesAsync(string uuid) =>
        await AskAsync(HypervisorScripts.ReadAddresses(uuid), s_finish + s_short) is { } result ? GuestAddresses.Read(result.Text) : [];

    public Task<string?> StopAsync(GuestStop guest, string step, int batch)
    {
        var job = new Job(run, batch, [new JobStep(step, [HypervisorScripts.Stop(guest.Uuid, guest.How.Way)], []) { Timeout = guest.Deadline }]);
        return DoAsync([(Start, JobScripts.Start(job, session.Epoch()))], s_short);
    }

    public async Task<bool?> IsSavedAsync(string uuid) =>
        await AskAsync(HypervisorScripts.ListSaved, s_short) is { Succeeded: true } result ? result.Lines.Contains(uuid) : null;

    public async Task<MigrationStatistics?> StatisticsAsync(string uuid) =>
        await AskAsync(HypervisorScripts.CompletedStatistics(uuid), s_short) is { } result ? MigrationStatistics.Read(result) : null;

    public async Task<bool> AgentAnswersAsync(string uuid) => await AskAsync(HypervisorScripts.AskAgent(uuid), s_short) is { Succeeded: true };

    public async Task<ClockSetting> SetClockAsync(string uuid)
    {
        var request = Request.Of(Fenced, Required(Clock, HypervisorScripts.SetClock(uuid), s_finish));
        if (await session.SendAsync(request) is not { } results) return new ClockSetting(HasAgent: true, Lost);
        if (results[Fence] is { Succeeded: false } refused) return new ClockSetting(HasAgent: true, refused.Complaint);
        return results[Clock] switch
        {
            { Succeeded: true } => new ClockSetting(HasAgent: true, null),
            { ExitCode: HypervisorScripts.NoAgent } => new ClockSetting(HasAgent: false, null),
            var failed => new ClockSetting(HasAgent: true, failed.Complaint),
        };
    }

    private Command StartOf(Command command, GuestMove move, string step, int batch) =>
        JobScripts.Start(new Job(run, batch, [new JobStep(step, [command], []) { Timeout = move.Terms.Deadline }]), session.Epoch());

    private static Command CommandOf(string uuid, FinishDeed deed) => deed switch
    {
        FinishDeed.SetAutostartOnTarget or FinishDeed.RestoreAutostartOnSource => HypervisorScripts.SetAutostart(uuid, true),
        FinishDeed.UndefineSource => HypervisorScripts.UndefineSource(uuid),
        FinishDeed.DestroySourceHusk => HypervisorScripts.DestroyHusk(uuid),
        FinishDeed.ResumeSource => HypervisorScripts.ResumeSource(uuid),
        FinishDeed.ForgetMove => HypervisorScripts.ForgetMove(uuid),
        _ => throw new ArgumentOutOfRangeException(nameof(deed), deed, null),
    };

    private static MoveSight Sight(JobReading? job, SideReading side) => new(job?.State == JobState.Running, Said(job), side);

    private static string? Said(JobReading? reading) => reading is { Steps: [{ ExitCode: not 0, Err: var error }, ..] } && error.Trim().Length > 0
        ? error.Trim().Split('\n')[^1].Trim()
        : null;

    private async Task<CommandResult?> AskAsync(Command question, TimeSpan patience, string id = Only) =>
        (await session.SendAsync(Request.Of(new RequestItem(id, question, patience))))?[id];

    // The first that fails ends it, and is what is said.
    private async Task<string?> DoAsync(IEnumerable<(string Id, Command Command)> deeds, TimeSpan patience)
    {
        RequestItem[] items = [Fenced, .. deeds.Select(deed => Required(deed.Id, deed.Command, patience))];
        if (await session.SendAsync(Request.Of(items)) is not { } results) return Lost;
        return items.Select(item => results[item.Id]).FirstOrDefault(result => !result.Succeeded)?.Complaint;
    }

    private RequestItem Fenced => Required(Fence, HostClaim.Fence(run, session.Epoch()), s_short);

    private static RequestItem Required(string id, Command command, TimeSpan patience) => new(id, command, patience) { Required = true };
}

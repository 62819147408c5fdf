using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Migrations.Preflights;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Moves;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Runs.Claiming;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>On what terms guests move: the waves and policies of each play, and what its targets keep in reserve.</summary>
public sealed class MoveTerms
{
    private readonly BoundRunbook? _runbook;

    public MoveTerms(BoundRunbook runbook) => _runbook = runbook;

    private MoveTerms()
    {
    }

    /// <summary>For a run that moves no guests: one that takes changes back.</summary>
    public static MoveTerms None { get; } = new();

    /// <summary>When the window ends within which this run moves guests; null where there is none.</summary>
    public DateTimeOffset? Until { get; private init; }

    /// <summary>The same within a window; what was begun outside of one has none.</summary>
    public MoveTerms Within(PlanWindow? window) => _runbook is null || window is not { IsOpen: true, Outside: false, Until: { } until } ? this : new MoveTerms(_runbook) { Until = until };

    /// <summary>Who watches a move that begins now.</summary>
    public MoveMonitor MonitorOf(GuestMove move, DateTimeOffset now) =>
        new(move.Terms, MoveDeadline.Of(move.Terms, move.ForecastAtMost, move.LeastBytes, Until - now), move.MayPostCopy);

    /// <summary>The file that says how the guests of a play leave.</summary>
    public string FileOf(int play) => Runbook.Plays[play].Play.Evacuate?.Span.File.Path ?? "";

    /// <summary>The name of a play.</summary>
    public string PlayOf(int play) => Runbook.Plays[play].Play.Name;

    /// <summary>What the end of a deed after a move holds that did not go well: guests are counted by themselves, or fail their host.</summary>
    public ValueMap<long>? FailureAfter(int play) => Runbook.Plays[play].Play.Evacuate?.MaxFailed is null ? null : MoveFigures.SparesHost;

    private BoundRunbook Runbook => _runbook ?? throw new InvalidOperationException("This run moves no guests.");

    /// <summary>Which wave, and so which policy, a guest belongs to that the plan did not know.</summary>
    public WaveOrder Waves(int play) => Runbook.Plays[play].Play.Evacuate?.Waves ?? WaveOrder.One(MigrationPolicy.Balanced);

    /// <summary>The target as it was just read.</summary>
    public MoveTarget Target(int play, string name, HostSurvey survey, ProbeAnswers pairs)
    {
        var reading = HostReading.NotRead(name, new HostTrouble("", "", "")) with
        {
            Hypervisor = survey.Reading,
            Reserved = [.. survey.Reserved.Select(ClaimHolder.Of)],
            Pairs = pairs,
        };
        return EvacuationReading.Target(Runbook.Inventory, Runbook.Plays[play].Targets.First(target => target.Name == name), reading, []);
    }

    /// <summary>A move that the plan did not know, with what else it takes part of.</summary>
    public GuestMove Known(GuestMove move) => move.Over(Runbook.Inventory);
}

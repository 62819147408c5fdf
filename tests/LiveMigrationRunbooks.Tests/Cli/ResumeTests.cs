using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Tests.Plans;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

/// <summary>What can be said about a run without a host.</summary>
public sealed class ResumeTests : IDisposable
{
    private const string Id = "20260101-120000-abcd";
    private readonly RunbookFolder _folder = new("plays:\n  - hosts: kvm1\n    steps:\n      - directory: { path: /srv/a }\n");
    private readonly Lmr _lmr = new();

    [Fact]
    public void A_run_that_has_ended_is_not_taken_up()
    {
        Keep(new RunEnded(0, "done"));
        var (exitCode, _, errors) = _lmr.Run(_folder.Root, "resume", "last");

        Assert.Equal((1, $"lmr: refused, nothing was touched: {Id} has ended: done (0). Apply again, or take it back: lmr rollback {Id}  [run.ended]\n"), (exitCode, errors));
        Assert.Empty(_lmr.SshCalls);
    }

    [Fact]
    public void A_run_whose_process_is_gone_cannot_be_held_and_whoever_asks_is_told_how_to_go_on()
    {
        Keep();
        var (exitCode, _, errors) = _lmr.Run("/", "runs", "hold", "last", "--runbook", _folder.At("runbook.yml"));

        Assert.Equal(1, exitCode);
        Assert.Contains($"To go on: lmr resume {Id} --runbook {_folder.At("runbook.yml")} -e token=VALUE  [run.dead]\n", errors, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _lmr.Dispose();
    }

    private void Keep(params JournalRecord[] records)
    {
        var plan = new HandMadeReadings().Plan(_folder.Bind());
        var json = PlanFile.Write(plan with { Source = new PlanSource("1", _folder.At("runbook.yml"), [], null, [], [], [], [], LiveMigrationRunbooks.Commands.ValueMap<string>.Empty, null, DateTimeOffset.UnixEpoch) { Withheld = ["token"] } });
        using var run = RunStore.Beside(_folder.At("runbook.yml")).Create(Id, TimeProvider.System);
        run.KeepPlan(json);
        run.Append(new RunBegan(Id, _folder.At("runbook.yml"), PlanFile.DigestOf(json), ["kvm1"], null));
        foreach (var record in records) run.Append(record);
    }
}

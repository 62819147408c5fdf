using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Asks the gate's questions of a stage, one script a host, all hosts side by side.</summary>
internal sealed class GateRun(HostSessions sessions, RunRecord record, IReadOnlyDictionary<string, HostReading> readings)
{
    public Task DoAsync(ValueList<CheckDeed> checks) =>
        sessions.EachAsync(checks.GroupBy(check => check.Host, StringComparer.Ordinal), group => AskAsync(group.Key, [.. group]), CancellationToken.None);

    private async Task AskAsync(string host, ValueList<CheckDeed> checks)
    {
        var asked = checks.Select(check => (Check: check, Step: StepBehind.Of(check.Step), Scene: StepBehind.Scene(host, readings, check.Peers))).ToList();
        var probes = asked.Select(each => (each.Check.Id, each.Step.Probe(each.Scene))).ToList();
        List<RequestItem> items = [.. StepProbes.Items(probes)];
        var results = items.Count == 0 ? new Dictionary<string, CommandResult>() : await sessions.SendAsync(host, new Request([.. items]), CancellationToken.None);
        foreach (var (check, step, scene) in asked)
        {
            if (results is null)
            {
                record.End(check, DeedEnd.Failed, $"{check.Step.Name}: {sessions.Trouble(host)?.What}");
                continue;
            }
            var (end, text) = step.Judge(StepProbes.Answers(probes, results)[check.Id], scene) switch
            {
                Verdict.Passed passed => (DeedEnd.Done, $"{check.Step.Name}: {passed.Text}"),
                Verdict.Failed failed => (DeedEnd.Failed, $"{check.Step.Name}: {failed.Text} {failed.Remedy}"),
                var other => (DeedEnd.Failed, $"{check.Step.Name}: a check cannot be {other.GetType().Name}"),
            };
            record.End(check, end, text);
        }
    }
}

using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Runs.Resuming;
using LiveMigrationRunbooks.Runs.Sessions;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Tests.Killing;

/// <summary>
/// What apply, rollback and resume do, in this process and with fresh objects each time, so that they can be killed at any of their effects.
/// </summary>
/// <param name="connectors">Made anew for each process.</param>
/// <param name="adjust">Changes each plan that is made, where the runbook's language has no words for what a test needs.</param>
public sealed class MortalRuns(string runbook, string inventory, Func<Connectors> connectors, Func<Plan, Plan>? adjust = null)
{
    private static readonly TimeProvider s_time = TimeProvider.System;

    public RunStore Store { get; } = RunStore.Beside(runbook);

    /// <summary>Plans and carries it out; null where the process was killed.</summary>
    public Task<RunSummary?> ApplyAsync(Effects effects) => LiveAsync(effects, async (bound, sessions) =>
    {
        if (await PlanAsync(bound, sessions) is not var (plan, probed)) throw new InvalidOperationException("The runbook does not bind.");
        using var stored = Begin(new MortalStore(Store, effects), plan, null);
        return await new RunLoop(plan, probed.Readings, new MoveTerms(probed.Runbook), sessions, stored, _ => { }, s_time).RunAsync(Adoption.Of(probed.Readings.Values, Store), default);
    });

    public Task<RunSummary?> RollbackAsync(string run, Effects effects) => LiveAsync(effects, async (bound, sessions) =>
    {
        var reader = new RollbackReader(sessions, run, PlanOf(run), Store.JournalOf(run));
        var plan = await reader.ReadAsync([.. reader.Touched], default);
        using var stored = Begin(new MortalStore(Store, effects), plan, run);
        return await new RunLoop(plan, reader.Readings, MoveTerms.None, sessions, stored, _ => { }, s_time).RunAsync(Adoption.Of(reader.Readings.Values, Store), default);
    });

    public Task<RunSummary?> ResumeAsync(string run, Effects effects) => LiveAsync(effects, async (bound, sessions) =>
    {
        var plan = PlanOf(run);
        return await new ResumeRun(new MortalStore(Store, effects), run, plan, Store.JournalOf(run), sessions, s_time).RunAsync(
            _ => { },
            async hosts => plan.Returns is not null ? new LeftRead(null, hosts.ToDictionary(host => host.Key, host => host.Value.Reading(host.Key)), MoveTerms.None)
                : await PlanAsync(bound, sessions) is var (now, probed) ? new LeftRead(now, probed.Readings, new MoveTerms(probed.Runbook)) : null,
            () => _ => { },
            default);
    });

    /// <summary>Whether there is anything that can be taken up: without its first record a run has done nothing, and is begun anew.</summary>
    public bool HasBegun(string run) => Store.JournalOf(run).Records.Count > 0;

    private Plan PlanOf(string run) => (Store.PlanOf(run, out var why) is { } text ? PlanFile.Read(text) : null) ?? throw new InvalidDataException(why);

    private async Task<(Plan Plan, Probed Probed)?> PlanAsync(Bound bound, HostSessions sessions)
    {
        var findings = new Findings();
        var probed = await new Prober(sessions, bound.Binder).ReadAsync(bound.Offline, findings, default);
        if (findings.HasErrors) return null;
        var plan = Planner.Make(probed.Runbook, probed.Readings);
        return (adjust?.Invoke(plan) ?? plan, probed);
    }

    private static IStoredRun Begin(MortalStore store, Plan plan, string? undoes)
    {
        var stored = store.Create(RunId.New(s_time), s_time);
        var kept = PlanFile.Write(plan);
        stored.KeepPlan(kept);
        stored.Append(new RunBegan(stored.Id, plan.Runbook, PlanFile.DigestOf(kept), [.. plan.Hosts.Select(host => host.Name)], undoes));
        return stored;
    }

    private async Task<RunSummary?> LiveAsync(Effects effects, Func<Bound, HostSessions, Task<RunSummary?>> live)
    {
        var findings = new Findings();
        var known = InventoryReader.Read([inventory], findings);
        var read = RunbookReader.Read(runbook, findings);
        if (known is null || read is null || findings.HasErrors) throw new InvalidDataException(string.Join('\n', findings.Sorted));
        var binder = new RunbookBinder(read, known, new Dictionary<string, YamlNode>(), null);
        var usual = connectors();
        var mortal = new Connectors(new MortalConnector(usual.Ssh, effects), new MortalConnector(usual.Local, effects));
        var offline = binder.Bind(new Dictionary<string, HostFacts>(), findings);
        await using var sessions = await HostSessions.OpenAsync(known, offline.Hosts, 8, default, connectors: mortal);
        try
        {
            return await live(new Bound(binder, offline), sessions);
        }
        catch (Exception death) when (death is KilledException || effects.IsDead)
        {
            return null;
        }
    }

    private sealed record Bound(RunbookBinder Binder, BoundRunbook Offline);
}

using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs.Resuming;

/// <summary>A run as its hosts remember it.</summary>
/// <param name="Plan">Put together from the hosts' parts.</param>
/// <param name="Missing">How many deeds of it none of the hosts that answered knows.</param>
/// <param name="Records">Its journal, as far as jobs tell it: what was meant. What came of it is asked when somebody goes on.</param>
public sealed record RecoveredRun(string Id, Plan Plan, int Missing, ValueList<JournalRecord> Records);

/// <summary>What was found on the hosts: one run, or why not one.</summary>
public sealed record Recovery(RecoveredRun? Run, string? Reason, string Explanation);

/// <summary>
/// Puts a run together again from its hosts, for a machine that has never seen it: resume and rollback go on from there as if it had been
/// made here. Reads only.
/// </summary>
public sealed class RunRecovery(HostSessions sessions)
{
    private const string Claim = "claim";
    private const string List = "runs";
    private const string Part = "part";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <param name="wanted">Id of the run; null for the one that has not ended, where there is one such.</param>
    public async Task<Recovery> FindAsync(IReadOnlyList<string> hosts, string? wanted, CancellationToken cancellationToken)
    {
        var remembered = await RememberedAsync(hosts, cancellationToken);
        var choice = Choose(remembered, wanted);
        if (choice.Id is not { } id) return new Recovery(null, "run.unknown", choice.Why);
        var open = remembered.Values.Any(host => host.Claim is { State: not ClaimState.Done } claim && claim.RunId == id);
        var parts = new SortedDictionary<string, HostMemory>(StringComparer.Ordinal);
        await sessions.EachAsync(remembered.Where(host => host.Value.Runs.Any(run => run.Id == id)), async host =>
        {
            var memory = await MemoryAsync(host.Key, host.Value.Runs.First(run => run.Id == id), cancellationToken);
            lock (parts)
            {
                if (memory is not null) parts[host.Key] = memory;
            }
        }, cancellationToken);
        return parts.Count == 0 ? new Recovery(null, "run.unreadable", $"No host has a part of run {id} that this version can read.") : new Recovery(Joined(id, open, parts), null, "");
    }

    private static RecoveredRun Joined(string id, bool open, SortedDictionary<string, HostMemory> parts)
    {
        var (plan, missing) = PlanPart.Join([.. parts.Values.Select(memory => memory.Part)]);
        return new RecoveredRun(id, plan, missing,
        [
            new RunBegan(id, plan.Runbook, PlanFile.DigestOf(PlanFile.Write(plan)), [.. plan.Hosts.Select(host => host.Name)], plan.Returns?.Run),
            .. parts.SelectMany(host => RecoveredJobs.Meant(host.Key, host.Value.Jobs)),
            .. open ? Array.Empty<JournalRecord>() : [new RunEnded(RunSummary.Incomplete, "recovered")],
        ]);
    }

    private async Task<SortedDictionary<string, (Claim? Claim, ValueList<RememberedRun> Runs)>> RememberedAsync(IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        var remembered = new SortedDictionary<string, (Claim? Claim, ValueList<RememberedRun> Runs)>(StringComparer.Ordinal);
        await sessions.EachAsync(hosts, async host =>
        {
            var request = Request.Of(new RequestItem(Claim, HostClaim.ReadClaim, s_patience), new RequestItem(List, HostRuns.List, s_patience));
            if (await sessions.SendAsync(host, request, cancellationToken) is not { } results) return;
            lock (remembered) remembered[host] = (ClaimReading.Read(results[Claim]).Claim, HostRuns.ReadList(results[List]));
        }, cancellationToken);
        return remembered;
    }

    private static (string? Id, string Why) Choose(SortedDictionary<string, (Claim? Claim, ValueList<RememberedRun> Runs)> remembered, string? wanted)
    {
        var known = remembered.Values.SelectMany(host => host.Runs).Select(run => run.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var newest = known.Count == 0 ? "These hosts remember no run." : $"The newest run that they remember is {known[^1]}.";
        if (wanted is not null) return known.Contains(wanted) ? (wanted, "") : (null, $"None of the hosts that answered remembers run {wanted}. {newest}");
        var open = remembered.Values.Select(host => host.Claim).OfType<Claim>().Where(claim => claim.State != ClaimState.Done && known.Contains(claim.RunId))
            .Select(claim => claim.RunId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return open.Count switch
        {
            1 => (open[0], ""),
            0 => (null, $"No run on these hosts is unfinished. {newest} Name the run to recover an ended one."),
            _ => (null, $"More than one run is unfinished: {string.Join(", ", open)}. Name one of them."),
        };
    }

    private async Task<HostMemory?> MemoryAsync(string host, RememberedRun run, CancellationToken cancellationToken)
    {
        var text = new MemoryStream();
        while (text.Length < run.Length)
        {
            var slice = new RequestItem(Part, HostRuns.Slice(run.Id, (int)text.Length), s_patience);
            if (await sessions.SendAsync(host, Request.Of(slice), cancellationToken) is not { } answer || !TryDecode(answer[Part].Text, text)) return null;
        }
        List<RequestItem> items = [.. run.Batches.Select(batch => new RequestItem($"{batch}", JobScripts.Read(run.Id, batch), s_patience))];
        if (PlanPart.Read(Encoding.UTF8.GetString(text.ToArray())) is not { } part) return null;
        if (items.Count == 0) return new HostMemory(part, []);
        if (await sessions.SendAsync(host, new Request([.. items]), cancellationToken) is not { } results) return null;
        return new HostMemory(part, [.. run.Batches.Select(batch => (batch, JobReading.Read(results[$"{batch}"]))).Where(job => job.Item2 is not null).Select(job => (job.batch, job.Item2!))]);
    }

    // What a host says may be anything: an empty slice ends it too.
    private static bool TryDecode(string base64, MemoryStream to)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var count) || count == 0) return false;
        to.Write(bytes, 0, count);
        return true;
    }

    private sealed record HostMemory(PlanPart Part, IReadOnlyList<(int Batch, JobReading Reading)> Jobs);
}

using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs;

/// <summary>What every host of a saved plan keeps of it: which run carried it out. It is there before the first change, so a plan is applied once.</summary>
public sealed class SavedPlanMarks(HostSessions sessions, string digest)
{
    private const string Mark = "applied";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>The runs that applied the plan, by host; hosts that know of none, or cannot be asked, are left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(IEnumerable<string> hosts, CancellationToken stop)
    {
        var runs = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await sessions.EachAsync(hosts, async host =>
        {
            var results = await sessions.SendAsync(host, Request.Of(new RequestItem(Mark, AppliedMark.Read(digest), s_patience)), stop);
            if (results?[Mark].Text.Trim() is { Length: > 0 } run) runs[host] = run;
        }, stop);
        return runs;
    }

    /// <summary>Why, for each host that could not be marked; a host that was lost just now fails by itself.</summary>
    public async Task<ValueMap<string>> LeaveAsync(string run, IEnumerable<string> hosts)
    {
        var problems = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await sessions.EachAsync(hosts, async host =>
        {
            var results = await sessions.SendAsync(host, Request.Of(new RequestItem(Mark, AppliedMark.Leave(digest, run), s_patience)), CancellationToken.None);
            if (results?[Mark] is not { } answer || answer.Text.Trim() == run) return;
            problems[host] = answer.Succeeded ? $"{host}: run {answer.Text.Trim()} applied this plan." : $"{host}: that the plan is applied could not be kept: {answer.Complaint}";
        }, CancellationToken.None);
        return problems.ToValueMap();
    }
}

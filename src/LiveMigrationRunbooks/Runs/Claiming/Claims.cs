using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs.Claiming;

/// <summary>What came of taking the hosts of a stage.</summary>
/// <param name="Refused">Hosts that are not to be had, with why.</param>
/// <param name="New">Hosts that this run had not, or not for itself, before.</param>
/// <param name="Results">What was asked with the same script, by host.</param>
internal sealed record TakenHosts(ValueMap<HostTrouble> Refused, ValueList<string> New, IReadOnlyDictionary<string, IReadOnlyDictionary<string, CommandResult>> Results);

/// <summary>
/// The run's hold on its hosts: a lock while its session lives, and a claim that outlives it; on hosts that guests are only sent to, a
/// reservation. Hosts are tried in sorted order, and none is waited for while others of the same stage are held: so of several runs that want
/// the same hosts one gets them all.
/// </summary>
internal sealed class Claims(HostSessions sessions, string run, Adoption adoption, ClaimWait wait)
{
    private const string Lock = "lock";
    private const string Take = "claim";
    private const string Free = "free";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, Hold> _holds = new(StringComparer.Ordinal);
    private readonly DeadClaims _dead = new(sessions, run, adoption);

    public int Epoch(string host) => _holds[host].Epoch;

    /// <summary>Whether this run has taken or reserved the host.</summary>
    public bool Has(string host) => _holds.ContainsKey(host);

    /// <summary>Whether nobody else may work on the host.</summary>
    public bool IsOwn(string host) => _holds.TryGetValue(host, out var hold) && hold.IsOwn;

    /// <summary>0 for a host that this run has not.</summary>
    public int EpochOrNone(string host) => _holds.TryGetValue(host, out var hold) ? hold.Epoch : 0;

    /// <summary>Before whatever no job does: it is not done where another controller has taken the run over.</summary>
    public RequestItem Fence(string host) => Required("fence", HostClaim.Fence(run, EpochOrNone(host)));

    /// <summary>Takes what a stage needs, and with the same script asks hosts of its own what <paramref name="more"/> wants to know of them.</summary>
    /// <param name="whole">Whether nothing is kept where one host is not to be had.</param>
    /// <param name="stop">Ends the waiting for others; what has been taken by then is known to this run.</param>
    public async Task<TakenHosts> TakeAsync(Demand demand, bool whole, Func<string, IEnumerable<RequestItem>> more, CancellationToken stop)
    {
        while (true)
        {
            var taken = await TryAsync(demand, whole, more);
            var first = taken.Refused.Values.FirstOrDefault();
            if (first is null) return taken;
            var again = wait.Helps(first.Reason) && !stop.IsCancellationRequested;
            if (again || whole) await LetGoAsync(taken.New);
            if (!again) return taken;
            await wait.PauseAsync(first.What, stop);
        }
    }

    /// <summary>Gives hosts back on which nothing was done, locks too. One that this run had before it broke off stays its own.</summary>
    public async Task LetGoAsync(IReadOnlyList<string> hosts)
    {
        var unlock = Required("unlock", HostClaim.DropLock);
        foreach (var host in hosts.Where(host => IsOwn(host) && _dead.IsOfThisRun(host)))
        {
            _holds.TryRemove(host, out _);
            _dead.Forget(host);
            await sessions.SendAsync(host, Request.Of(unlock), CancellationToken.None);
        }
        await EndAsync(hosts, HostClaim.ReleaseClaim, new RequestItem("forget", HostRuns.Forget(run), s_patience), unlock);
    }

    /// <summary>Ends the run's hold on all of its hosts but these: other runs may come.</summary>
    public Task ReleaseAllButAsync(IReadOnlyCollection<string> kept) => EndAsync([.. _holds.Keys.Except(kept).Order(StringComparer.Ordinal)], HostClaim.ReleaseClaim);

    /// <summary>Ends what dead runs of this controller left on hosts that this run did not need.</summary>
    public Task EndDeadAsync() => _dead.EndAsync(Has);

    /// <summary>Keeps the hosts for whoever decides what this run could not. A reservation stays as it is.</summary>
    public Task HoldAsync(IReadOnlyCollection<string> hosts) => sessions.EachAsync(hosts.Where(host => _holds.TryGetValue(host, out var hold) && hold.IsOwn), async host =>
    {
        if (_holds.TryRemove(host, out var hold)) await sessions.SendAsync(host, Request.Of(new RequestItem(Free, HostClaim.HoldClaim(run, hold.Epoch), s_patience)), CancellationToken.None);
    }, CancellationToken.None);

    /// <summary>Says again how much memory this run will still put on a host that it has reserved.</summary>
    public async Task<HostTrouble?> ReserveAsync(string host, long kib)
    {
        var epoch = _holds.TryGetValue(host, out var hold) ? hold.Epoch : 0;
        List<RequestItem> items = [Required("life", HostClaim.ShowLife), .. _dead.Buried(host), Required(Take, HostClaim.Reserve(run, Environment.MachineName, kib, epoch))];
        if (await sessions.SendAsync(host, new Request([.. items]), CancellationToken.None) is not { } answer) return sessions.Trouble(host);
        if (ClaimReading.Problem(host, answer[Take]) is { } problem) return HostSessions.Of(problem);
        _holds[host] = new Hold(false, ClaimReading.Read(answer[Take]).Reservations.FirstOrDefault(each => each.RunId == run)?.Epoch ?? 0);
        return null;
    }

    private async Task<TakenHosts> TryAsync(Demand demand, bool whole, Func<string, IEnumerable<RequestItem>> more)
    {
        var refused = new Dictionary<string, HostTrouble>(StringComparer.Ordinal);
        var results = new Dictionary<string, IReadOnlyDictionary<string, CommandResult>>(StringComparer.Ordinal);
        var taken = new List<string>();
        foreach (var host in demand.Hosts.Where(host => !IsOwn(host)))
        {
            var isNew = !Has(host) || demand.Own.Contains(host);
            var trouble = demand.Own.Contains(host) ? await OwnAsync(host, more, results) : await ReserveAsync(host, demand.Shared[host]);
            if (trouble is null && isNew) taken.Add(host);
            if (trouble is not null) refused[host] = trouble;
            if (trouble is not null && whole) break;
        }
        return new TakenHosts(refused.ToValueMap(), [.. taken], results);
    }

    private async Task<HostTrouble?> OwnAsync(
        string host, Func<string, IEnumerable<RequestItem>> more, Dictionary<string, IReadOnlyDictionary<string, CommandResult>> results)
    {
        List<RequestItem> items =
        [
            Required(Lock, HostClaim.TakeLock), .. _dead.Buried(host), .. await _dead.EndedAsync(host),
            Required(Take, HostClaim.TakeClaim(run, Environment.MachineName, await _dead.OnwardAsync(host))), .. more(host),
        ];
        if (await sessions.SendAsync(host, new Request([.. items]), CancellationToken.None) is not { } answer) return sessions.Trouble(host);
        if (ClaimReading.Problem(host, answer[Lock], answer[Take]) is { } problem)
        {
            // The lock is not kept without the claim: whoever has the host reserved may need it next.
            if (answer[Lock].Succeeded) await sessions.SendAsync(host, Request.Of(Required(Lock, HostClaim.DropLock)), CancellationToken.None);
            return HostSessions.Of(problem);
        }
        _holds[host] = new Hold(true, ClaimReading.Read(answer[Take]).Claim?.Epoch ?? 0);
        _dead.Adopted(host);
        results[host] = answer;
        return null;
    }

    private Task EndAsync(IEnumerable<string> hosts, Func<string, int, Command> own, params RequestItem[] after) => sessions.EachAsync(hosts, async host =>
    {
        if (!_holds.TryRemove(host, out var hold)) return;
        var end = hold.IsOwn ? own(run, hold.Epoch) : HostClaim.FreeReservation(run, hold.Epoch);
        await sessions.SendAsync(host, Request.Of([new RequestItem(Free, end, s_patience), .. hold.IsOwn ? after : []]), CancellationToken.None);
    }, CancellationToken.None);

    internal static RequestItem Required(string id, Command command) => new(id, command, s_patience) { Required = true };

    private sealed record Hold(bool IsOwn, int Epoch);
}

namespace LiveMigrationRunbooks.Hosts.Hypervisors.Simulated;

/// <summary>
/// Hosts, guests and the link between them, on whatever clock it is given: nothing happens by itself, and all that is due happens, in its order,
/// whenever somebody looks. Faults are planned beforehand or come at once. It also watches what no move may ever do.
/// </summary>
public sealed class SimulatedCluster(TimeProvider time, SimulatedTerms terms)
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);
    private readonly long _began = time.GetTimestamp();
    private readonly Dictionary<string, SimulatedHost> _hosts = new(StringComparer.Ordinal);
    private readonly List<SimulatedMove> _moves = [];
    private readonly List<(TimeSpan At, Action What)> _due = [];
    private readonly SortedSet<string> _wrong = new(StringComparer.Ordinal);
    private readonly HashSet<string> _silent = new(StringComparer.Ordinal);
    private readonly Lock _turn = new();
    private TimeSpan _now = TimeSpan.Zero;
    private bool _isCut;

    internal TimeProvider Time => time;

    internal SimulatedTerms Terms => terms;

    /// <summary>The guests that ran twice at one moment, or were defined nowhere, with when that was first so.</summary>
    public IReadOnlyCollection<string> Wrong => Do(() => _wrong.ToArray());

    /// <summary>Since the beginning.</summary>
    public TimeSpan Now => time.GetElapsedTime(_began);

    public IHypervisor Of(string host)
    {
        Do(() => _hosts.TryAdd(host, new SimulatedHost(host)));
        return new SimulatedHypervisor(this, _hosts[host]);
    }

    /// <summary>A guest that runs on a host, and is defined there.</summary>
    public void Start(SimulatedGuest guest, string host, bool autostart = true)
    {
        Of(host);
        Do(() => _hosts[host].Copies[guest.Uuid] = new SimulatedCopy(guest, "running (booted)") { Persistent = true, Autostart = autostart });
    }

    /// <summary>Something that happens that long after the beginning.</summary>
    public void At(TimeSpan when, Action<SimulatedCluster> what) => Do(() => _due.Add((when, () => what(this))));

    public void KillQemu(string host, string uuid) => Do(() =>
    {
        _hosts[host].Copies.GetValueOrDefault(uuid)?.LoseQemu();
        _hosts[host].Hear(() => _hosts[host].Notice(uuid));
    });

    public void KillDaemon(string host) => Do(() =>
    {
        _hosts[host].Restart();
        foreach (var move in _moves.Where(move => move.From == _hosts[host] || move.To == _hosts[host])) move.DaemonDied(_hosts[host]);
    });

    public void FreezeDaemon(string host) => Do(_hosts[host].Freeze);

    public void ThawDaemon(string host) => Do(_hosts[host].Thaw);

    /// <summary>A job of a guest does not end, and libvirt does not let go of its definition: until it does, or the daemon begins anew.</summary>
    public void HoldDefinition(string host, string uuid, bool isHeld = true) => Do(() => isHeld ? _hosts[host].Held.Add(uuid) : _hosts[host].Held.Remove(uuid));

    /// <summary>The agent in a guest answers no more.</summary>
    public void SilenceAgent(string uuid) => Do(() => _silent.Add(uuid));

    /// <summary>The way that memory takes; daemons talk over another one.</summary>
    public void Cut(bool isCut) => Do(() => _isCut = isCut);

    /// <summary>Takes the limit from a guest's move.</summary>
    public void Hurry(string uuid) => Do(() => _moves.Where(move => move.Uuid == uuid).ToList().ForEach(move => move.Hurry()));

    /// <summary>Whether all memory of a guest is there, and its source waits for the target to start it.</summary>
    public bool WaitsForStart(string uuid) => Do(() => _moves.Exists(move => move.Uuid == uuid && move.IsFinishing));

    /// <summary>Whether anybody outside can log in there.</summary>
    public void Reach(string host, bool isReachable) => Do(() => _hosts[host].IsReachable = isReachable);

    /// <summary>Brings all up to now, and then does this.</summary>
    internal T Do<T>(Func<T> what)
    {
        lock (_turn)
        {
            while (_now + s_step <= Now) Step();
            return what();
        }
    }

    internal void Do(Action what) => Do(() =>
    {
        what();
        return true;
    });

    internal bool IsCut => _isCut;

    internal SimulatedMove? MoveOf(string uuid, SimulatedHost from) => _moves.Find(move => !move.IsOver && move.Uuid == uuid && move.From == from);

    internal SimulatedRest? RestOf(string uuid) => _hosts.Values.Select(host => host.Copies.GetValueOrDefault(uuid)?.Rest).FirstOrDefault(rest => rest is not null);

    internal SimulatedMove Begin(SimulatedMove move)
    {
        _moves.Add(move);
        return move;
    }

    internal bool HasAgent(SimulatedGuest guest) => guest.HasAgent && !_silent.Contains(guest.Uuid);

    internal SimulatedHost? HostOf(string name) => _hosts.GetValueOrDefault(name);

    private void Step()
    {
        _now += s_step;
        foreach (var due in _due.Where(due => due.At <= _now).OrderBy(due => due.At).ToList())
        {
            _due.Remove(due);
            due.What();
        }
        var sharing = Math.Max(1, _moves.Count(move => move.UsesLink));
        foreach (var move in _moves.ToList()) move.Step(s_step.TotalSeconds, _isCut ? 0 : terms.LinkBytesPerSecond / sharing);
        Watch();
    }

    private void Watch()
    {
        foreach (var guest in _hosts.Values.SelectMany(host => host.Copies.Values).Select(copy => copy.Guest).Distinct())
        {
            var copies = _hosts.Values.Select(host => host.Copies.GetValueOrDefault(guest.Uuid)).OfType<SimulatedCopy>().ToList();
            if (copies.Count(copy => copy.Runs) > 1) _wrong.Add($"{guest.Name} runs twice");
            if (!copies.Any(copy => copy.Persistent)) _wrong.Add($"{guest.Name} is defined nowhere");
        }
    }
}

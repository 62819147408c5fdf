using System.Globalization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Hosts.Hypervisors.Simulated;

/// <summary>
/// A move as libvirt 9.0 and QEMU 7.2 were seen to make it, peer to peer: memory is copied pass after pass (vᵢ₊₁ = min(W, D·vᵢ/B)), the guest stops when
/// what is left can be sent within the pause that is allowed, the target starts it, and the source lets go of it. What the daemons do when one
/// of them, a QEMU or the link goes away is what the lab's fault list shows.
/// </summary>
internal sealed class SimulatedMove(SimulatedCopy copy, SimulatedHost from, SimulatedHost to, SimulatedTerms terms, Command command)
{
    private enum Stage { Preparing, Copying, Stopped, Finishing, Recovering, Following, Over }

    private const string Silent = "internal error: client socket is closed";
    private const string Lost = "End of file while reading data: Input/output error";
    private const string Died = "internal error: qemu unexpectedly closed the monitor";
    private double _limit = Number(command, "--bandwidth") is { } mib ? mib * 1048576d : double.PositiveInfinity;
    private double _limitOfRest = Number(command, "--postcopy-bandwidth") is { } mib ? mib * 1048576d : double.PositiveInfinity;
    private Stage _stage = Stage.Preparing;
    private double _elapsed;
    private double _left = copy.Guest.MemoryBytes;
    private double _passSeconds;
    private double _sent;
    private double _rate;
    private double _pauseSeconds = 0.3;
    private double _expectedSeconds;
    private double _wait = terms.SetupSeconds;
    private double _stillSeconds;
    private double _unanswered;
    private double _throttle;
    private bool _isSuspended;
    private SimulatedRest? _rest;
    private int _grew;
    private int _pass = 1;

    public SimulatedHost From => from;

    public SimulatedHost To => to;

    public string Uuid => copy.Guest.Uuid;

    public bool IsOver => _stage == Stage.Over;

    /// <summary>What its command said at its end; null where it went well, and while it goes on.</summary>
    public string? Said { get; private set; }

    public bool IsFinishing => _stage == Stage.Finishing;

    public bool UsesLink => _stage is Stage.Copying or Stage.Stopped || _rest is { IsThere: false, IsBroken: false };

    public JobStatistics Statistics => new(JobStatistics.Unbounded, new ValueMap<long>(new (string Name, double Value)[]
    {
        ("operation", 5), ("time_elapsed", _elapsed * 1000), ("memory_total", copy.Guest.MemoryBytes), ("memory_processed", _sent), ("memory_remaining", Math.Max(0, _rest?.Left ?? _left)),
        ("memory_bps", _rate), ("memory_iteration", _pass), ("memory_dirty_rate", copy.Guest.DirtyBytesPerSecond * (1 - _throttle) / 4096), ("memory_page_size", 4096),
        ("downtime", _expectedSeconds * 1000), ("auto_converge_throttle", _throttle * 100),
    }.Select(each => KeyValuePair.Create(each.Name, (long)each.Value))));

    public void Hurry() => _limit = _limitOfRest = double.PositiveInfinity;

    public void AllowPause(int milliseconds) => _pauseSeconds = milliseconds / 1000d;

    /// <summary>Where it was begun so, the guest goes on there now, and what it lacks follows.</summary>
    public void GoOnThere()
    {
        if (_stage != Stage.Copying || !MigrationCommand.MayPostCopy(command) || from.IsFrozen) return;
        Follow(new SimulatedRest(copy, from, to, terms, Math.Min(copy.Guest.MemoryBytes, _left + Again())));
    }

    /// <summary>What was broken goes on.</summary>
    public void GoOn(bool isCut)
    {
        if (SimulatedRest.Hindrance(from, to, Uuid, isCut) is { } hindrance) End("error: " + hindrance);
        else (_stage, _wait, copy.Recovers) = (Stage.Recovering, terms.RecoverySeconds, true);
    }

    /// <summary>libvirt lets it go on where it is when the move has ended.</summary>
    public void Suspend()
    {
        if (_stage != Stage.Copying) return;
        _isSuspended = true;
        copy.Become(SimulatedCopy.Leaving);
    }

    /// <returns>Why not; null where it is called off.</returns>
    public string? CallOff()
    {
        if (_stage is Stage.Finishing or Stage.Following or Stage.Over) return "Requested operation is not valid: no job is active on the domain";
        Fail("operation aborted: migration out job: canceled by client", "running (migration canceled)");
        return null;
    }

    /// <param name="bytesPerSecond">Its share of the link; 0 where that is cut.</param>
    public void Step(double seconds, double bytesPerSecond)
    {
        // What follows a guest needs no daemon, and no command.
        _rest?.Step(seconds, Math.Min(_limitOfRest, bytesPerSecond));
        if (IsOver) return;
        _elapsed += seconds;
        if (!IsThereAlready && HasLostQemu()) return;
        _unanswered = to.IsFrozen || from.IsFrozen ? _unanswered + seconds : 0;
        if (_unanswered > terms.KeepaliveSeconds && _stage != Stage.Over)
        {
            GiveUp();
            return;
        }
        switch (_stage)
        {
            case Stage.Preparing: Prepare(seconds); break;
            case Stage.Copying: Copy(seconds, Math.Min(_limit, bytesPerSecond)); break;
            case Stage.Stopped: Stop(seconds, bytesPerSecond); break;
            case Stage.Finishing: Finish(seconds); break;
            case Stage.Recovering: Recover(seconds); break;
            case Stage.Following: Following(); break;
            default: break;
        }
    }

    /// <summary>The daemon of one of its hosts has died, and another one goes on from what was written down.</summary>
    public void DaemonDied(SimulatedHost host)
    {
        if (IsOver) return;
        if (IsThereAlready) End(host == to ? Silent : Lost);
        else if (host == to) Fail(Silent, "running (unpaused)");
        else if (_stage == Stage.Finishing) Orphan();
        else Fail(Lost, "running (migration canceled)");
    }

    private void Prepare(double seconds)
    {
        if (to.IsFrozen || from.IsFrozen || (_wait -= seconds) > 0) return;
        if (to.Copies.ContainsKey(Uuid))
        {
            Fail($"Requested operation is not valid: domain '{copy.Guest.Name}' is already active", null);
            return;
        }
        to.Copies[Uuid] = new SimulatedCopy(copy.Guest, SimulatedCopy.Leaving);
        _stage = Stage.Copying;
    }

    private void Copy(double seconds, double rate)
    {
        _passSeconds += seconds;
        _rate = rate;
        var step = Math.Min(_left, rate * seconds);
        (_left, _sent) = (_left - step, _sent + step);
        if (_left > 0) return;
        var again = Again();
        _expectedSeconds = again / rate;
        Slow(again, _passSeconds * rate);
        (_left, _passSeconds, _pass) = (again, 0, _pass + 1);
        // The daemon itself lets QEMU go on from there.
        if (_expectedSeconds > _pauseSeconds || from.IsFrozen) return;
        copy.Become(SimulatedCopy.Leaving);
        (_stage, _wait) = (Stage.Stopped, terms.SwitchSeconds);
    }

    // The guest, and a part of its memory.
    private bool IsThereAlready => _stage is Stage.Recovering or Stage.Following;

    private double Again() => _isSuspended ? 0 : copy.Guest.Again(_passSeconds, _throttle);

    private void Follow(SimulatedRest rest)
    {
        (_rest, _stage) = (rest, Stage.Following);
        rest.Begin();
    }

    private void Recover(double seconds)
    {
        if ((_wait -= seconds) > 0) return;
        copy.Recovers = false;
        if (SimulatedRest.Hindrance(from, to, Uuid, isCut: false) is { } hindrance) End("error: " + hindrance);
        else Follow(new SimulatedRest(copy, from, to, terms, copy.Rest?.Left ?? 0));
    }

    // A source that hears nothing more of its peer leaves the rest to the two QEMUs.
    private void Following()
    {
        if (_rest is { IsBroken: true }) End("operation failed: job 'migration out' failed in post-copy phase");
        if (_rest is not { IsThere: true } || from.IsFrozen || to.IsFrozen) return;
        to.Completed[Uuid] = new MigrationStatistics((long)(_elapsed * 1000), (long)(terms.SwitchSeconds * 1000), (long)(terms.SetupSeconds * 1000), (long)_sent, _pass);
        End(null);
    }

    // QEMU: slowed down from the second pass on that was dirtied by more than half, by 20 % and then 10 % each, to 99 % at most.
    private void Slow(double again, double sent)
    {
        if (!command.Argv.Contains("--auto-converge") || again <= sent / 2 || ++_grew < 2) return;
        (_grew, _throttle) = (0, _throttle == 0 ? 0.2 : Math.Min(0.99, _throttle + 0.1));
    }

    private void Stop(double seconds, double rate)
    {
        _stillSeconds += seconds;
        var step = Math.Min(_left, rate * seconds);
        (_left, _sent) = (_left - step, _sent + step);
        if (_left > 0 || (_wait -= seconds) > 0) return;
        (_stage, _wait) = (Stage.Finishing, terms.FinishSeconds);
    }

    private void Finish(double seconds)
    {
        if ((_wait -= seconds) > 0 || to.IsFrozen) return;
        StartThere();
        // The source hears of it when its daemon goes on.
        if (from.IsFrozen) return;
        if (copy.HasQemu) copy.Become("shut off (migrated)");
        to.Completed[Uuid] = new MigrationStatistics((long)(_elapsed * 1000), (long)(_stillSeconds * 1000), (long)(terms.SetupSeconds * 1000), (long)_sent, _pass);
        End(null);
    }

    private void StartThere()
    {
        if (to.Copies.GetValueOrDefault(Uuid) is not { HasQemu: true, Runs: false } there) return;
        there.Become("running (migrated)");
        there.Persistent = true;
    }

    private bool HasLostQemu()
    {
        if (!copy.HasQemu && _stage != Stage.Finishing)
        {
            Fail("operation failed: domain is not running", null);
            return true;
        }
        if (_stage is Stage.Preparing || to.Copies.GetValueOrDefault(Uuid) is { HasQemu: true }) return false;
        Fail(Died, "running (unpaused)");
        return true;
    }

    // libvirt's own gap: the source takes a target that is silent for one that has not started the guest, and goes on. The target, if it only stood still,
    // finds the word to start it when it goes on. Its comment leaves that to lock managers; nobody but a human can mend it in time.
    private void GiveUp()
    {
        if (from.IsFrozen)
        {
            if (_stage != Stage.Finishing && !IsThereAlready && to.Copies.ContainsKey(Uuid)) to.Drop(Uuid);
            return;
        }
        if (IsThereAlready)
        {
            End(Silent);
        }
        else if (_stage == Stage.Finishing)
        {
            Back("running (migration canceled)");
            to.Hear(StartThere);
            End(Silent);
        }
        else
        {
            Fail(Silent, "running (migration canceled)");
        }
    }

    // The source's daemon died after all memory was sent: its copy stays as it is for ever, and the target starts the guest.
    private void Orphan()
    {
        to.Hear(StartThere);
        End(Lost);
    }

    private void Fail(string said, string? state)
    {
        if (state is not null) Back(state);
        if (_stage != Stage.Preparing) to.Drop(Uuid);
        End(said);
    }

    private void Back(string state)
    {
        if (copy.HasQemu && copy.State == SimulatedCopy.Leaving) copy.Become(state);
    }

    private void End(string? said)
    {
        if (_stage == Stage.Recovering) copy.Recovers = false;
        (_stage, Said) = (Stage.Over, said);
        from.Notice(Uuid);
    }

    private static long? Number(Command command, string option)
    {
        var at = command.Argv.ToList().IndexOf(option);
        return at >= 0 && long.TryParse(command.Argv[at + 1], CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

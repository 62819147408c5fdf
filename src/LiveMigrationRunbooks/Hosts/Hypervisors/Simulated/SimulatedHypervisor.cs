using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Hosts.Hypervisors.Simulated;

/// <summary>One host of a <see cref="SimulatedCluster"/>, as runs see a host. The contract suite holds it to what virsh does on real ones.</summary>
internal sealed class SimulatedHypervisor(SimulatedCluster cluster, SimulatedHost host) : IHypervisor
{
    private const string Lost = "lost";
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);

    public async Task<SideReading> ReadAsync(string uuid)
    {
        await AnswersAsync();
        return cluster.Do(() => Side(uuid));
    }

    public async Task<HostSurvey> SurveyAsync()
    {
        await AnswersAsync();
        return cluster.Do(() => new HostSurvey(!host.IsReachable ? new NotAnswering(Lost) : host.IsFrozen ? new NotAnswering(Late) : SimulatedSurvey.Of(cluster, host), []));
    }

    public async Task<ProbeAnswers> AnswerAsync(ProbeQuestions questions)
    {
        await AnswersAsync();
        return cluster.Do(() => host is { IsReachable: true, IsFrozen: false } ? SimulatedSurvey.Answers(questions) : ProbeAnswers.NotAsked);
    }

    public Task<string?> MakeDisksAsync(string uuid, IEnumerable<DiskCopy> copies) => DeedAsync(() => null);

    public Task<string?> KeepDisksAsync(string uuid) => DeedAsync(() => null);

    public Task<string?> LeaveAsync(GuestMove move, string step, int batch) => DeedAsync(() =>
    {
        if (move.Command is not { } command) return "the plan holds no command for it";
        host.Records[move.Uuid] = new MoveRecord(move.Uuid, "simulated", move.Target, move.TargetAddress, move.Autostart, "begun") { Offline = move.Offline };
        if (move.Autostart && Autostart(move.Uuid, false) is { } problem) return problem;
        if (host.Batches.ContainsKey(batch)) return null;
        var copy = host.Copies.GetValueOrDefault(move.Uuid);
        if (copy is null || cluster.HostOf(move.Target) is not { } target) return $"failed to get domain '{move.Uuid}'";
        host.Batches[batch] = cluster.Begin(new SimulatedMove(copy, host, target, cluster.Terms, command));
        return null;
    });

    public Task<string?> TakeUpAgainAsync(GuestMove move, string step, int batch) => DeedAsync(() =>
    {
        if (move.Command is not { } command) return "the plan holds no command for it";
        if (host.Batches.ContainsKey(batch)) return null;
        if (host.Copies.GetValueOrDefault(move.Uuid) is not { } copy || cluster.HostOf(move.Target) is not { } target) return $"failed to get domain '{move.Uuid}'";
        host.Batches[batch] = cluster.Begin(new SimulatedMove(copy, host, target, cluster.Terms, MigrationCommand.TakeUpAgain(command)));
        host.Batches[batch].GoOn(cluster.IsCut);
        return null;
    });

    public async Task<ValueList<MigrationLink>?> LinksAsync(string uuid)
    {
        await AnswersAsync();
        return cluster.Do<ValueList<MigrationLink>?>(() => !host.IsReachable ? null : host.Links.TryGetValue(uuid, out var link) ? [link] : []);
    }

    public Task<string?> HangUpAsync(string uuid, MigrationLink link) => DeedAsync(() =>
    {
        var state = host.Copies.GetValueOrDefault(uuid)?.State ?? "not there";
        if (state is not (SimulatedCopy.SentPart or SimulatedCopy.HasPart)) return $"the guest is {state} here: nothing done";
        if (host.Links.GetValueOrDefault(uuid) == link) cluster.RestOf(uuid)?.Notice(host);
        return null;
    });

    public async Task<bool> HasBegunAsync(int batch)
    {
        await AnswersAsync();
        return cluster.Do(() => host.IsReachable && host.Batches.ContainsKey(batch));
    }

    public async Task<ValueList<MoveSight>?> WatchAsync(ValueList<MoveLook> looks, int seconds)
    {
        await AnswersAsync();
        cluster.Do(() =>
        {
            foreach (var look in looks.Where(look => host is { IsReachable: true, IsFrozen: false })) Act(look);
        });
        for (var waited = TimeSpan.Zero; waited.TotalSeconds < seconds && !cluster.Do(() => looks.Any(look => !Goes(look))); waited += s_look)
            await Task.Delay(s_look, cluster.Time);
        return cluster.Do<ValueList<MoveSight>?>(() => host.IsReachable ? [.. looks.Select(look => new MoveSight(Goes(look), host.Batches.GetValueOrDefault(look.Batch)?.Said, Side(look.Uuid)))] : null);
    }

    /// <summary>Guests here do what they are asked, at once.</summary>
    public Task<string?> StopAsync(GuestStop guest, string step, int batch) => DeedAsync(() =>
    {
        if (host.Copies.GetValueOrDefault(guest.Uuid) is not { Runs: true } copy || !host.Stops.Add(batch)) return null;
        copy.IsSaved = guest.How.Way == CannotMoveWay.ManagedSave;
        copy.Become(copy.IsSaved ? "shut off (saved)" : "shut off (shutdown)");
        return null;
    });

    public async Task<bool?> IsSavedAsync(string uuid)
    {
        await AnswersAsync();
        return cluster.Do<bool?>(() => host is { IsReachable: true, IsFrozen: false } ? host.Copies.GetValueOrDefault(uuid)?.IsSaved ?? false : null);
    }

    public Task<string?> FinishAsync(string uuid, params ReadOnlySpan<FinishDeed> deeds)
    {
        var all = deeds.ToArray();
        return DeedAsync(() => all.Select(deed => Finish(uuid, deed)).FirstOrDefault(problem => problem is not null));
    }

    public async Task<ValueList<string>> AddressesAsync(string uuid)
    {
        await AnswersAsync();
        return [];
    }

    public async Task<bool> AgentAnswersAsync(string uuid)
    {
        await AnswersAsync();
        return cluster.Do(() => HasAgent(uuid));
    }

    public async Task<ClockSetting> SetClockAsync(string uuid)
    {
        await AnswersAsync();
        return cluster.Do(() => HasAgent(uuid) ? new ClockSetting(HasAgent: true, null) : new ClockSetting(HasAgent: false, null));
    }

    public async Task<MigrationStatistics?> StatisticsAsync(string uuid)
    {
        await AnswersAsync();
        return cluster.Do(() => host is { IsReachable: true, IsFrozen: false } ? host.Completed.GetValueOrDefault(uuid) : null);
    }

    private string Late => $"no answer in {cluster.Terms.Patience.TotalSeconds:0} s";

    private Task AnswersAsync() => Task.Delay(cluster.Do(() => host.IsFrozen) ? cluster.Terms.Patience : cluster.Terms.Answer, cluster.Time);

    private async Task<string?> DeedAsync(Func<string?> deed)
    {
        await AnswersAsync();
        return cluster.Do(() => !host.IsReachable ? Lost : host.IsFrozen ? Late : deed());
    }

    private bool HasAgent(string uuid) => host is { IsReachable: true, IsFrozen: false } && host.Copies.GetValueOrDefault(uuid) is { Runs: true } copy && cluster.HasAgent(copy.Guest);

    private bool Goes(MoveLook look) => host.Batches.GetValueOrDefault(look.Batch) is { IsOver: false };

    private void Act(MoveLook look)
    {
        var move = cluster.MoveOf(look.Uuid, host);
        switch (look.Action)
        {
            case MoveAction.Allow allow: move?.AllowPause(allow.Milliseconds); break;
            case MoveAction.CallOff: move?.CallOff(); break;
            case MoveAction.GoOnThere: move?.GoOnThere(); break;
            case MoveAction.Suspend: move?.Suspend(); break;
            default: break;
        }
    }

    private SideReading Side(string uuid)
    {
        if (!host.IsReachable) return new SideReading.NoAnswer(Lost);
        if (host.IsFrozen) return new SideReading.NoAnswer(Late);
        return host.Copies.GetValueOrDefault(uuid) is { } copy
            ? new SideReading.Present(GuestCondition.Parse(copy.State), copy.Persistent, copy.Autostart, SimulatedSurvey.JobOf(cluster, host, uuid), copy.HasQemu)
            : new SideReading.Absent(QemuAlive: false);
    }

    // Each looks at its own precondition, as the scripts do that stand beside virsh.
    private string? Finish(string uuid, FinishDeed deed) => deed switch
    {
        FinishDeed.SetAutostartOnTarget or FinishDeed.RestoreAutostartOnSource => Autostart(uuid, true),
        FinishDeed.UndefineSource => Undefine(uuid),
        FinishDeed.DestroySourceHusk => Mend(uuid, "shut off (destroyed)"),
        FinishDeed.ResumeSource => Mend(uuid, "running (unpaused)"),
        FinishDeed.ForgetMove => Forget(uuid),
        _ => throw new ArgumentOutOfRangeException(nameof(deed), deed, null),
    };

    private string? Autostart(string uuid, bool on)
    {
        if (host.Copies.GetValueOrDefault(uuid) is not { } copy) return $"failed to get domain '{uuid}'";
        if (!copy.Persistent) return "Requested operation is not valid: cannot set autostart for transient domain";
        copy.Autostart = on;
        return null;
    }

    private string? Undefine(string uuid)
    {
        if (host.Copies.GetValueOrDefault(uuid) is not { } copy) return null;
        if (host.Held.Contains(uuid)) return "Timed out during operation: cannot acquire state change lock (held by monitor=remoteDispatchDomainMigratePerform3Params)";
        if (copy.HasQemu || GuestCondition.Parse(copy.State).State != GuestState.ShutOff) return $"the guest is {GuestCondition.Parse(copy.State).Text} here: its definition stays";
        host.Copies.Remove(uuid);
        return null;
    }

    private string? Mend(string uuid, string state)
    {
        if (host.Copies.GetValueOrDefault(uuid) is not { } copy) return $"failed to get domain '{uuid}'";
        if (copy.State != SimulatedCopy.Leaving || !copy.HasQemu) return $"the guest is {copy.State} here: nothing done";
        if (SimulatedSurvey.JobOf(cluster, host, uuid) is not GuestJob.None) return "a job is under way on the guest: nothing done";
        copy.Become(state);
        return null;
    }

    private string? Forget(string uuid)
    {
        host.Records.Remove(uuid);
        return null;
    }
}

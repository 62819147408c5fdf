using System.Text.Json.Nodes;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;

namespace LiveMigrationRunbooks.LabTests.Faults;

/// <summary>What a run said of the move, and what both hosts say after it.</summary>
internal sealed record Seen(int ExitCode, string Reason, string Says, string Source, string Target, string All)
{
    public bool IsHeld => (ExitCode & 8) != 0;
}

/// <summary>One move of one guest, and one fault. The real <c>lmr</c> runs it, and takes it up again where a human was asked to do something.</summary>
internal sealed class Drill(FaultPair pair, Phase phase, Fault fault, Guest guest, Observer observer) : IDisposable
{
    private readonly Lmr _lmr = NewLmr(pair, phase, fault);
    private bool _isSound;

    /// <param name="delay">Between the beginning of the phase and the fault.</param>
    public async Task<Seen> PlayAsync(TimeSpan delay)
    {
        using var apply = _lmr.Start("apply", "--yes", "--json");
        await ComesToAsync(apply);
        await Task.Delay(delay);
        await StrikeAsync(apply);
        if (fault is Fault.LmrKilled) return await AgainAsync();
        if (phase == Phase.PostCopy) await HurryOnAsync(apply);
        var ended = await apply.EndAsync();
        await PutRightAsync();
        return await SeenAsync(ended);
    }

    /// <summary>What a human has to do is done, and the run taken up again.</summary>
    public async Task<Seen> AgainAsync()
    {
        if (IsLost) await StartFromDisksAsync();
        using var resume = _lmr.Start(["resume", "last", "--json"]);
        if (phase == Phase.PostCopy) await HurryOnAsync(resume);
        return await SeenAsync(await resume.EndAsync());
    }

    public void Dispose() => _lmr.Dispose();

    // A post-copy that is taken up again is as slow again as it was begun.
    private async Task HurryOnAsync(Underway run)
    {
        while (!run.HasEnded)
        {
            if ((await pair.StateAsync(pair.Source, guest)).StartsWith("paused (post-copy", StringComparison.Ordinal)) await pair.HurryAsync(guest);
            await Task.Delay(500);
        }
    }

    /// <summary>Neither two copies that ran, nor one that stepped back.</summary>
    public async Task AssertSoundAsync()
    {
        if (!_isSound) await observer.AssertSoundAsync();
        _isSound = true;
    }

    private bool IsLost => phase == Phase.PostCopy && fault is Fault.SourceQemuKilled or Fault.TargetQemuKilled;

    // A guest that begins anew counts anew: until then it must have been sound.
    private async Task StartFromDisksAsync()
    {
        await FaultPair.KillQemuAsync(fault == Fault.SourceQemuKilled ? pair.Target : pair.Source, guest);
        await Eventually.HoldsAsync("libvirt has noticed", async () => (await guest.OnAsync(pair.Source.Name)).StartsWith("shut off", StringComparison.Ordinal) && (await guest.OnAsync(pair.Target.Name)).StartsWith("shut off", StringComparison.Ordinal));
        await AssertSoundAsync();
        // Of a guest whose QEMU ended in mid-post-copy libvirt 9.0 may keep the job for ever, and lets nobody remove its definition.
        await FaultPair.KillDaemonAsync(pair.Source);
        await File.WriteAllTextAsync(LabFolder.Serial(guest.Name), "");
        await pair.Target.AskAsync($"virsh -q start {guest.Uuid}");
    }

    private static Lmr NewLmr(FaultPair pair, Phase phase, Fault fault)
    {
        var lmr = new Lmr(pair.Runbook(fault));
        File.WriteAllText(Path.Combine(lmr.Folder, "guests.yml"), FaultPair.Guests(phase));
        return lmr;
    }

    // The target's daemon is what would end the last phase: it stands still as long as the phase is wanted.
    private async Task ComesToAsync(Underway apply)
    {
        await IsSoAsync(apply, "memory is on its way", async () => await pair.IsInPhaseAsync(guest, "perform3") && await pair.SentAsync(guest) > 0);
        if (phase == Phase.PreCopy) return;
        if (phase == Phase.PostCopy)
        {
            await pair.GoOnThereAsync(guest);
            await IsSoAsync(apply, "it runs there and its memory follows", async () => await pair.StateAsync(pair.Source, guest) == "paused (post-copy)" && await pair.StateAsync(pair.Target, guest) == "running (post-copy)");
            return;
        }
        await FaultPair.FreezeDaemonAsync(pair.Target);
        await pair.HurryAsync(guest);
        await IsSoAsync(apply, "all memory is there, and the target is told to start it", async () => await pair.IsInPhaseAsync(guest, "perform3_done") && await pair.HasWordAsync());
    }

    private async Task StrikeAsync(Underway apply)
    {
        switch (fault)
        {
            case Fault.SourceQemuKilled: await FaultPair.KillQemuAsync(pair.Source, guest); break;
            case Fault.TargetQemuKilled: await FaultPair.KillQemuAsync(pair.Target, guest); break;
            case Fault.SourceDaemonKilled when phase == Phase.Finish: await pair.LoseFinishAsync(() => IsStartedAsync(apply)); break;
            case Fault.SourceDaemonKilled: await FaultPair.KillDaemonAsync(pair.Source); break;
            case Fault.TargetDaemonKilled: await FaultPair.KillDaemonAsync(pair.Target); break;
            case Fault.SourceDaemonFrozen: await FreezeSourceAsync(apply); break;
            case Fault.TargetDaemonFrozen or Fault.TargetDaemonSilent: await FaultPair.FreezeDaemonAsync(pair.Target); break;
            case Fault.LinkCut: await CutAsync(apply); break;
            case Fault.LinkDead: await pair.LinkAsync(up: false); break;
            case Fault.LmrKilled: await KillLmrAsync(apply); break;
            default: throw new InvalidOperationException($"Nobody knows how {fault} comes about.");
        }
        if (fault is not Fault.TargetDaemonSilent) await FaultPair.ThawDaemonAsync(pair.Target);
    }

    private async Task FreezeSourceAsync(Underway apply)
    {
        await FaultPair.FreezeDaemonAsync(pair.Source);
        await FaultPair.ThawDaemonAsync(pair.Target);
        await (phase != Phase.Finish
            ? IsSoAsync(apply, "the target has given it up", pair.IsHungUpAsync)
            : IsStartedAsync(apply));
        await FaultPair.ThawDaemonAsync(pair.Source);
    }

    private async Task CutAsync(Underway apply)
    {
        if (phase == Phase.PostCopy) await CountsThereAsync(apply);
        await pair.LinkAsync(up: false);
        if (phase == Phase.Finish)
        {
            await FaultPair.ThawDaemonAsync(pair.Target);
            await IsStartedAsync(apply);
            await pair.LinkAsync(up: true);
            return;
        }
        if (phase == Phase.PostCopy)
        {
            await pair.GiveUpSoonAsync();
            await apply.SaysAsync($"waits: {pair.Source.Name} does not reach {pair.TargetAddress}:49215");
            await pair.LinkAsync(up: true);
            await apply.SaysAsync("the path is back: it is taken up again");
            return;
        }
        var last = -1L;
        await IsSoAsync(apply, "nothing comes through", async () =>
        {
            var (before, now) = (last, await pair.SentAsync(guest));
            last = now;
            await Task.Delay(1000);
            return now == before;
        });
        await pair.LinkAsync(up: true);
        await pair.HurryAsync(guest);
    }

    private async Task KillLmrAsync(Underway apply)
    {
        await apply.SignalAsync("KILL");
        await apply.EndAsync();
        await pair.HurryAsync(guest);
    }

    // What somebody does who reads what lmr says. A copy that waits to be started while its daemon hangs must go before the daemon goes on.
    private async Task PutRightAsync()
    {
        await pair.LinkAsync(up: true);
        if (fault is not Fault.TargetDaemonSilent) return;
        if (await FaultPair.HasQemuAsync(pair.Target, guest)) await FaultPair.KillQemuAsync(pair.Target, guest);
        await FaultPair.ThawDaemonAsync(pair.Target);
        await Eventually.HoldsAsync("the target's daemon has told its last guest goodbye", async () => await guest.OnAsync(pair.Target.Name) == "absent");
    }

    private async Task<Seen> SeenAsync(Ended ended)
    {
        var report = ended.Output.StartsWith('{') ? JsonNode.Parse(ended.Output) : null;
        var move = (report?["deeds"] as JsonArray ?? []).FirstOrDefault(deed => (string?)deed?["kind"] == "move");
        return new Seen(ended.ExitCode, (string?)report?["reason"] ?? "", (string?)move?["text"] ?? "", await guest.OnAsync(pair.Source.Name), await guest.OnAsync(pair.Target.Name), ended.All);
    }

    // Cut right after the switch, an emulated vCPU waits for a page while QEMU's main thread waits for a lock, most likely the one it holds to deliver an interrupt: nothing can be taken up
    // there. A guest that counts has the pages that interrupts need.
    private async Task CountsThereAsync(Underway apply)
    {
        var counted = new FileInfo(LabFolder.Serial(guest.Name)).Length;
        await IsSoAsync(apply, "it counts there", () => Task.FromResult(new FileInfo(LabFolder.Serial(guest.Name)).Length > counted + 100));
    }

    private Task IsStartedAsync(Underway apply) => IsSoAsync(apply, "the target has started it", () => Task.FromResult(observer.HostsOf(guest).Contains(pair.Target.Name)));

    private static Task IsSoAsync(Underway run, string what, Func<Task<bool>> holds) =>
        Eventually.HoldsAsync(what, async () => await holds() || (run.HasEnded ? throw new InvalidOperationException($"it ended before {what}: {(await run.EndAsync()).All}") : false));
}

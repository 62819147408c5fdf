using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>
/// Takes a guest down where it is: asks it to shut down and waits, or has it saved. One that is down already was taken down by an earlier try.
/// What does not go stays as it is and runs on; nothing is ended by force.
/// </summary>
internal sealed class StopRun(Func<string, IHypervisor> at, RunRecord record, TimeProvider time)
{
    private const int TickSeconds = 2;

    // Between the last word of a guest and that of its daemon a moment may pass.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public async Task DoAsync(StopDeed deed, CancellationToken stop)
    {
        var guest = deed.Stop;
        var first = await StateAsync(guest, await at(deed.Host).ReadAsync(guest.Uuid));
        if (first != StopState.Up) await UntilEndAsync(deed, null, null, stop);
        else
        {
            var batch = record.NextBatch(deed.Host);
            record.Mean(new BatchMeant(deed.Host, batch, [deed.Id]));
            record.Tell(deed.Host, $"{guest.Name}: {guest.Does}");
            var complaint = await at(deed.Host).StopAsync(guest, deed.Id, batch);
            await UntilEndAsync(deed, batch, complaint, stop);
        }
    }

    private async Task UntilEndAsync(StopDeed deed, int? batch, string? complaint, CancellationToken stop)
    {
        var guest = deed.Stop;
        var limit = guest.How.Way == CannotMoveWay.ManagedSave ? guest.Deadline : guest.How.Within;
        var begun = time.GetTimestamp();
        long? since = null;
        MoveAction? action = null;
        while (true)
        {
            var (side, said) = await LookAsync(guest, batch, action);
            action = null;
            var state = await StateAsync(guest, side);
            var elapsed = time.GetElapsedTime(begun);
            if (state is StopState.Down or StopState.Saved or StopState.Crashed or StopState.Gone)
            {
                await EndAsync(deed, state);
                return;
            }
            // What could not be done, or cannot be understood, may be known a moment later, and is told once it lasts.
            var stuck = state == StopState.Unknown || (state == StopState.Up && (complaint ?? said) is not null);
            since = stuck ? since ?? time.GetTimestamp() : null;
            if (since is { } at && time.GetElapsedTime(at) > s_patience)
            {
                if (state == StopState.Unknown) record.End(deed, DeedEnd.Held, $"{guest.Name}: unknown: {guest.Source} says \"{side.Said}\"");
                else record.End(deed, DeedEnd.Failed, $"{guest.Name}: still runs on {guest.Source}: {complaint ?? said}");
                return;
            }
            if (elapsed > limit + s_patience || (elapsed > limit && state == StopState.Up))
            {
                record.End(deed, state == StopState.Going ? DeedEnd.UnderWay : DeedEnd.Failed, Late(guest, side, limit), state == StopState.Going ? null : MoveFigures.StayedByRule);
                return;
            }
            if (elapsed > limit && guest.How.Way == CannotMoveWay.ManagedSave) action = new MoveAction.CallOff("past its deadline");
            if (stop.IsCancellationRequested && elapsed > WishWatch.Farewell)
            {
                record.End(deed, DeedEnd.UnderWay, $"{guest.Name}: {side.Said} on {guest.Source}, and may still go down; the next run looks");
                return;
            }
        }
    }

    private async Task<(SideReading Side, string? Said)> LookAsync(GuestStop guest, int? batch, MoveAction? action)
    {
        var host = at(guest.Source);
        if (batch is { } number && await host.WatchAsync([new MoveLook(guest.Uuid, number, action)], TickSeconds) is [var sight])
        {
            if (!sight.Runs) await Task.Delay(TimeSpan.FromSeconds(TickSeconds), time, CancellationToken.None);
            return (sight.Side, sight.Said);
        }
        await Task.Delay(TimeSpan.FromSeconds(TickSeconds), time, CancellationToken.None);
        return (await host.ReadAsync(guest.Uuid), null);
    }

    // Only of a guest that does not run is asked whether it was saved.
    private async Task<StopState> StateAsync(GuestStop guest, SideReading side) =>
        StopStates.Judge(side, side is SideReading.Present { Condition.IsActive: false } ? await at(guest.Source).IsSavedAsync(guest.Uuid) : null);

    private async Task EndAsync(StopDeed deed, StopState state)
    {
        var guest = deed.Stop;
        switch (state)
        {
            case StopState.Gone:
                record.End(deed, DeedEnd.Failed, $"{guest.Name}: is no longer on {guest.Source}");
                return;
            case StopState.Crashed:
                record.End(deed, DeedEnd.Held, $"{guest.Name}: crashed on {guest.Source} before it was down; look at it there");
                return;
        }
        // A move that an earlier run had begun left its record, and the guest without its autostart.
        var complaint = await at(guest.Source).FinishAsync(guest.Uuid, guest.Autostart ? [FinishDeed.RestoreAutostartOnSource, FinishDeed.ForgetMove] : [FinishDeed.ForgetMove]);
        var how = (state, guest.How.Way) switch
        {
            (StopState.Saved, _) => "its memory is saved to disk",
            (_, CannotMoveWay.ManagedSave) => "has shut down by itself, and nothing of it had to be saved",
            _ => "has shut down",
        };
        record.End(deed, complaint is null ? DeedEnd.Done : DeedEnd.Held, $"{guest.Name}: {how}; {guest.Back}{(complaint is null ? "" : $"; its autostart could not be put back: {complaint}")}");
    }

    private static string Late(GuestStop guest, SideReading side, TimeSpan limit) => guest.How.Way == CannotMoveWay.ManagedSave
        ? $"{guest.Name}: was not saved within {limit.TotalMinutes:0.#} min ({side.Said}); it stays on {guest.Source}"
        : $"{guest.Name}: was asked to shut down and still runs on {guest.Source} after {limit.TotalMinutes:0.#} min ({side.Said}); it stays, and nothing is changed there";
}

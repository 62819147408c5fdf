using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>Asks a guest that has moved whether it serves again, until it does or its time is up. Nothing is done about one that does not: a human is told.</summary>
/// <param name="failure">What the deed's end holds where the guest does not serve.</param>
internal sealed class ReadyRun(GuestSign sign, RunRecord record, ValueMap<long>? failure, TimeProvider time)
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(1);

    public async Task DoAsync(ReadyDeed deed, CancellationToken stop)
    {
        var move = deed.Move;
        var check = move.Ready ?? throw new InvalidOperationException($"{deed.Id} says nobody to ask.");
        var begun = time.GetTimestamp();
        while (!await sign.IsThereAsync(move, move.Target))
        {
            if (IsSilentBefore(move.Uuid))
            {
                record.End(deed, DeedEnd.Done, $"{move.Name}: runs on {move.Target}; {check.Who} does not answer, as it did not before the move", MoveFigures.SilentBefore);
                return;
            }
            if (time.GetElapsedTime(begun) > check.Within)
            {
                record.End(deed, DeedEnd.Failed, $"{move.Name}: runs on {move.Target}, and does not serve: {check.Who} has not answered within {Quantity.Text(check.Within)}; it is left there, look at it", failure);
                return;
            }
            if (stop.IsCancellationRequested)
            {
                record.End(deed, DeedEnd.NotRun, $"{move.Name}: runs on {move.Target}; {check.Who} has not answered yet");
                return;
            }
            await Task.Delay(s_between, time, CancellationToken.None);
        }
        record.End(deed, DeedEnd.Done, $"{move.Name}: serves on {move.Target} ({check.Who} answers)");
    }

    private bool IsSilentBefore(string uuid) => record.Results.Any(result => result.Deed is MoveDeed && result.Deed.Guest == uuid && result.Figures.TryGetValue(MoveFigures.ServedBefore, out var before) && before == 0);
}

using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>
/// Finds out where a guest is once its move has ended, and does the two things that may be done about a move that broke off between the
/// hosts: destroy the paused copy of a guest that runs on the target, or let a guest go on that the target does not have.
/// </summary>
internal sealed class Settlement(Func<string, IHypervisor> at, GuestSides sides, TimeSpan patience, TimeProvider time)
{
    // Between the end of the job and the last word of both daemons a moment may pass; three equal readings prove a state that lasts.
    private const int Readings = 3;
    private const int MostReadings = 30;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    public async Task<Outcome> OfAsync(GuestMove move, CancellationToken stop)
    {
        var outcome = await LastingAsync(move, stop);
        if (Outcomes.SafeDeeds(outcome) is not [FinishDeed.DestroySourceHusk or FinishDeed.ResumeSource] mend) return outcome;
        // The deed reads its own precondition again on its host; the other side has answered in the reading just before.
        await at(move.Source).FinishAsync(move.Uuid, mend[0]);
        return await LastingAsync(move, stop);
    }

    private async Task<Outcome> LastingAsync(GuestMove move, CancellationToken stop)
    {
        var begun = time.GetTimestamp();
        var last = await sides.JudgeAsync(move);
        for (var (equal, others) = (1, 0); equal < Readings && others < MostReadings && !last.IsThere && last is not Outcome.StillOnSource { Paused: false };)
        {
            if (last is Outcome.InFlight && (stop.IsCancellationRequested || time.GetElapsedTime(begun) > patience)) return last;
            await Task.Delay(s_pause, time, CancellationToken.None);
            var next = await sides.JudgeAsync(move);
            // A guest on its way is waited for as long as its move may last; every other state must prove that it lasts.
            if (next is not Outcome.InFlight) others++;
            equal = next == last && next is not Outcome.InFlight ? equal + 1 : 1;
            last = next;
        }
        return last;
    }
}

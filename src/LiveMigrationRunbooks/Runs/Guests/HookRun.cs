using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>
/// Runs what somebody wants to be run around a guest's move, once. The first one may keep the guest where it is; the second one is also run where the
/// guest stayed after the first, and not at all while nobody knows where it is.
/// </summary>
/// <param name="failure">What the deed's end holds where the program failed after the move.</param>
internal sealed class HookRun(RunRecord record, MoveTerms terms, ValueMap<long>? failure)
{
    private const string Moved = "moved";
    private const string Stayed = "stayed";

    public async Task DoAsync(HookDeed deed)
    {
        var (move, name) = (deed.Move, GuestHooks.NameOf(deed.When));
        var hook = move.Hooks?.At(deed.When) ?? throw new InvalidOperationException($"{deed.Id} names no program.");
        var outcome = deed.When == HookTime.After ? Outcome(move.Uuid) : null;
        if (deed.When == HookTime.After && outcome is null)
        {
            record.End(deed, DeedEnd.NotRun, $"{move.Name}: {name} is not run");
            return;
        }
        var again = record.From.Begun.Contains(deed.Id);
        record.Tell(deed.Host, $"{move.Name}: {name} ({hook}){(again ? "; it was begun before, and is run once more" : "")}");
        var end = await RunAsync(deed, hook, new HookInput(name, again, record.Run, record.Runbook, terms.PlayOf(deed.Play), move.Wave, HookInput.Of(move), move.Source, move.Target, outcome, Serves(move.Uuid)));
        var said = end.Said.Length > 0 ? $": {end.Said}" : "";
        if (end.Trouble is null) record.End(deed, DeedEnd.Done, $"{move.Name}: {name} is done{said}");
        else if (deed.When == HookTime.Before) record.End(deed, DeedEnd.Failed, $"{move.Name}: stays on {move.Source}: {name} ({hook}) {end.Trouble}{said}");
        else record.End(deed, DeedEnd.Failed, $"{move.Name}: {(outcome == Moved ? $"runs on {move.Target}" : $"stayed on {move.Source}")}, but {name} ({hook}) {end.Trouble}{said}", failure);
    }

    private async Task<HookEnd> RunAsync(HookDeed deed, GuestHook hook, HookInput input)
    {
        var path = terms.FileOf(deed.Play);
        var command = Hooks.Named(hook, path);
        // What was trusted and shown is what is run.
        if (command.Program is not { } program || Hooks.DigestOf(command) != hook.Digest) return new HookEnd("is not run: it is not what it was when the run was planned", "");
        return await HookProcess.RunAsync(program, hook.Argv.Skip(1), Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/", input.Line(), hook.Within);
    }

    // Where the guest is, as far as it matters to whoever takes something back; null where there is nothing to take back, or nobody knows.
    private string? Outcome(string uuid)
    {
        var ends = Of(uuid);
        if (ends.Exists(result => result.End is DeedEnd.Held or DeedEnd.UnderWay)) return null;
        if (ends.Find(result => result.Deed is MoveDeed) is { } move ? move.End == DeedEnd.Done : ends.Exists(result => result is { Deed: SettleDeed, End: DeedEnd.Done })) return Moved;
        return ends.Exists(result => result is { Deed: HookDeed { When: HookTime.Before }, End: not DeedEnd.NotRun }) ? Stayed : null;
    }

    private bool? Serves(string uuid) => Of(uuid).Find(result => result.Deed is ReadyDeed) switch
    {
        { End: DeedEnd.Done } done => done.Figures.ContainsKey(MoveFigures.ServedBefore) ? null : true,
        { End: DeedEnd.Failed } => false,
        _ => null,
    };

    private List<DeedResult> Of(string uuid) => [.. record.Results.Where(result => result.Deed.Guest == uuid)];
}

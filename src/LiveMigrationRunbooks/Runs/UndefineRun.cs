using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Removes what a guest left behind on its source. Both hosts are asked in this same step, and the source looks once more itself.</summary>
internal sealed class UndefineRun(HostSessions sessions, Claims claims, RunRecord record, GuestSides sides)
{
    private const string Undefine = "undefine";
    private const string Forget = "forget";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public async Task DoAsync(UndefineDeed deed)
    {
        var move = deed.Move;
        var before = await sides.JudgeAsync(move);
        var safe = Outcomes.SafeDeeds(before);
        if (before is not Outcome.Moved)
        {
            record.End(deed, DeedEnd.Held, $"{move.Name}: {before.Told(move.Source, move.Target)}; its definition on {move.Source} stays");
            return;
        }
        List<RequestItem> items = [claims.Fence(move.Source)];
        if (safe.Contains(FinishDeed.UndefineSource)) items.Add(new RequestItem(Undefine, HypervisorScripts.UndefineSource(move.Uuid), s_patience) { Required = true });
        if (safe.Contains(FinishDeed.ForgetMove)) items.Add(new RequestItem(Forget, HypervisorScripts.ForgetMove(move.Uuid), s_patience));
        var results = await sessions.SendAsync(move.Source, new Request([.. items]), CancellationToken.None);
        var after = await sides.JudgeAsync(move);
        var gone = after is Outcome.Moved { SourceDefinitionLeft: false };
        var said = results is null ? sessions.Trouble(move.Source)?.What : items.Select(item => results[item.Id]).FirstOrDefault(result => !result.Succeeded)?.Complaint;
        record.End(deed, gone ? DeedEnd.Done : DeedEnd.Held, gone
            ? $"{move.Name}: definition on {move.Source} removed"
            : $"{move.Name}: {after.Told(move.Source, move.Target)}{(said is null ? "" : $" ({said})")}");
    }
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Removes what a guest left behind on its source. Both hosts are asked in this same step, and the source looks once more itself.</summary>
internal sealed class UndefineRun(HostSessions sessions, RunRecord record, GuestSides sides)
{
    private const string Undefine = "undefine";
    private const string Forget = "forget";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public async Task DoAsync(UndefineDeed deed)
    {
        var move = deed.Move;
        var before = await sides.JudgeAsync(move);
        if (before is not Outcome.Moved)
        {
            record.End(deed, DeedEnd.Held, $"{move.Name}: {before.Told(move.Source, move.Target)}; its definition on {move.Source} stays");
            return;
        }
        var results = await sessions.SendAsync(
            move.Source,
            Request.Of(
                new RequestItem(Undefine, HypervisorScripts.UndefineSource(move.Uuid), s_patience) { Required = true },
                new RequestItem(Forget, HypervisorScripts.ForgetMove(move.Uuid), s_patience)),
            CancellationToken.None);
        var after = await sides.JudgeAsync(move);
        var gone = after is Outcome.Moved { SourceDefinitionLeft: false };
        var said = results is null ? sessions.Trouble(move.Source)?.What : results[Undefine] is { Succeeded: false } refused ? refused.Complaint : null;
        record.End(deed, gone ? DeedEnd.Done : DeedEnd.Held, gone
            ? $"{move.Name}: definition on {move.Source} removed"
            : $"{move.Name}: {after.Told(move.Source, move.Target)}{(said is null ? "" : $" ({said})")}");
    }
}

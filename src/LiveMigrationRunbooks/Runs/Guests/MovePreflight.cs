using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Migrations.Preflights;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>Asks everything again right before a guest leaves: minutes or hours have passed since the plan, and others may be on their way to the same host.</summary>
internal sealed class MovePreflight(Func<string, IHypervisor> at, MoveTerms terms, MovesNow beside)
{
    /// <summary>All that stands against the move now; empty where nothing does.</summary>
    public async Task<ValueList<string>> BlockedAsync(MoveDeed deed)
    {
        var move = deed.Move;
        var (asked, there) = (at(move.Source).SurveyAsync(), at(move.Target).SurveyAsync());
        await Task.WhenAll(asked, there);
        if ((await asked).Reading is not Hypervisor source) return [$"libvirt on {move.Source} does not answer"];
        if (source.Guests.FirstOrDefault(guest => guest.Uuid == move.Uuid) is not { } guest) return [$"it is no longer on {move.Source}"];
        var target = Target(deed, await there, ProbeAnswers.NotAsked);
        var only = source with { Guests = [guest] };
        var pairs = await Task.WhenAll(at(move.Source).AnswerAsync(EvacuationQuestions.ForSource(only, [target], _ => move.Terms, ShutOff.Move)), at(move.Target).AnswerAsync(EvacuationQuestions.ForTarget([only], _ => move.Terms, ShutOff.Move)));
        var scene = new PreflightScene(guest, move.Source, source, pairs[0], Target(deed, await there, pairs[1]), beside.StillToCome(move, (await there).Reading)) { Policy = move.Terms };
        var findings = Preflight.Judge(scene);
        // A disk that would go along now, a version that became another: nobody has seen that command.
        if (Preflight.Passes(findings) && move.Command is { } planned && MigrationCommand.For(move.Uuid, MoveWay.Of(scene)) is var now && now != planned)
            return [$"it would move otherwise than planned now ({now}); plan again"];
        return [.. findings.Where(finding => finding.Verdict == PreflightVerdict.Blocked).Select(finding => $"{finding.What}; {finding.Remedy}  [{finding.Check}]")];
    }

    private MoveTarget Target(MoveDeed deed, HostSurvey survey, ProbeAnswers pairs) => terms.Target(deed.Play, deed.Move.Target, survey, pairs);
}

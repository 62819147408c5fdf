using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Asks everything again right before a guest leaves: minutes or hours have passed since the plan.</summary>
internal sealed class MovePreflight(HostSessions sessions, MoveTerms terms)
{
    private const string Libvirt = "libvirt";
    private const string Pairs = "pairs";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    /// <summary>All that stands against the move now; empty where nothing does.</summary>
    public async Task<ValueList<string>> BlockedAsync(MoveDeed deed)
    {
        var move = deed.Move;
        var read = await Task.WhenAll(ReadAsync(move.Source), ReadAsync(move.Target));
        if (read[0] is not Hypervisor source) return [$"libvirt on {move.Source} does not answer"];
        if (source.Guests.FirstOrDefault(guest => guest.Uuid == move.Uuid) is not { } guest) return [$"it is no longer on {move.Source}"];
        var target = Target(deed, read[1], ProbeAnswers.NotAsked);
        var only = source with { Guests = [guest] };
        var pairs = await Task.WhenAll(AskAsync(move.Source, EvacuationQuestions.ForSource(only, [target])), AskAsync(move.Target, EvacuationQuestions.ForTarget([only])));
        var findings = Preflight.Judge(new PreflightScene(guest, move.Source, source, pairs[0], Target(deed, read[1], pairs[1]), 0));
        return [.. findings.Where(finding => finding.Verdict == PreflightVerdict.Blocked).Select(finding => $"{finding.What}; {finding.Remedy}  [{finding.Check}]")];
    }

    private MoveTarget Target(MoveDeed deed, HypervisorReading reading, ProbeAnswers pairs) =>
        terms.Target(deed.Play, deed.Move.Target, HostReading.NotRead(deed.Move.Target, new HostTrouble("", "", "")) with { Hypervisor = reading, Pairs = pairs });

    private async Task<HypervisorReading> ReadAsync(string host)
    {
        var results = await sessions.SendAsync(host, Request.Of(new RequestItem(Libvirt, HypervisorScripts.Read(), s_patience)), CancellationToken.None);
        return results is null ? new NotAnswering(sessions.Trouble(host)?.What ?? "lost") : HypervisorReader.Read(results[Libvirt]);
    }

    private async Task<ProbeAnswers> AskAsync(string host, ProbeQuestions questions)
    {
        if (questions.IsEmpty) return ProbeAnswers.NotAsked with { Broken = null };
        var results = await sessions.SendAsync(host, Request.Of(new RequestItem(Pairs, HypervisorScripts.Probe(questions), s_patience)), CancellationToken.None);
        return results is null ? ProbeAnswers.NotAsked : ProbeAnswers.Read(results[Pairs]);
    }
}

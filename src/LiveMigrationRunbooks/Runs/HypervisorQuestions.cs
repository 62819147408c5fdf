using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Asks hosts again, in mid-run, what the plan asked them before.</summary>
internal sealed class HypervisorQuestions(HostSessions sessions)
{
    private const string Libvirt = "libvirt";
    private const string Pairs = "pairs";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    public async Task<HypervisorReading> ReadAsync(string host)
    {
        var results = await sessions.SendAsync(host, Request.Of(new RequestItem(Libvirt, HypervisorScripts.Read(), s_patience)), CancellationToken.None);
        return results is null ? new NotAnswering(sessions.Trouble(host)?.What ?? "lost") : HypervisorReader.Read(results[Libvirt]);
    }

    public async Task<ProbeAnswers> PairsAsync(string host, ProbeQuestions questions)
    {
        if (questions.IsEmpty) return ProbeAnswers.NotAsked with { Broken = null };
        var results = await sessions.SendAsync(host, Request.Of(new RequestItem(Pairs, HypervisorScripts.Probe(questions), s_patience)), CancellationToken.None);
        return results is null ? ProbeAnswers.NotAsked : ProbeAnswers.Read(results[Pairs]);
    }
}

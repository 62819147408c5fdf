using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Asks hosts again, in mid-run, what the plan asked them before.</summary>
/// <param name="run">The run that asks: what it has reserved itself is there for it.</param>
internal sealed class HypervisorQuestions(HostSessions sessions, string run)
{
    private const string Claim = "claim";
    private const string Libvirt = "libvirt";
    private const string Pairs = "pairs";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    public async Task<HypervisorReading> ReadAsync(string host)
    {
        var results = await sessions.SendAsync(host, Request.Of(new RequestItem(Libvirt, HypervisorScripts.Read(), s_patience)), CancellationToken.None);
        return results is null ? new NotAnswering(sessions.Trouble(host)?.What ?? "lost") : HypervisorReader.Read(results[Libvirt]);
    }

    /// <summary>A host that guests may go to, and what other runs have reserved of it.</summary>
    public async Task<HostReading> TargetAsync(string host)
    {
        var bare = HostReading.NotRead(host, new HostTrouble("", "", ""));
        var request = Request.Of(new RequestItem(Libvirt, HypervisorScripts.Read(), s_patience), new RequestItem(Claim, HostClaim.ReadClaim, s_patience));
        if (await sessions.SendAsync(host, request, CancellationToken.None) is not { } results) return bare with { Hypervisor = new NotAnswering(sessions.Trouble(host)?.What ?? "lost") };
        return bare with { Hypervisor = HypervisorReader.Read(results[Libvirt]), Reserved = [.. ClaimHolder.Reserved(results[Claim]).Where(each => each.Run != run)] };
    }

    public async Task<ProbeAnswers> PairsAsync(string host, ProbeQuestions questions)
    {
        if (questions.IsEmpty) return ProbeAnswers.NotAsked with { Broken = null };
        var results = await sessions.SendAsync(host, Request.Of(new RequestItem(Pairs, HypervisorScripts.Probe(questions), s_patience)), CancellationToken.None);
        return results is null ? ProbeAnswers.NotAsked : ProbeAnswers.Read(results[Pairs]);
    }
}

using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Libvirt.Sampling;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Sessions;

namespace LiveMigrationRunbooks.Runs.Readers;

/// <summary>How the guests of a host write to their memory, sampled now and kept there by hour of the week.</summary>
/// <param name="Trouble">Why it was not done; null where it was.</param>
public sealed record HostSamples(string Host, HostTrouble? Trouble, SampleAnswer? Answer)
{
    /// <summary>For people, a line each.</summary>
    [JsonIgnore]
    public ValueList<string> Told => Trouble is { } trouble ? [$"{trouble.What} {trouble.Remedy}"] : Answer is { Told: { Count: > 0 } told } ? told : ["no guest runs"];

    /// <summary>After which no further guest of a host is begun: the others come first next time.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(10);

    // The last guest, on a host that is slow to answer.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    /// <summary>Hosts side by side, the guests of each one after the other.</summary>
    public static async Task<ValueList<HostSamples>> TakeAsync(HostSessions sessions, IReadOnlyList<string> hosts, CancellationToken cancellationToken)
    {
        var taken = new HostSamples[hosts.Count];
        await sessions.EachAsync(hosts.Index(), async host => taken[host.Index] = await TakeAsync(sessions, host.Item, cancellationToken), cancellationToken);
        return [.. taken];
    }

    private static async Task<HostSamples> TakeAsync(HostSessions sessions, string host, CancellationToken cancellationToken)
    {
        var item = new RequestItem("sample", HypervisorScripts.Sample(Longest), Longest + s_patience);
        if (sessions.Trouble(host) is not null || await sessions.SendAsync(host, Request.Of(item), cancellationToken) is not { } results) return new HostSamples(host, sessions.Trouble(host), null);
        var answer = SampleAnswer.Read(results[item.Id]);
        return answer.Broken is not { } why ? new HostSamples(host, null, answer)
            : new HostSamples(host, new HostTrouble("sample.failed", $"The guests of {host} cannot be sampled: {why}.", $"Look whether libvirt runs on {host}, and whether {HypervisorScripts.SampleFolder} can be written."), answer);
    }
}

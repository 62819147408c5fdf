using System.Collections.Concurrent;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Libvirt.Sampling;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Drifts;
using LiveMigrationRunbooks.Plans.Moves;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Sessions;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Facts;

namespace LiveMigrationRunbooks.Runs.Readers;

/// <summary>What was read of all hosts, and the runbook bound once more with the facts they told.</summary>
public sealed record Probed(BoundRunbook Runbook, IReadOnlyDictionary<string, HostReading> Readings);

/// <summary>
/// Reads the hosts of a runbook: one script a host, however many steps it has; a second one only where conditions or arguments depend on
/// facts, or where hosts must be asked about each other.
/// </summary>
public sealed class Prober(HostSessions sessions, RunbookBinder binder)
{
    private const string Facts = "facts";
    private const string Libvirt = "libvirt";
    private const string Claim = "claim";
    private const string Owed = "owed";
    private const string Applied = "applied";
    private const string Identity = "identity";
    private const string Pairs = "pairs";
    private const string Memory = "memory";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_libvirtPatience = TimeSpan.FromSeconds(90);

    /// <summary>Hosts are asked what runs applied to them last, and nothing about guests.</summary>
    public bool ForDrift { get; init; }

    /// <summary>For how long running guests of hosts that are to be emptied are asked how they write to their memory; null where they are not.</summary>
    public TimeSpan? MeasureFor { get; init; }

    /// <summary>Whose hour it is that hosts are asked for what they kept of it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public async Task<Probed> ReadAsync(BoundRunbook offline, Findings findings, CancellationToken cancellationToken)
    {
        var readings = new ConcurrentDictionary<string, HostReading>(StringComparer.Ordinal);
        var hypervisors = ForDrift ? [] : HypervisorHosts(offline);
        var now = Time.GetUtcNow();
        await sessions.EachAsync(
            offline.Hosts, async host => readings[host.Name] = await FirstAsync(offline, host.Name, hypervisors.Contains(host.Name) ? HourOfWeek.Of(now) : null, cancellationToken), cancellationToken);
        Recall(readings, now);
        var facts = readings.Values.Where(reading => reading.Trouble is null).ToDictionary(reading => reading.Host, reading => reading.Facts);
        var bound = binder.Bind(facts, findings);
        if (findings.HasErrors) return new Probed(bound, readings);
        await sessions.EachAsync(
            bound.Hosts, async host => readings[host.Name] = await SecondAsync(bound, readings[host.Name], readings, cancellationToken), cancellationToken);
        return new Probed(bound, readings);
    }

    private async Task<HostReading> FirstAsync(BoundRunbook runbook, string host, HourOfWeek? guestsAt, CancellationToken cancellationToken)
    {
        if (sessions.Trouble(host) is { } trouble) return HostReading.NotRead(host, trouble);
        var probes = ReadRequest.Of(runbook, host, play => Scenes.Of(runbook.Inventory, play, host, HostFacts.None));
        var items = new List<RequestItem>
        {
            new(Facts, HostFactsReader.Command(sessions.Greeting(host).SshConnection), HostFactsReader.Patience),
            new(Claim, HostClaim.ReadClaim, s_patience),
            new(Owed, JobScripts.Owed, s_patience),
            new(Identity, HostIdentity.Ask, s_patience),
        };
        if (ForDrift) items.Add(new RequestItem(Applied, JobScripts.Applied, s_patience));
        if (guestsAt is not null) items.Add(new RequestItem(Libvirt, HypervisorScripts.Read(hour: guestsAt), s_libvirtPatience));
        items.AddRange(StepProbes.Items(probes));
        if (await sessions.SendAsync(host, new Request([.. items]), cancellationToken) is not { } results) return HostReading.NotRead(host, sessions.Trouble(host)!);
        if (!HostFactsReader.IsWhole(results[Facts]))
            return HostReading.NotRead(host, new HostTrouble("facts.unreadable", $"The facts of {host} could not be read whole within {HostFactsReader.Patience.TotalSeconds:0} s.", $"Look at what keeps {host} busy, and try again."));
        // Half of what runs applied would make the other half nobody's.
        if (ForDrift && results[Applied] is not { Succeeded: true, Lost: 0 })
            return HostReading.NotRead(host, new HostTrouble("applied.unreadable", $"What runs applied on {host} cannot be read whole: {results[Applied].Complaint}.", $"Look at /var/lib/lmr/applied on {host}."));
        return new HostReading(
            host,
            null,
            HostFactsReader.Read(results[Facts]),
            StepProbes.Answers(probes, results),
            guestsAt is null ? null : HypervisorReader.Read(results[Libvirt]),
            ProbeAnswers.NotAsked,
            ClaimHolder.Of(results[Claim]))
        {
            Owed = OwedOperation.Read(results[Owed]),
            Applied = ForDrift ? LastApplied.Read(results[Applied]) : [],
            Identity = HostIdentity.Read(results[Identity]),
            Reserved = ClaimHolder.Reserved(results[Claim]),
        };
    }

    private async Task<HostReading> SecondAsync(
        BoundRunbook runbook, HostReading first, ConcurrentDictionary<string, HostReading> readings, CancellationToken cancellationToken)
    {
        if (first.Trouble is not null) return first;
        var probes = ReadRequest.Of(runbook, first.Host, play => Scenes.Of(runbook.Inventory, play, first.Host, first.Facts)).Where(probe => !first.Answers.ContainsKey(probe.StepId)).ToList();
        var questions = Questions(runbook, first, readings);
        List<RequestItem> items = [.. StepProbes.Items(probes)];
        if (!questions.IsEmpty) items.Add(new RequestItem(Pairs, HypervisorScripts.Probe(questions), s_libvirtPatience));
        var measured = MeasureFor is null ? [] : MemoryMeasurement.Guests(runbook, first);
        if (MeasureFor is { } span && measured.Count > 0) items.Add(MemoryMeasurement.Item(Memory, span, measured));
        if (items.Count == 0) return first with { Pairs = NothingToAsk };
        if (await sessions.SendAsync(first.Host, new Request([.. items]), cancellationToken) is not { } results)
            return HostReading.NotRead(first.Host, sessions.Trouble(first.Host)!);
        return first with
        {
            Answers = first.Answers.Concat(StepProbes.Answers(probes, results)).ToDictionary(),
            Pairs = questions.IsEmpty ? NothingToAsk : ProbeAnswers.Read(results[Pairs]),
            Hypervisor = measured.Count > 0 ? MemoryMeasurement.Told(first.Hypervisor, measured, results[Memory]) : first.Hypervisor,
        };
    }

    // Only when all have told: a guest that came here was sampled elsewhere.
    private static void Recall(ConcurrentDictionary<string, HostReading> readings, DateTimeOffset now)
    {
        var told = readings.Where(reading => reading.Value.Hypervisor is not null).ToDictionary(reading => reading.Key, reading => reading.Value.Hypervisor!, StringComparer.Ordinal);
        foreach (var (host, reading) in GuestHistory.Recall(told, now)) readings[host] = readings[host] with { Hypervisor = reading };
    }

    private static ProbeAnswers NothingToAsk { get; } = ProbeAnswers.NotAsked with { Broken = null };

    private static ProbeQuestions Questions(BoundRunbook runbook, HostReading self, IReadOnlyDictionary<string, HostReading> readings)
    {
        var questions = ProbeQuestions.None;
        foreach (var play in runbook.Plays.Where(play => play.Play.Evacuate is not null))
        {
            if (play.Hosts.Any(host => host.Name == self.Host) && self.Hypervisor is { } source)
                questions = questions.And(EvacuationQuestions.ForSource(play.Play.Evacuate!.Waves.Leaving(source) ?? source, play.Targets.Select(target => EvacuationReading.Target(runbook.Inventory, target, readings[target.Name], [])), play.Play.Evacuate!.Waves.PolicyOf, play.Play.Evacuate.Waves.ShutOff));
            if (play.Targets.Any(target => target.Name == self.Host))
                questions = questions.And(EvacuationQuestions.ForTarget(play.Hosts.Select(host => play.Play.Evacuate!.Waves.Leaving(readings[host.Name].Hypervisor)).OfType<HypervisorReading>(), play.Play.Evacuate!.Waves.PolicyOf, play.Play.Evacuate!.Waves.ShutOff));
        }
        return questions;
    }

    private static HashSet<string> HypervisorHosts(BoundRunbook runbook) => runbook.Plays.Where(play => play.Play.Evacuate is not null)
        .SelectMany(play => play.Hosts.Select(host => host.Name).Concat(play.Targets.Select(target => target.Name)))
        .ToHashSet(StringComparer.Ordinal);
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Envelopes;

/// <summary>Holds a plan against the limits of its repository, and tells every breach at once.</summary>
public static class Limits
{
    public static ValueList<Breach> Of(Envelope envelope, Plan plan) =>
        [.. HostsOut(envelope, plan), .. Kinds(envelope, plan), .. Commands(envelope, plan)];

    /// <summary>What can be said before a host is asked: the steps that apply is going to refuse.</summary>
    public static void Check(Envelope envelope, BoundRunbook runbook, Findings findings)
    {
        var steps = runbook.Plays.SelectMany(play => play.Hosts).SelectMany(host => host.Steps.Concat(host.Handlers).Concat(host.Gate)).Where(step => step.Applies != Applies.No);
        foreach (var call in steps.Select(step => step.Call).Where(call => envelope.Forbids(call.Kind.Name)).DistinctBy(call => call.Span))
            findings.Add(EnvelopeProblems.WillBeRefused(call.Span, call.Kind.Name, envelope.Path));
        foreach (var play in runbook.Plays.Where(play => play.Play.Evacuate is not null && envelope.Forbids(KindPattern.Evacuate)))
            findings.Add(EnvelopeProblems.WillBeRefused(play.Play.Span, KindPattern.Evacuate, envelope.Path));
    }

    private static IEnumerable<Breach> HostsOut(Envelope envelope, Plan plan)
    {
        if (envelope.MaxHostsOut is not { } most) yield break;
        foreach (var stage in plan.Deeds.Where(deed => deed is not CheckDeed).GroupBy(deed => (deed.Play, deed.Stage)))
        {
            var hosts = stage.Select(deed => deed.Host).Distinct(StringComparer.Ordinal).ToList();
            if (hosts.Count <= most) continue;
            yield return new Breach(
                "envelope.max_hosts_out",
                $"stage {stage.Key.Stage + 1} of '{plan.Plays[stage.Key.Play].Name}' takes {hosts.Count} hosts at once ({string.Join(", ", hosts)}); {envelope.Path} allows {most} (max_hosts_out).",
                $"Write smaller stages: rollout: {{ stages: [{most}] }}.");
        }
    }

    // What a host has already as it is wanted counts too: whether a runbook may be applied does not depend on the day.
    private static IEnumerable<Breach> Kinds(Envelope envelope, Plan plan)
    {
        foreach (var step in plan.Lines.Where(line => line.State != LineState.Excluded && envelope.Forbids(line.Kind)).GroupBy(line => (line.Step, line.Kind)))
            yield return Forbidden(envelope, step.Key.Kind, $"'{step.Key.Step}' on {Hosts(step.Select(line => line.Host))}");
        foreach (var play in plan.Plays.Index().Where(play => play.Item.Evacuation is not null && envelope.Forbids(KindPattern.Evacuate)))
            yield return Forbidden(envelope, KindPattern.Evacuate, $"'{play.Item.Name}'");
    }

    private static Breach Forbidden(Envelope envelope, string kind, string where) => new(
        "envelope.forbidden_kind", $"{kind} is forbidden here ({where}); {envelope.Path} says so (forbidden_kinds).", "Remove it from the runbook, or leave it out with --skip-tags.");

    private static IEnumerable<Breach> Commands(Envelope envelope, Plan plan)
    {
        if (envelope.TrustedDigests is not { } trusted) yield break;
        foreach (var same in OwnCommand.In(plan).Where(command => !trusted.Contains(command.Digest)).GroupBy(command => (command.Step, command.Digest)))
            yield return new Breach(
                "envelope.untrusted_command",
                $"'{same.Key.Step}' would run {same.First().Command} on {Hosts(same.Select(command => command.Host))}, which {envelope.Path} does not trust.",
                $"Read it, then add {same.Key.Digest} to trusted_digests.");
    }

    private static string Hosts(IEnumerable<string> hosts) => string.Join(", ", hosts.Distinct(StringComparer.Ordinal));
}

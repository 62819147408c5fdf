using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Schedules;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Reads one entry of <c>plays:</c>.</summary>
internal static class PlayReader
{
    private static readonly string[] s_keys = ["name", "hosts", "rollout", "max_failed", "failed_host", "evacuate", "steps", "handlers", "gate"];
    private static readonly string[] s_evacuateKeys = ["to", "bandwidth_per_guest", "auto_converge"];
    private static readonly string[] s_rolloutKeys = ["stages", "soak"];

    public static Play? Read(YamlNode node, int number, Findings findings)
    {
        var expect = new YamlExpect(findings);
        if (expect.Mapping(node) is not { } play) return null;
        expect.UnknownKeys(play, s_keys);
        var name = play["name"] is { } named ? expect.Text(named) : null;
        var hosts = play["hosts"];
        if (hosts is null) findings.Add(RunbookProblems.Missing("A play", "hosts", play.Span));
        else if (hosts is not YamlScalar { IsNull: false }) findings.Add(RunbookProblems.WrongValue("hosts", hosts, "a host pattern, as rack_a:!kvm3"));
        if (play["steps"] is null && play["evacuate"] is null && play["gate"] is null)
            findings.Add(RunbookProblems.Missing("A play", "steps", play.Span));
        var handlers = StepReader.ReadList(play["handlers"], StepPlace.Handlers, findings);
        var steps = StepReader.ReadList(play["steps"], StepPlace.Steps, findings);
        foreach (var call in steps.SelectMany(step => step.Notify).Where(call => handlers.All(handler => handler.Name != call.Text)))
            findings.Add(RunbookProblems.UnknownHandler(call, handlers.Select(handler => handler.Name)));
        return new Play(
            name ?? $"play {number}",
            hosts as YamlScalar ?? new YamlScalar("", false, play.Span),
            RolloutOf(play["rollout"], findings),
            ShareOf(play["max_failed"], "max_failed", findings) ?? Share.OfCount(0),
            FailedHostOf(play["failed_host"], findings),
            EvacuateOf(play["evacuate"], findings),
            steps,
            handlers,
            StepReader.ReadList(play["gate"], StepPlace.Gate, findings),
            play.Span);
    }

    private static FailedHost FailedHostOf(YamlNode? node, Findings findings)
    {
        if (node is null) return FailedHost.Keep;
        if (node is YamlScalar { Text: "keep" }) return FailedHost.Keep;
        if (node is YamlScalar { Text: "rollback" }) return FailedHost.Rollback;
        findings.Add(RunbookProblems.UnknownWord("failed_host", node, ["keep", "rollback"]));
        return FailedHost.Keep;
    }

    private static Rollout RolloutOf(YamlNode? node, Findings findings)
    {
        var expect = new YamlExpect(findings);
        if (node is null || expect.Mapping(node) is not { } rollout) return Rollout.AllAtOnce;
        expect.UnknownKeys(rollout, s_rolloutKeys);
        var stages = rollout["stages"] switch
        {
            null => Rollout.AllAtOnce.Stages,
            YamlSequence { Items.Count: > 0 } list => [.. list.Items.Select(item => ShareOf(item, "stages", findings)).OfType<Share>()],
            var single => ShareOf(single, "stages", findings) is { } one ? [one] : Rollout.AllAtOnce.Stages,
        };
        return new Rollout(stages.Count == 0 ? Rollout.AllAtOnce.Stages : stages, DurationOf(rollout["soak"], "soak", findings));
    }

    private static Share? ShareOf(YamlNode? node, string what, Findings findings)
    {
        if (node is null) return null;
        var problem = "Write a number of hosts or a share: 2, 25%.";
        if (node is YamlScalar scalar && Quantity.TryShare(scalar.Text, out var share, out problem)) return share;
        findings.Add(RunbookProblems.WrongValue(what, node, problem));
        return null;
    }

    private static TimeSpan DurationOf(YamlNode? node, string what, Findings findings)
    {
        if (node is null) return TimeSpan.Zero;
        var problem = "Write a duration: 30s, 2m.";
        if (node is YamlScalar scalar && Quantity.TryDuration(scalar.Text, out var duration, out problem)) return duration;
        findings.Add(RunbookProblems.WrongValue(what, node, problem));
        return TimeSpan.Zero;
    }

    private static Evacuate? EvacuateOf(YamlNode? node, Findings findings)
    {
        var expect = new YamlExpect(findings);
        if (node is null || expect.Mapping(node) is not { } evacuate) return null;
        expect.UnknownKeys(evacuate, s_evacuateKeys);
        if (evacuate["to"] is not YamlScalar to)
        {
            findings.Add(RunbookProblems.Missing("evacuate", "to", evacuate.Span));
            return null;
        }
        long? rate = null;
        if (evacuate["bandwidth_per_guest"] is { } given)
        {
            var problem = "Write a rate: 800Mbit/s, 100MiB/s.";
            if (given is YamlScalar scalar && Quantity.TryRate(scalar.Text, out var bytes, out problem)) rate = bytes;
            else findings.Add(RunbookProblems.WrongValue("bandwidth_per_guest", given, problem));
        }
        var converge = evacuate["auto_converge"] is not { } flag || (expect.Bool(flag) ?? true);
        return new Evacuate(to, rate, converge, evacuate.Span);
    }
}

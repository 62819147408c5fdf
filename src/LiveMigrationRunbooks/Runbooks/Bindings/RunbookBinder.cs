using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// Binds a runbook to an inventory: which hosts, and for each host every condition and every argument. It runs offline, where facts are
/// unknown, and once more with the facts of each host, by the same rules.
/// </summary>
/// <param name="extra">What <c>-e</c> sets.</param>
/// <param name="secrets">Where secrets are read; null where nobody is going to be asked, and no secret is read.</param>
public sealed class RunbookBinder(Runbook runbook, Inventory inventory, IReadOnlyDictionary<string, YamlNode> extra, string? limit, SecretSources? secrets = null, TagChoice? tags = null)
{
    private readonly TagChoice _tags = tags ?? TagChoice.Everything;

    /// <param name="facts">What hosts told; hosts without an entry are bound with unknown facts.</param>
    public BoundRunbook Bind(IReadOnlyDictionary<string, HostFacts> facts, Findings findings)
    {
        var own = new Findings();
        runbook.Guests.Check(inventory, own);
        var inputs = InputValues.Of(runbook, extra, own);
        var hosts = new PlayHosts(inventory, limit, inputs, own);
        var binding = new PlayBinding(inventory, inputs, _tags, facts, new StepBinding(secrets, new FileSource(ReviewedFolder.Of(runbook.Path))), own);
        var chain = Chain.Empty.With(runbook.Variables);
        binding.Names.Check(chain);
        // Names first, for all plays: what nothing declares is told once and is not looked for on hosts.
        var plays = runbook.Plays.Select(play => binding.Prepare(play, chain)).ToList();
        var bound = plays.Select(play => binding.Bind(play, hosts)).ToList();
        TellWriters(bound, own);
        TellTags(bound, own);
        foreach (var name in extra.Keys.Where(name => !IsKnown(name, binding)))
            own.Add(RunbookProblems.UndeclaredInput(name, extra[name].Span, runbook.Inputs.Select(input => input.Name), binding.Names.Used));
        if (bound.TrueForAll(play => play.Hosts.Count == 0) && !own.HasErrors && (hosts.Nobody() ?? (limit is null ? null : RunbookProblems.NobodyLeft(limit))) is { } nobody) own.Add(nobody);
        binding.Told.TellTo(findings, own.Sorted);
        foreach (var problem in own.Sorted) findings.Add(problem);
        return new BoundRunbook(runbook, inventory, [.. bound], hosts.Parked, plays.Sum(play => play.Bindings));
    }

    private static void TellWriters(IReadOnlyList<BoundPlay> plays, Findings findings)
    {
        var writers = new KeyWriters();
        foreach (var host in plays.SelectMany(play => play.Hosts).GroupBy(host => host.Name, StringComparer.Ordinal))
            foreach (var problem in writers.On([.. host])) findings.Add(problem);
    }

    private void TellTags(IReadOnlyList<BoundPlay> plays, Findings findings)
    {
        if (_tags.IsEverything) return;
        var known = runbook.Plays.SelectMany(play => play.Frames.Concat(play.Steps.Entries.SelectMany(RunbookVariables.FramesIn))).SelectMany(frame => frame.Tags).Select(tag => tag.Text);
        _tags.Check(known.ToHashSet(StringComparer.Ordinal), findings);
        if (!findings.HasErrors && plays.All(play => play.LeftOut == play.Play.Steps.Count && play.Play is { Evacuate: null, Steps.Count: > 0 }))
            findings.Add(StructureProblems.NothingTagged(_tags.ToString()));
    }

    // What Ansible's own variables say decides how hosts are reached; -e comes too late for that, and must not look as if it did not.
    private bool IsKnown(string name, PlayBinding binding) =>
        runbook.Inputs.Any(input => input.Name == name) || RunbookVariables.Names(runbook).Contains(name)
        || (binding.OfHosts.Contains(name) && !name.StartsWith("ansible_", StringComparison.Ordinal));
}

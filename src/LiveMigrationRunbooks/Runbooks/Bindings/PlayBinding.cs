using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>A play whose names are known to lead somewhere, ready to be bound to hosts.</summary>
internal sealed record PreparedPlay(Play Play, Chain Chain, ListBinder Steps, ListBinder Handlers, ListBinder Gate)
{
    public int Bindings => Steps.Bindings + Handlers.Bindings + Gate.Bindings;
}

/// <summary>Binds plays to their hosts; what one host was found to be is kept for all plays.</summary>
internal sealed class PlayBinding
{
    private readonly InputValues _inputs;
    private readonly TagChoice _tags;
    private readonly IReadOnlyDictionary<string, HostFacts> _facts;
    private readonly Findings _findings;
    private readonly StepBinding _steps;
    private readonly ValueIds _ids = new();
    private readonly Dictionary<string, HostVariables> _variables;
    private readonly Dictionary<string, HostScope> _scopes = new(StringComparer.Ordinal);

    public PlayBinding(Inventory inventory, InputValues inputs, TagChoice tags, IReadOnlyDictionary<string, HostFacts> facts, StepBinding steps, Findings findings)
    {
        (_inputs, _tags, _facts, _steps, _findings) = (inputs, tags, facts, steps, findings);
        _variables = inventory.Hosts.ToDictionary(host => host.Name, inventory.Variables, StringComparer.Ordinal);
        OfHosts = _variables.Values.SelectMany(variables => variables.All.Keys).Concat(["inventory_hostname", "inventory_hostname_short", "group_names"]).ToHashSet(StringComparer.Ordinal);
        Names = new NameCheck(OfHosts.Concat(inputs.Names).Append(NameCheck.Facts).ToHashSet(StringComparer.Ordinal), inputs.Given, findings);
    }

    /// <summary>Every name that some host has.</summary>
    public IReadOnlySet<string> OfHosts { get; }

    public NameCheck Names { get; }

    /// <summary>What is wrong on hosts.</summary>
    public HostFindings Told { get; } = new();

    public PreparedPlay Prepare(Play play, Chain chain)
    {
        foreach (var frame in play.Frames)
        {
            chain = chain.With(frame.Variables);
            Names.Check(chain);
            chain = chain.Inside(frame);
            Names.Check(chain);
        }
        return new PreparedPlay(play, chain, List(play.Steps, play.Frames, chain, _tags), List(play.Handlers, [], chain, TagChoice.Everything), List(play.Gate, [], chain, TagChoice.Everything));
    }

    public BoundPlay Bind(PreparedPlay prepared, PlayHosts choice)
    {
        var play = prepared.Play;
        var hosts = choice.Of(play.Hosts, prepared.Chain);
        IReadOnlyList<string> among = [.. hosts.Select(host => host.Name)];
        var bound = hosts.Select(host => BindHost(prepared, host, among)).ToList();
        if (bound.Count == 0 && _findings.HasErrors)
        {
            var nobody = HostScope.OfNobody(OfHosts.Append(NameCheck.Facts), _inputs, Names.Nowhere);
            foreach (var list in new[] { prepared.Steps, prepared.Handlers, prepared.Gate }) list.Bind(nobody, TellAll);
        }
        ValueList<InventoryHost> targets = play.Evacuate is { } evacuate ? [.. choice.Targets(evacuate.To.Text, prepared.Chain)] : [];
        foreach (var both in targets.Where(target => bound.Exists(host => host.Name == target.Name)))
            _findings.Add(RunbookProblems.SourceIsTarget(play.Evacuate!.To.Text, both.Name));
        return new BoundPlay(play, [.. bound], targets, prepared.Steps.LeftOut) { Absent = choice.Absent(play.Hosts, prepared.Chain) };
    }

    private BoundHost BindHost(PreparedPlay play, InventoryHost host, IReadOnlyList<string> among)
    {
        if (!_scopes.TryGetValue(host.Name, out var scope))
            _scopes[host.Name] = scope = HostScope.Of(_variables[host.Name], _inputs, _facts.GetValueOrDefault(host.Name), Names.Nowhere);
        void Tell(IReadOnlyList<Diagnostic> problems) => Told.Add(host.Name, problems, among);
        return new BoundHost(host, play.Steps.Bind(scope, Tell), play.Handlers.Bind(scope, Tell), play.Gate.Bind(scope, Tell));
    }

    // Tags choose steps; they never skip what proves or completes them.
    private ListBinder List(StepList list, IEnumerable<Frame> frames, Chain chain, TagChoice tags) => new(list, Surroundings.Of(chain, frames), tags, _steps, Names, _ids, _findings);

    private void TellAll(IReadOnlyList<Diagnostic> problems)
    {
        foreach (var problem in problems) _findings.Add(problem);
    }
}

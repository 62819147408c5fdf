using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Chooses the hosts of plays: what a pattern says, within <c>--limit</c>, without those that are parked.</summary>
internal sealed class PlayHosts(Inventory inventory, string? limit, InputValues inputs, Findings findings)
{
    private readonly HashSet<string>? _limited = limit is null ? null : HostPattern.Select(inventory, limit, null, findings).Select(host => host.Name).ToHashSet(StringComparer.Ordinal);
    private readonly SortedDictionary<int, ParkedHost> _parked = [];
    private readonly HostScope _scope = HostScope.OfInputs(inputs);
    private YamlScalar? _pattern;

    /// <summary>Those that some pattern chose and that were left alone.</summary>
    public ValueList<ParkedHost> Parked => [.. _parked.Values];

    /// <summary>The hosts that a play works on.</summary>
    public IReadOnlyList<InventoryHost> Of(YamlScalar pattern, Chain chain)
    {
        _pattern = pattern;
        return [.. Select(pattern, chain).Where(host => _limited?.Contains(host.Name) ?? true).Where(IsFree)];
    }

    /// <summary>The hosts that its pattern names and that it leaves alone, each with why.</summary>
    public ValueList<AbsentPeer> Absent(YamlScalar pattern, Chain chain) =>
    [
        .. from host in _limited is null && _parked.Count == 0 ? [] : Select(pattern, chain)
           let why = _parked.TryGetValue(host.Position, out var parked) ? $"it is parked ({parked.Parked.Reason})" : _limited?.Contains(host.Name) == false ? "--limit leaves it out" : null
           where why is not null
           select new AbsentPeer(host.Name, why),
    ];

    /// <summary>The hosts that take guests; a limit is not for them.</summary>
    public IReadOnlyList<InventoryHost> Targets(YamlScalar pattern, Chain chain) => [.. Select(pattern, chain).Where(IsFree)];

    /// <summary>What to say where no play has a host because all of them are parked; null where that is not why.</summary>
    public Diagnostic? Nobody() =>
        _parked.Count == 0 ? null : StructureProblems.OnlyParked(limit is null ? _pattern?.Span : null, limit is null ? _pattern?.Text ?? "" : $"--limit {limit}", string.Join(", ", _parked.Values.Select(parked => parked.Host)));

    // Which hosts a play has cannot depend on a host: a pattern knows the inputs and the runbook's own variables only.
    private IReadOnlyList<InventoryHost> Select(YamlScalar pattern, Chain chain)
    {
        var resolved = _scope.Resolve(pattern, chain, findings);
        foreach (var secret in resolved is null ? [] : SecretNode.In(resolved)) findings.Add(SecretProblems.NotHere(secret.Span, "a host pattern", StepCatalogue.SecretPlaces));
        return resolved is YamlScalar { Text.Length: > 0 } text ? HostPattern.Select(inventory, text.Text, pattern.Span, findings) : [];
    }

    private bool IsFree(InventoryHost host)
    {
        if (_parked.ContainsKey(host.Position)) return false;
        if (HostSettings.ParkedOf(inventory, host, new Findings()) is not { } parked) return true;
        _parked[host.Position] = new ParkedHost(host.Name, parked);
        return false;
    }
}

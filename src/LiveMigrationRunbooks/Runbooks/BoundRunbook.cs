using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Whether a step applies to a host.</summary>
public enum Applies
{
    Yes,

    /// <summary>Its <c>when</c> is false here.</summary>
    No,

    /// <summary>Its <c>when</c> or its arguments depend on facts that are not read yet.</summary>
    Unknown,
}

/// <summary>A step call bound to one host. <paramref name="Step"/> is null only while its arguments depend on facts.</summary>
public sealed record BoundStep(StepCall Call, Applies Applies, Step? Step);

/// <summary>A host of a play with everything the play may do on it.</summary>
public sealed record BoundHost(InventoryHost Host, ValueList<BoundStep> Steps, ValueList<BoundStep> Handlers, ValueList<BoundStep> Gate)
{
    public string Name => Host.Name;

    /// <summary>Whether facts are needed before everything is known.</summary>
    public bool WaitsForFacts => Steps.Concat(Handlers).Concat(Gate).Any(step => step.Applies == Applies.Unknown || step is { Step: null, Applies: not Applies.No });
}

/// <summary>A play with its hosts in inventory order; <paramref name="Targets"/> take the guests of its hosts where it empties them.</summary>
public sealed record BoundPlay(Play Play, ValueList<BoundHost> Hosts, ValueList<InventoryHost> Targets);

/// <summary>A runbook bound to an inventory: what it may do on which host.</summary>
public sealed record BoundRunbook(Runbook Runbook, Inventory Inventory, ValueList<BoundPlay> Plays)
{
    /// <summary>Every host that the run must reach, without repeats, in inventory order.</summary>
    public IReadOnlyList<InventoryHost> Hosts
    {
        get
        {
            var names = Plays.SelectMany(play => play.Hosts.Select(host => host.Name).Concat(play.Targets.Select(target => target.Name))).ToHashSet(StringComparer.Ordinal);
            return [.. Inventory.Hosts.Where(host => names.Contains(host.Name))];
        }
    }
}

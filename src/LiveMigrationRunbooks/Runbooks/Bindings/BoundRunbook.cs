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

/// <summary>A step call bound to one host. <paramref name="Step"/> is null where it does not apply, and while its arguments depend on facts.</summary>
/// <param name="Name">What plan and reports call it; unique in its list on its host.</param>
/// <param name="Number">Where it stands in its list: <c>3</c>, for the second item of a loop <c>3.2</c>. The same on every host and in every plan.</param>
/// <param name="Why">The condition that is false here; null where none is.</param>
/// <param name="Include">What the file that it comes from is included as; null where it stands in the runbook itself.</param>
public sealed record BoundStep(StepCall Call, Applies Applies, Step? Step, string Name, string Number, string? Why = null, string? Include = null);

/// <summary>A host of a play with everything the play may do on it.</summary>
public sealed record BoundHost(InventoryHost Host, ValueList<BoundStep> Steps, ValueList<BoundStep> Handlers, ValueList<BoundStep> Gate)
{
    public string Name => Host.Name;

    /// <summary>Whether facts are needed before everything is known.</summary>
    public bool WaitsForFacts => Steps.Concat(Handlers).Concat(Gate).Any(step => step.Applies == Applies.Unknown || step is { Step: null, Applies: not Applies.No });
}

/// <summary>A play with its hosts in inventory order; <paramref name="Targets"/> take the guests of its hosts where it empties them.</summary>
/// <param name="LeftOut">How many of its steps tags leave out.</param>
public sealed record BoundPlay(Play Play, ValueList<BoundHost> Hosts, ValueList<InventoryHost> Targets, int LeftOut = 0)
{
    /// <summary>Hosts that its pattern names and that the run leaves alone.</summary>
    public ValueList<AbsentPeer> Absent { get; init; } = [];
}

/// <summary>A host that plays leave alone, though their patterns choose it.</summary>
public sealed record ParkedHost(string Host, Parked Parked);

/// <summary>A runbook bound to an inventory: what it may do on which host.</summary>
/// <param name="Parked">The hosts that are left alone, in inventory order.</param>
/// <param name="Bindings">How many steps were worked out; the others were found to be the same as on another host.</param>
public sealed record BoundRunbook(Runbook Runbook, Inventory Inventory, ValueList<BoundPlay> Plays, ValueList<ParkedHost> Parked, int Bindings)
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

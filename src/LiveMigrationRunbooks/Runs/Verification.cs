using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Reads every changed setting of a batch again, by the reader that planned it.</summary>
internal sealed class Verification(string host, ValueList<Deed> deeds, IReadOnlyDictionary<string, HostReading> readings)
{
    public ValueList<RequestItem> Items() => [.. StepProbes.Items(Probes())];

    /// <summary>Whether the host is where the change was to bring it. An operation was proven by its own exit.</summary>
    public bool Holds(Deed deed, IReadOnlyDictionary<string, CommandResult> results) => deed is not ChangeDeed change || IsAt(change, change.Change.After, results);

    /// <summary>Whether the host is again where the change began.</summary>
    public bool IsBack(ChangeDeed change, IReadOnlyDictionary<string, CommandResult> results) => IsAt(change, change.Change.Before, results);

    private bool IsAt(ChangeDeed change, JsonNode state, IReadOnlyDictionary<string, CommandResult> results)
    {
        var step = StepBehind.Of(change.Step);
        var scene = StepBehind.Scene(host, readings);
        return step.IsAtAnyhow(state, StepProbes.Answers([(change.Id, step.Probe(scene))], results)[change.Id], scene);
    }

    private IEnumerable<(string, ValueList<Command>)> Probes() =>
        deeds.OfType<ChangeDeed>().Select(deed => (deed.Id, StepBehind.Of(deed.Step).Probe(StepBehind.Scene(host, readings))));
}

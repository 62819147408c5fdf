using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs;

/// <summary>Reads every changed setting of a batch again, by the reader that planned it.</summary>
internal sealed class Verification(string host, ValueList<Deed> deeds, IReadOnlyDictionary<string, HostReading> readings)
{
    public ValueList<RequestItem> Items() => [.. StepProbes.Items(Probes())];

    /// <summary>What parts the host from where the change was to bring it, for people; null where it is there. An operation was proven by its own exit.</summary>
    public string? Lacks(Deed deed, IReadOnlyDictionary<string, CommandResult> results) => deed is ChangeDeed change ? Apart(change, change.Change.After, results) : null;

    /// <summary>What parts the host from where the change began; null where it is there again.</summary>
    public string? LacksOfBefore(ChangeDeed change, IReadOnlyDictionary<string, CommandResult> results) => Apart(change, change.Change.Before, results);

    private string? Apart(ChangeDeed change, JsonNode state, IReadOnlyDictionary<string, CommandResult> results)
    {
        var step = StepBehind.Of(change.Step);
        var scene = StepBehind.Scene(host, readings);
        return step.ApartAnyhow(state, StepProbes.Answers([(change.Id, step.Probe(scene))], results)[change.Id], scene);
    }

    private IEnumerable<(string, ValueList<Command>)> Probes() =>
        deeds.OfType<ChangeDeed>().Select(deed => (deed.Id, StepBehind.Of(deed.Step).Probe(StepBehind.Scene(host, readings))));
}

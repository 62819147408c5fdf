using System.CommandLine;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;

namespace LiveMigrationRunbooks.Cli;

/// <summary>A run that somebody names by its id, found under <c>.lmr</c> here or beside the runbook that is given.</summary>
internal sealed class RunChoice
{
    private const string Last = "last";

    public Argument<string> Run { get; } = new("run") { Description = "Id of the run, as apply printed it; 'last' for the newest." };

    public Option<string?> Beside { get; } = new("--runbook") { Description = "The runbook beside which the run was made; the current folder when left out." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Run);
        command.Options.Add(Beside);
    }

    /// <summary>The store and the id; null where there is no such run, which has been said.</summary>
    public (RunStore Store, string Id)? Find(ParseResult parse)
    {
        var store = Store(parse);
        var asked = parse.GetValue(Run) ?? "";
        if ((asked == Last ? (store.Ids.Count > 0 ? store.Ids[^1] : null) : asked) is { } id && store.Has(id)) return (store, id);
        var near = Suggestion.For(asked, store.Ids) is { } suggestion ? $" Did you mean {suggestion}?" : store.Ids.Count > 0 ? $" The newest is {store.Ids[^1]}." : "";
        Say.Refused("run.unknown", $"there is no run '{asked}' in {store.Folder}.{near}");
        return null;
    }

    public RunStore Store(ParseResult parse) => RunStore.Beside(parse.GetValue(Beside) ?? "runbook");

    /// <summary>The run's plan and journal; null where one of them cannot be read, which has been said.</summary>
    public static (Plan Plan, JournalReading Journal)? Read(RunStore store, string id)
    {
        var journal = store.JournalOf(id);
        if (journal.Damage is { } damage)
        {
            Say.Refused("journal.damaged", $"the journal of {id} is damaged: {damage}");
            return null;
        }
        if (journal.TornBytes > 0) Say.Progress($"The journal of {id} ends in a record that was being written when the run died; its {journal.TornBytes} bytes are left out.");
        var text = store.PlanOf(id, out var why);
        if (text is not null && PlanFile.Read(text) is { } plan) return (plan, journal);
        Say.Refused("plan.unreadable", text is null ? $"the plan of {id} cannot be read: {why}" : $"the plan of {id} was not made by this version, or is damaged.");
        return null;
    }
}

using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Reports;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Looks through a run's journal from end to end and says whether it may be believed, and where not. Changes nothing.</summary>
internal static class RunsCheck
{
    public static Command Command()
    {
        var choice = new RunChoice();
        var json = new Option<bool>("--json") { Description = "The result as JSON on standard output." };
        var command = new Command("check", "Say whether the journal of a run is sound, torn or damaged, and where.") { json };
        choice.AddTo(command);
        command.SetAction(parse =>
        {
            if (choice.Find(parse) is not { } found) return ExitCodes.Refused;
            var check = JournalCheck.Of(found.Store, found.Id);
            if (parse.GetValue(json)) Console.Out.WriteLine(ResultJson.Of(check));
            else Console.Out.Write(PlanView.Safe(check.Text()));
            return check.Damage is null ? ExitCodes.Done : ExitCodes.Refused;
        });
        return command;
    }
}

/// <summary>What was found: how much of the journal stands, who wrote it, and what is wrong with it or with the plan beside it.</summary>
/// <param name="Torn">Bytes of a last record that was being written when the run died.</param>
/// <param name="Damage">Null where run and plan may be believed.</param>
internal sealed record JournalCheck(int Format, string Run, string Tool, long Lines, long Bytes, long Torn, string? Damage)
{
    public static JournalCheck Of(RunStore store, string id)
    {
        var journal = store.LookAt(id);
        return new JournalCheck(1, id, journal.Tool, journal.Lines, journal.SoundBytes, journal.TornBytes, journal.Damage ?? OfPlan(store, id, journal));
    }

    public string Text() => $"""
        {Run}: {(Damage is null ? Torn > 0 ? "sound, with a torn end" : "sound" : "damaged")}
          {Lines} lines, {Bytes} bytes{(Tool.Length > 0 ? $", written by {Tool}" : "")}
        {(Torn > 0 && Damage is null ? $"  {Torn} bytes of a last record are left out: it was being written when the run died.\n" : "")}{(Damage is null ? "" : $"  {Damage}\n  Nothing is concluded from it. What became of the hosts, they tell themselves: a new plan reads them.\n")}
        """;

    // A plan that somebody put in the place of the run's would be taken back, or gone on with, in its name.
    private static string? OfPlan(RunStore store, string id, JournalReading journal)
    {
        if (journal.Records.OfType<RunBegan>().FirstOrDefault() is not { } began) return null;
        var plan = store.PlanOf(id, out var why);
        return plan is null ? $"Its plan cannot be read: {why}" : PlanFile.DigestOf(plan) == began.PlanDigest ? null : "plan.json beside it is not the plan that the journal began with.";
    }
}

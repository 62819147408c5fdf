using System.CommandLine;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Asks a run to take the next rung of a guest's move now, and says what it did. The run that watches the move decides and acts; this verb touches no host.</summary>
internal static class RunsEscalate
{
    // A move is looked at every few seconds; a host that is slow to answer may need longer.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(200);

    public static Command Command()
    {
        var guest = new Argument<string>("guest") { Description = "Name of the guest whose move does not end." };
        var choice = new RunChoice();
        var command = new Command("escalate", "Let a guest's move take the next rung of its policy now: a longer pause, post-copy, standing still.") { guest };
        choice.AddTo(command);
        command.SetAction((parse, stop) => choice.Find(parse) is { } found ? AskAsync(found.Store, found.Id, parse.GetValue(guest) ?? "", stop) : Task.FromResult(ExitCodes.Refused));
        return command;
    }

    private static async Task<int> AskAsync(RunStore store, string id, string guest, CancellationToken stop)
    {
        if (store.JournalOf(id).Ended is { } end) return Say.Refused("run.ended", $"{id} has ended: {end.Reason} ({end.ExitCode}).");
        if (!store.IsAlive(id)) return Say.Refused("run.dead", $"{id} is not at work: its process is gone. To go on: {ResumeLine.Of(store, id)}");
        var asked = store.EscalationsOf(id);
        asked.Ask(guest);
        try
        {
            if (await AnswerAsync(store, id, asked, guest, stop) is not { } answer)
                return Say.Refused("move.unknown", $"{id} is not moving a guest named '{DiagnosticText.Safe(guest)}' just now.");
            if (!answer.Done) return Say.Refused("escalation.refused", $"{DiagnosticText.Safe($"{guest}: {answer.Text}")}.");
            Say.Progress(DiagnosticText.Safe($"{guest}: {answer.Text}"));
            return ExitCodes.Done;
        }
        finally
        {
            // Whoever has gone away asks nothing any more.
            asked.Take(guest);
        }
    }

    // Null where the run has ended, or nobody has answered in time.
    private static async Task<EscalationAnswer?> AnswerAsync(RunStore store, string id, Escalations asked, string guest, CancellationToken stop)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var alive = store.IsAlive(id);
            if (asked.AnswerOf(guest) is { } answer) return answer;
            if (!alive || TimeProvider.System.GetElapsedTime(begun) > s_patience) return null;
            await Task.Delay(s_every, TimeProvider.System, stop);
        }
    }
}

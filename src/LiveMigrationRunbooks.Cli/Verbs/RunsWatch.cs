using System.CommandLine;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Runs;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Follows a run from a second terminal to its end, and ends as it does.</summary>
internal static class RunsWatch
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(500);

    public static Command Command()
    {
        var choice = new RunChoice();
        var command = new Command("watch", "Follow a run to its end; ends with its exit code.");
        choice.AddTo(command);
        command.SetAction((parse, stop) => choice.Find(parse) is { } found ? FollowAsync(found.Store, found.Id, stop) : Task.FromResult(ExitCodes.Refused));
        return command;
    }

    private static async Task<int> FollowAsync(RunStore store, string id, CancellationToken stop)
    {
        long told = 0;
        while (true)
        {
            // Life is looked at before the end: a run that ends in between has its end in the journal by then.
            var alive = store.IsAlive(id);
            var journal = store.JournalOf(id);
            if (journal.Damage is { } damage) return Say.Refused("journal.damaged", $"the journal of {id} is damaged: {damage}");
            told = await TellAsync(Path.Combine(store.Folder, id, Views.RunLog.FileName), told, stop);
            if (journal.Ended is { } end)
            {
                Console.Out.WriteLine($"{id} has ended: {end.Reason} ({end.ExitCode})");
                return end.ExitCode;
            }
            if (!alive)
            {
                Say.Progress($"lmr: {id} broke off: its process is gone. To go on: {ResumeLine.Of(store, id)}");
                return RunSummary.HumanNeeded;
            }
            await Task.Delay(s_every, TimeProvider.System, stop);
        }
    }

    // Whole lines only: the rest of one that is being written comes with the next look.
    private static async Task<long> TellAsync(string path, long from, CancellationToken stop)
    {
        if (!File.Exists(path)) return from;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(from, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        var text = await reader.ReadToEndAsync(stop);
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        foreach (var line in whole.Split('\n', StringSplitOptions.RemoveEmptyEntries)) Console.Out.WriteLine(DiagnosticText.Safe(line));
        return from + System.Text.Encoding.UTF8.GetByteCount(whole);
    }
}

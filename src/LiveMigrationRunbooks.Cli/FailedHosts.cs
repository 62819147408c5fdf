using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;

namespace LiveMigrationRunbooks.Cli;

/// <summary>Resolves <c>--limit @failed</c> and <c>@failed:RUN</c>: the hosts that an earlier run of the same runbook did not finish.</summary>
internal static partial class FailedHosts
{
    /// <summary>The limit with names in the word's place; as it is where it does not begin with the word.</summary>
    public static string? Resolve(string? limit, string runbook, Findings findings)
    {
        if (limit is null || Word().Match(limit) is not { Success: true } word) return limit;
        var store = RunStore.Beside(runbook);
        var id = word.Groups["run"] is { Success: true } named ? named.Value : store.Ids.LastOrDefault(id => IsOf(store, id, runbook));
        if (id is null || !store.Has(id)) findings.Add(LimitProblems.NoSuchRun(id, store.Folder, store.Ids));
        else if (store.PlanOf(id, out _) is not { } text || PlanFile.Read(text) is not { } plan || store.JournalOf(id) is not { Damage: null } journal) findings.Add(LimitProblems.Unreadable(id));
        else if (UnfinishedHosts.Of(plan, journal) is not { Count: > 0 } hosts) findings.Add(LimitProblems.NothingFailed(id));
        else
        {
            Say.Progress($"{word.Value} is, of run {id}: {string.Join(", ", hosts)}");
            return string.Join(',', hosts) + limit[word.Length..];
        }
        return limit;
    }

    // Several runbooks keep their runs in one folder; and what a rollback leaves is another question.
    private static bool IsOf(RunStore store, string id, string runbook) => store.Has(id)
        && store.JournalOf(id).Records.OfType<RunBegan>().FirstOrDefault() is { Undoes: null } began && Path.GetFileName(began.Runbook) == Path.GetFileName(runbook);

    // A file of that name is @./failed.
    [GeneratedRegex(@"\A@failed(?::(?<run>[0-9]{8}-[0-9]{6}-[a-z0-9]{4}))?(?=\z|[:,])")]
    private static partial Regex Word();
}

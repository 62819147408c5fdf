using System.Text;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Journals;

/// <summary>
/// The runs of a controller: one folder each under <c>.lmr/runs</c> beside the runbook, readable by its owner alone. The folder holds
/// <c>plan.json</c> and <c>journal.jsonl</c>; its lock tells a run that lives from one that died.
/// </summary>
public sealed partial class RunStore(string folder) : IRunStore
{
    private const long MostPlanBytes = 64 << 20;

    public string Folder { get; } = folder;

    /// <summary>The store that belongs to a runbook.</summary>
    public static RunStore Beside(string runbook) => new(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(runbook)) ?? ".", ".lmr", "runs"));

    /// <summary>Where a runbook whose runs lie here lies now, whatever it was called when it was applied.</summary>
    public string RunbookBeside(string named) => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Folder)) ?? ".", Path.GetFileName(named));

    /// <summary>Ids of all runs, newest last: an id begins with its time.</summary>
    public IReadOnlyList<string> Ids => Directory.Exists(Folder)
        ? [.. Directory.GetDirectories(Folder).Select(path => Path.GetFileName(path)).Where(IsId).Order(StringComparer.Ordinal)]
        : [];

    public static bool IsId(string text) => IdForm().IsMatch(text);

    IStoredRun IRunStore.Create(string id, TimeProvider time) => Create(id, time);

    /// <exception cref="IOException">The disk is full, or the folder cannot be written.</exception>
    public StoredRun Create(string id, TimeProvider time)
    {
        var path = Path.Combine(Folder, id);
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Durable.Folder(Folder);
        return StoredRun.New(path, id, time);
    }

    public IStoredRun? Continue(string id, JournalReading journal, TimeProvider time) => StoredRun.Again(Path.Combine(Folder, id), id, journal, time);

    /// <summary>Removes a run that was never begun.</summary>
    public void Discard(string id)
    {
        var path = Path.Combine(Folder, id);
        if (IsId(id) && Directory.Exists(path)) Directory.Delete(path, true);
    }

    /// <summary>The text of the run's plan; null where there is none, with the reason.</summary>
    public string? PlanOf(string id, out string why)
    {
        var file = RegularFile.Read(Path.Combine(Folder, id, StoredRun.PlanFile), MostPlanBytes);
        why = file.Why;
        return file.Refusal == FileRefusal.None ? Encoding.UTF8.GetString(file.Bytes.Span) : null;
    }

    public JournalReading JournalOf(string id) => OfRun(id, JournalReading.Of(Path.Combine(Folder, id, StoredRun.JournalFileName)));

    /// <summary>The same for a journal of any length, with its first record alone.</summary>
    public JournalReading LookAt(string id) => OfRun(id, JournalReading.Look(Path.Combine(Folder, id, StoredRun.JournalFileName)));

    public bool Has(string id) => IsId(id) && File.Exists(Path.Combine(Folder, id, StoredRun.JournalFileName));

    /// <summary>Whether the process that made the run is still there: it holds the lock until it ends, however it ends.</summary>
    public bool IsAlive(string id)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(Folder, id, StoredRun.LockFile), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A lock that may not be looked at proves nobody's death.
            return true;
        }
    }

    public RunWish WishOf(string id) => StoredRun.WishIn(Path.Combine(Folder, id));

    public Escalations EscalationsOf(string id) => new(Path.Combine(Folder, id));

    public void Wish(string id, RunWish wish) => StoredRun.Ask(Path.Combine(Folder, id), wish);

    // A sound journal in the wrong folder is the worst of all: it would be believed.
    private static JournalReading OfRun(string id, JournalReading journal) =>
        journal.Damage is null && journal.Records.OfType<RunBegan>().FirstOrDefault() is { } began && began.Run != id ? journal with { Damage = $"It is the journal of run {began.Run}." } : journal;

    [GeneratedRegex(@"\A[0-9]{8}-[0-9]{6}-[a-z0-9]{4}\z")]
    private static partial Regex IdForm();
}

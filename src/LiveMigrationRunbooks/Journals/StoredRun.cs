using System.Text;

namespace LiveMigrationRunbooks.Journals;

/// <summary>A run that this process makes: its journal is open and its lock is held.</summary>
public sealed class StoredRun : IStoredRun
{
    internal const string PlanFile = "plan.json";
    internal const string JournalFileName = "journal.jsonl";
    internal const string LockFile = "lock";
    private const string WishFile = "wish";
    private readonly string _path;
    private readonly FileStream _lock;

    private StoredRun(string path, string id, FileStream held, JournalFile journal) => (_path, Id, _lock, Journal) = (path, id, held, journal);

    public string Id { get; }

    public JournalFile Journal { get; }

    public RunWish Wish => WishIn(_path);

    public Escalations Escalations => new(_path);

    public void Append(JournalRecord record) => Journal.Append(record);

    public void KeepPlan(string json) => Durable.File(Path.Combine(_path, PlanFile), Encoding.UTF8.GetBytes(json));

    public void Dispose()
    {
        Journal.Dispose();
        _lock.Dispose();
    }

    internal static StoredRun New(string path, string id, TimeProvider time)
    {
        var held = new FileStream(Path.Combine(path, LockFile), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        return new StoredRun(path, id, held, JournalFile.Create(Path.Combine(path, JournalFileName), time));
    }

    /// <summary>Null where another process has its lock.</summary>
    internal static StoredRun? Again(string path, string id, JournalReading journal, TimeProvider time)
    {
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException problem) when (problem is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
        try
        {
            // What was asked of the process that is gone is not asked of this one.
            Ask(path, RunWish.GoOn);
            return new StoredRun(path, id, held, JournalFile.Continue(Path.Combine(path, JournalFileName), journal, time));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    internal static void Ask(string path, RunWish wish)
    {
        if (wish == RunWish.GoOn) File.Delete(Path.Combine(path, WishFile));
        else Durable.File(Path.Combine(path, WishFile), Encoding.UTF8.GetBytes(Word(wish)));
    }

    internal static RunWish WishIn(string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(path, WishFile)) is { } word && word == Word(RunWish.Cancel) ? RunWish.Cancel : RunWish.Hold;
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return RunWish.GoOn;
        }
    }

    private static string Word(RunWish wish) => wish.ToString().ToLowerInvariant();
}

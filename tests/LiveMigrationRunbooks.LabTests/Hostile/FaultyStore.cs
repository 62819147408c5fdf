using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Tests.Journals;

namespace LiveMigrationRunbooks.LabTests.Hostile;

/// <summary>A run store on a disk whose <paramref name="nth"/> write or flush of the journal fails, and where it is <paramref name="sticky"/> each one after it.</summary>
internal sealed class FaultyStore(RunStore store, int nth, bool sticky)
{
    /// <summary>How many writes and flushes there were.</summary>
    public int Calls { get; private set; }

    public IStoredRun Create(string id, TimeProvider time)
    {
        var folder = Directory.CreateDirectory(Path.Combine(store.Folder, id), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        var path = Path.Combine(folder, "journal.jsonl");
        var file = new FaultingFile(path, nth, sticky);
        try
        {
            return new FaultyRun(this, folder, id, file, JournalFile.Create(file, path, time));
        }
        finally
        {
            Calls = file.Calls;
        }
    }

    private sealed class FaultyRun(FaultyStore store, string folder, string id, FaultingFile file, JournalFile journal) : IStoredRun
    {
        public string Id => id;

        public RunWish Wish => RunWish.GoOn;

        public void Append(JournalRecord record)
        {
            try
            {
                journal.Append(record);
            }
            finally
            {
                store.Calls = file.Calls;
            }
        }

        public void KeepPlan(string json)
        {
            var path = Path.Combine(folder, "plan.json");
            File.WriteAllText(path, json);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        public void Dispose() => journal.Dispose();
    }
}

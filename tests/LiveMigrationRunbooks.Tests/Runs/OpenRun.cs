using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Tests.Plans;

namespace LiveMigrationRunbooks.Tests.Runs;

/// <summary>A run that was begun and has not ended, with a clock that stands where a test sets it.</summary>
internal sealed class OpenRun : TimeProvider, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lmr-open-run-").FullName;
    private readonly StoredRun _stored;

    public OpenRun()
    {
        _stored = RunStore.Beside(Path.Combine(_folder, "runbook.yml")).Create(PastRun.Id, this);
        Record = new RunRecord(_stored, happened => Told.Add(happened.Text));
    }

    public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 22, 0, 0, TimeSpan.Zero);

    public List<string> Told { get; } = [];

    public RunRecord Record { get; }

    public override DateTimeOffset GetUtcNow() => Now;

    public void Dispose()
    {
        _stored.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

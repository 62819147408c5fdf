using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Hosts.Watching;

/// <summary>Questions and answers with their times, told by several at once.</summary>
internal sealed class Answers(TimeProvider time)
{
    private readonly long _begun = time.GetTimestamp();
    private readonly Lock _turn = new();
    private readonly List<TimeSpan> _asked = [];
    private readonly List<TimeSpan> _answered = [];

    public TimeSpan Now => time.GetElapsedTime(_begun);

    public TimeSpan? Last
    {
        get
        {
            lock (_turn) return _answered.Count == 0 ? null : _answered[^1];
        }
    }

    public void Ask()
    {
        lock (_turn) _asked.Add(Now);
    }

    public void Answer()
    {
        lock (_turn) _answered.Add(Now);
    }

    public Outage Outage()
    {
        lock (_turn) return Migrations.Outage.Of(_asked, _answered, Now);
    }
}

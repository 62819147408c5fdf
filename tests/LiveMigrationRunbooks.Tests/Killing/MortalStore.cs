using LiveMigrationRunbooks.Journals;

namespace LiveMigrationRunbooks.Tests.Killing;

/// <summary>A run store whose process can be killed before and after each thing that it writes.</summary>
public sealed class MortalStore(IRunStore store, Effects effects) : IRunStore
{
    public string Folder => store.Folder;

    public IReadOnlyList<string> Ids => store.Ids;

    public IStoredRun Create(string id, TimeProvider time)
    {
        effects.Point("before create");
        var run = new MortalRun(store.Create(id, time), effects);
        effects.Point("after create");
        return run;
    }

    public IStoredRun? Continue(string id, JournalReading journal, TimeProvider time)
    {
        effects.Point("before continue");
        var run = store.Continue(id, journal, time) is { } stored ? new MortalRun(stored, effects) : null;
        effects.Point("after continue");
        return run;
    }

    public void Discard(string id)
    {
        effects.Point("before discard");
        store.Discard(id);
        effects.Point("after discard");
    }

    public string? PlanOf(string id, out string why) => store.PlanOf(id, out why);

    public JournalReading JournalOf(string id) => store.JournalOf(id);

    public bool Has(string id) => store.Has(id);

    public bool IsAlive(string id) => store.IsAlive(id);

    public RunWish WishOf(string id) => store.WishOf(id);

    public void Wish(string id, RunWish wish) => store.Wish(id, wish);

    private sealed class MortalRun : IStoredRun
    {
        private readonly IStoredRun _run;
        private readonly Effects _effects;

        public MortalRun(IStoredRun run, Effects effects)
        {
            (_run, _effects) = (run, effects);
            effects.AtDeath(run.Dispose);
        }

        public string Id => _run.Id;

        public RunWish Wish => RunWish.GoOn;

        public void Append(JournalRecord record)
        {
            _effects.Point($"before append {KindOf(record)}");
            _run.Append(record);
            _effects.Point($"after append {KindOf(record)}");
        }

        public void KeepPlan(string json)
        {
            _effects.Point("before plan");
            _run.KeepPlan(json);
            _effects.Point("after plan");
        }

        public void Dispose() => _run.Dispose();

        private static string KindOf(JournalRecord record) => record switch
        {
            DeedEnded ended => $"DeedEnded {ended.End} {ended.Deed.Split('.')[1].Split('@')[0].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9')}",
            BatchMeant { Returns: not null } => "BatchMeant back",
            _ => record.GetType().Name,
        };
    }
}

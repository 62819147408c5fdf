using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>How far a move has climbed.</summary>
internal sealed class MoveLadder(ValueList<MoveRung> rungs)
{
    private int _at;

    /// <summary>What may be done next; null where nothing is left but to call it off.</summary>
    public MoveRung? Next => _at < rungs.Count ? rungs[_at] : null;

    /// <summary>How often the next one was tried.</summary>
    public int Tries { get; set; }

    public void Climb() => (_at, Tries) = (_at + 1, 0);

    /// <summary>Goes straight to a rung of this kind; false where none is left.</summary>
    public bool Skip<T>()
        where T : MoveRung
    {
        var to = Enumerable.Range(_at, rungs.Count - _at).Where(index => rungs[index] is T).Append(-1).First();
        if (to > _at) (_at, Tries) = (to, 0);
        return to >= 0;
    }
}

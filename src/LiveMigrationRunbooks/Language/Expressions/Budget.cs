namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// How much one evaluation may do. It counts work, not time, so that the same input always ends the same way. What makes or reads large
/// values pays for their size.
/// </summary>
internal sealed class Budget
{
    public const int MaximumSteps = 1_000_000;
    public const int MaximumText = 1 << 20;
    public const int MaximumNesting = 100;
    private const int LettersAStep = 32;

    private long _left = MaximumSteps;

    public bool IsSpent => _left < 0;

    /// <summary>True once a value was met that is nested deeper than anything that walks through it should go.</summary>
    public bool MetTooDeep { get; private set; }

    /// <summary>False where there is nothing left.</summary>
    public bool Spend(long steps = 1) => (_left -= Math.Max(0, steps)) >= 0;

    public bool SpendOn(Datum value) => Spend(Size(value, _left, 0));

    // Counts no further than what is left: a list that holds one list many times is larger than the memory it takes.
    private long Size(Datum value, long left, int depth)
    {
        if (value is DatumText text) return 1 + (text.Value.Length / LettersAStep);
        if (value is not (DatumList or DatumMap)) return 1;
        if (depth > MaximumNesting)
        {
            MetTooDeep = true;
            return 1;
        }

        var size = 1L;
        foreach (var item in value is DatumList list ? list.Items : ((DatumMap)value).Entries.Values)
        {
            size += Size(item, left - size, depth + 1);
            if (size > left) break;
        }

        return size;
    }
}

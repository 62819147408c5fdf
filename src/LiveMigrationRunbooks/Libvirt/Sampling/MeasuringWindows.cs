using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt.Sampling;

/// <summary>
/// Over which spans a guest's writing is measured. All pages that were found written to in windows shorter than it takes the guest to come round to a page
/// again tell its speed equally well, whatever their length; longer ones tell how much it comes round to. Which is which nobody knows before, so the
/// windows are of all lengths: two fifths of the time for one, then half as long each, and what is left second by second.
/// </summary>
public static class MeasuringWindows
{
    private const double Longest = 0.4;

    /// <summary>The lengths, in seconds, shortest first; together <paramref name="seconds"/>. QEMU takes none longer than a minute.</summary>
    public static ValueList<int> Of(int seconds)
    {
        var windows = new List<int>();
        for (var next = (int)(seconds * Longest); next > 1; next /= 2) windows.Insert(0, next);
        return [.. Enumerable.Repeat(1, Math.Max(0, seconds - windows.Sum())), .. windows];
    }
}

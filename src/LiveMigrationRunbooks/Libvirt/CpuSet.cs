using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt;

/// <summary>Sets of processors as the kernel and libvirt write them: <c>0-3,8,^2</c>.</summary>
internal static class CpuSet
{
    // More processors than the largest machines have; a longer range is no set of processors.
    private const int Most = 8192;

    /// <returns>Null where it is no such set.</returns>
    public static ValueList<int>? Read(string text)
    {
        var (members, without) = (new SortedSet<int>(), new HashSet<int>());
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = part.TrimStart('^').Split('-');
            if (ends.Length > 2 || Number(ends[0]) is not { } first || Number(ends[^1]) is not { } last || last < first) return null;
            if (part.StartsWith('^')) without.UnionWith(Enumerable.Range(first, last - first + 1));
            else members.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return [.. members.Except(without).Order()];
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Most ? number : null;
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.LabTests.Observing;

/// <summary>What is wrong with what was observed of one guest. Pure, so that the observer itself can be tested with made-up faults.</summary>
public static partial class Soundness
{
    /// <summary>
    /// Two processes ran at once where each was seen running before the other was last seen running. Windows of asking are used so that a
    /// handover between two looks is no overlap, and an overlap longer than a look is always found.
    /// </summary>
    public static IEnumerable<string> OfCopies(IEnumerable<Sample> samples)
    {
        var copies = samples.Where(sample => sample.Running == true)
            .GroupBy(sample => (sample.Host, sample.Process))
            .Select(copy => (copy.Key.Host, copy.Key.Process, First: copy.Min(sample => sample.Answered), Last: copy.Max(sample => sample.Asked)))
            .OrderBy(copy => copy.First).ToList();
        if (copies.Count == 0) yield return "no copy was ever seen running";
        for (var one = 0; one < copies.Count; one++)
        {
            for (var other = one + 1; other < copies.Count; other++)
            {
                if (copies[one].First < copies[other].Last && copies[other].First < copies[one].Last)
                    yield return $"two copies ran at once for {Math.Min(copies[one].Last, copies[other].Last) - copies[other].First} ms: "
                        + $"on {copies[one].Host} (process {copies[one].Process}) and on {copies[other].Host} (process {copies[other].Process})";
            }
        }
    }

    /// <summary>
    /// The guest's own count, written by whichever copy runs: every number once, each one more than the last. One number that comes twice in a
    /// whole log is let pass: QEMU's emulation can lose the last write to a page that is just being sent (plain <c>virsh migrate</c> showed it
    /// once in thirty moves on a busy machine), and the guest then says that number again. Two living copies say every number twice.
    /// </summary>
    public static IEnumerable<string> OfTicks(string serial)
    {
        long? last = null;
        var repeats = new List<string>();
        var lines = serial.Split('\n');
        for (var number = 0; number < lines.Length - 1; number++)
        {
            if (!lines[number].Contains("tick", StringComparison.Ordinal)) continue;
            if (!Tick().IsMatch(lines[number]))
            {
                yield return $"line {number + 1} is mixed up: \"{lines[number]}\"";
                continue;
            }
            var tick = long.Parse(lines[number].AsSpan(5), CultureInfo.InvariantCulture);
            if (tick == last) repeats.Add($"line {number + 1}: tick {tick} twice");
            else if (last is { } before && tick != before + 1)
                yield return tick < before ? $"line {number + 1}: tick {tick} after {before}: a step back" : $"line {number + 1}: tick {tick} after {before}: lost";
            last = tick;
        }
        if (repeats.Count > 1) yield return $"{string.Join(", ", repeats)}: a fork";
        if (last is null) yield return "no tick was ever heard";
    }

    [GeneratedRegex("^tick [0-9]+$")]
    private static partial Regex Tick();
}

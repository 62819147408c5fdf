using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Guests;

/// <summary>What can be wrong between the keys of an entry, and between entries.</summary>
internal static class GuestChecks
{
    // QEMU takes no longer pause.
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2000);

    public static void Look(IReadOnlyList<GuestEntry> entries, Findings findings)
    {
        foreach (var (index, entry) in entries.Index())
        {
            Alone(entry, findings);
            if (entries.Take(index).FirstOrDefault(earlier => TakesAll(earlier, entry)) is { } first) findings.Add(GuestProblems.NeverReached(entry, first));
            if (entries.Take(index + 1).Select(other => Contradiction(entry, other)).FirstOrDefault(found => found is not null) is { } both)
                findings.Add(GuestProblems.ApartAndTogether(both.Apart, both.Together));
        }

        Unheeded(entries, findings);
    }

    /// <summary>Entries with neither key; one that has a key with a wrong value has been told already.</summary>
    public static void LookForMatches(YamlNode? entries, Findings findings)
    {
        foreach (var entry in ((entries as YamlSequence)?.Items ?? []).OfType<YamlMapping>())
            if (entry["name"] is null && entry["metadata"] is null) findings.Add(GuestProblems.MatchesNobody(entry.Span));
    }

    private static void Alone(GuestEntry entry, Findings findings)
    {
        if (entry.Name is { Count: 0 }) findings.Add(GuestProblems.MatchesNobody(entry.Span));
        foreach (var empty in (entry.Name ?? []).Where(name => name.Value.Length == 0)) findings.Add(GuestProblems.MatchesNobody(empty.Span));
        if (entry.Pause is { } pause && (pause.Value < TimeSpan.FromMilliseconds(1) || pause.Value > s_longestPause)) findings.Add(GuestProblems.PauseOutside(pause));
        if (entry.Readiness is not { } readiness) return;
        Wanted("address", readiness.By is ReadinessSign.Ping or ReadinessSign.Tcp, readiness.Address is not null, readiness, findings);
        Wanted("port", readiness.By is ReadinessSign.Tcp, readiness.Port is not null, readiness, findings);
    }

    private static void Wanted(string key, bool wanted, bool given, Readiness readiness, Findings findings)
    {
        if (wanted && !given) findings.Add(GuestProblems.ReadinessNeeds(readiness, key));
        if (!wanted && given) findings.Add(GuestProblems.ReadinessTakesNo(readiness, key));
    }

    /// <summary>Whether no guest is left for the later entry. Only what is certain counts: several patterns that cover one together do not.</summary>
    private static bool TakesAll(GuestEntry earlier, GuestEntry later)
    {
        if (earlier.Metadata is { } metadata && !metadata.Elements.All(element => later.Metadata?.Elements.Contains(element) ?? false)) return false;
        return earlier.Name is not { } names
            ? earlier.Metadata is not null
            : later.Name is { Count: > 0 } && later.Name.All(name => names.Any(pattern => Covers(pattern.Value, name.Value)));
    }

    // A pattern covers another one that it matches letter by letter; but for ?, which is one letter and * may be more.
    private static bool Covers(string pattern, string other) =>
        GuestEntry.IsLike(pattern, other) && !(pattern.Contains('?', StringComparison.Ordinal) && other.Contains('*', StringComparison.Ordinal));

    private static (Placed<string> Apart, Placed<string> Together)? Contradiction(GuestEntry one, GuestEntry other) =>
        Shared(one.Apart, other.Apart) is { } apart && Shared(one.Together, other.Together) is { } together ? (apart, together) : null;

    private static Placed<string>? Shared(IReadOnlyList<Placed<string>>? groups, IReadOnlyList<Placed<string>>? others) =>
        (groups ?? []).FirstOrDefault(group => (others ?? []).Any(other => other.Value == group.Value));

    // What is written and not heeded must be known before somebody relies on it. One word for the whole file: it is not a mistake of an entry.
    private static void Unheeded(IReadOnlyList<GuestEntry> entries, Findings findings)
    {
        (string Key, Func<GuestEntry, bool> Has)[] later =
        [
            ("home", entry => entry.Home is not null), ("apart", entry => entry.Apart is not null), ("together", entry => entry.Together is not null),
        ];
        var written = later.Where(key => entries.Any(key.Has)).ToList();
        if (written.Count == 0) return;
        findings.Add(GuestProblems.NotHeeded(entries.First(entry => written.Any(key => key.Has(entry))), [.. written.Select(key => key.Key)]));
    }
}

using System.Globalization;
using System.Text;
using LiveMigrationRunbooks.Plans.Saved;

namespace LiveMigrationRunbooks.Reports;

/// <summary>What a saved plan is and rests on, for people; what it does is told by <see cref="PlanText"/>.</summary>
public static class SavedPlanText
{
    public static string Of(SavedPlan saved, DateTimeOffset now)
    {
        var (source, kept) = (saved.Source, saved.Plan.Kept ?? []);
        var text = new StringBuilder($"\nSaved plan {saved.Digest[..12]}, made {Told(source.MadeAt)} by lmr {source.Tool}, ");
        text.Append(now < saved.ValidUntil ? $"valid until {Told(saved.ValidUntil)}\n" : $"expired {Told(saved.ValidUntil)}\n");
        text.Append($"  from {source.Runbook}, {string.Join(", ", source.Inventories)}{(source.Limit is null ? "" : $", limited to {source.Limit}")}; {source.Files.Count} files by their digests\n");
        if (source.Commit is { } commit) text.Append($"  commit {commit.Id}{(commit.IsDirty ? ", with changes that are not in it" : "")}\n");
        text.Append($"  pinned, must be the same: {Count(kept.Sum(host => host.Pinned.Count + host.Settings.Count), "value")} on {Count(kept.Count, "host")}\n");
        foreach (var host in kept)
            foreach (var (key, guarded) in host.Guarded) text.Append($"  guarded: {host.Host} {key} {guarded.Value.ToString(CultureInfo.InvariantCulture)}, {guarded.Bound}\n");
        return text.ToString();
    }

    private static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";

    private static string Told(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}

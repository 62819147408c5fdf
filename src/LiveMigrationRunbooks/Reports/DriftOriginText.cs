using System.Globalization;
using LiveMigrationRunbooks.Plans.Drifts;

namespace LiveMigrationRunbooks.Reports;

/// <summary>Since when a value is another and what happened then, one sentence a line. What the host does not know is not guessed.</summary>
internal static class DriftOriginText
{
    /// <summary>Who gave it its last value; null where no run did.</summary>
    public static string? Left(DriftLine line) => line.Applied is { } applied
        ? $"left by run {applied.Run}{(applied.Runbook is { } other ? $" of '{other}'" : "")} at {Time(applied.At)}{Restart(line.Origin)}" : null;

    public static IEnumerable<string> Lines(DriftLine line)
    {
        if (line.Origin is not { } origin) yield break;
        foreach (var file in origin.Files.Where(file => line.Form != DriftForm.Runtime)) yield return File(file, line.Applied);
        foreach (var happened in origin.Events) yield return $"{Time(happened.At)}  {happened.What}";
        if (line.Applied is not null && !origin.Restarted && origin.Events.Count == 0 && !origin.Files.Any(file => file.Changed > line.Applied.At))
            yield return $"{line.Keys[0]} was changed between then and now; the host knows no more";
    }

    private static string Restart(DriftOrigin? origin) =>
        origin is { Restarted: true } ? $"; the host was started anew since{(origin.Started is { } at ? $", at {Time(at)}" : "")}" : "";

    private static string File(OriginFile file, DriftApplied? applied)
    {
        var about = (file.Owner is null ? "" : $", owner {file.Owner}") + (file.Package is null ? "" : $", of package {file.Package}");
        if (file.Kind == "absent") return $"{file.Path} is not there{(file.Changed is { } at ? $"; its folder was changed last at {Time(at)}" : "")}";
        if (file.Run is { } run && run != applied?.Run) return $"{file.Path} is as run {run} left it{about}";
        if (applied is not null && file.Changed <= applied.At) return $"{file.Path} was not changed since{about}";
        return $"{file.Path} was changed last at {(file.Changed is { } last ? Time(last) : "an unknown time")}{about}";
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

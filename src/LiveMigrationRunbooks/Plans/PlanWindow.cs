using LiveMigrationRunbooks.Schedules;

namespace LiveMigrationRunbooks.Plans;

/// <summary>The runbook's window at the time of the plan.</summary>
/// <param name="Until">When it closes, or opens again, in its own zone; null where that is more than a year ahead.</param>
/// <param name="Because">The blackout that keeps it closed, in words.</param>
public sealed record PlanWindow(string Zone, bool IsOpen, DateTimeOffset? Until, string? Because)
{
    /// <summary>Somebody said that the run may begin, and go on, while the window is closed.</summary>
    public bool Outside { get; init; }

    public static PlanWindow? Of(Window? window, DateTimeOffset now)
    {
        if (window is null) return null;
        var state = window.At(now);
        return new PlanWindow(window.Zone.Id, state.IsOpen, state.Until, state.Because is { } blackout ? Words(blackout) : null);
    }

    /// <summary>Whether nothing new may be begun any more.</summary>
    public bool HasEnded(DateTimeOffset now) => !Outside && (!IsOpen || now >= Until);

    /// <summary>For people: open until when, or closed, why and until when.</summary>
    public string Told()
    {
        var zone = Until is { } at ? $"{at:ddd yyyy-MM-dd HH:mm} {Zone} (UTC{at:zzz})" : "";
        if (IsOpen) return Until is null ? $"open, in {Zone}" : $"open until {zone}";
        return $"closed{(Because is null ? "" : $" ({Because})")}; {(Until is null ? "it does not open within a year" : $"opens {zone}")}";
    }

    private static string Words(Blackout blackout) =>
        $"blackout {blackout.From:yyyy-MM-dd}{(blackout.To == blackout.From ? "" : $" to {blackout.To:yyyy-MM-dd}")}{(blackout.Reason is null ? "" : $": {blackout.Reason}")}";
}

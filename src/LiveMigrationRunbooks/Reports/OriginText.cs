using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Reports;

/// <summary>What a plan says about the revision it was compared with.</summary>
internal static class OriginText
{
    private const int CommitShown = 12;

    public static string Of(Plan plan, PlanBase compared)
    {
        if (compared.Note is { } note) return $"Base: {compared.Reference} cannot be compared, so everything counts as from this change: {note}";
        var marked = plan.Lines.Select(line => line.Origin).Concat(plan.Deeds.OfType<MoveDeed>().Select(deed => (LineOrigin?)compared.OriginOf(deed))).ToList();
        var dropped = compared.Dropped.Count == 0 ? "" : $"\n  this change takes away: {string.Join(", ", compared.Dropped)}";
        return $"Base: {compared.Reference} ({compared.Commit?[..CommitShown]}); {marked.Count(origin => origin == LineOrigin.FromThisChange)} from this change, {marked.Count(origin => origin == LineOrigin.AlreadyPending)} already pending{dropped}";
    }

    public static string Mark(LineOrigin? origin) => origin switch
    {
        LineOrigin.FromThisChange => "  · from this change",
        LineOrigin.AlreadyPending => "  · already pending",
        _ => "",
    };
}

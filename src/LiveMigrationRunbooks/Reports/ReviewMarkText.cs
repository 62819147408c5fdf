using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;

namespace LiveMigrationRunbooks.Reports;

/// <summary>What a plan says about the revision it was compared with.</summary>
internal static class ReviewMarkText
{
    private const int CommitShown = 12;

    public static string Of(Plan plan, PlanBase compared)
    {
        if (compared.Note is { } note) return $"Base: {compared.Reference} cannot be compared, so everything counts as from this change: {note}";
        var marked = plan.Lines.Select(line => line.Mark).Concat(plan.Deeds.Where(deed => deed is MoveDeed or StopDeed).Select(deed => (ReviewMark?)compared.MarkOf(deed))).ToList();
        var dropped = compared.Dropped.Count == 0 ? "" : $"\n  this change takes away: {string.Join(", ", compared.Dropped)}";
        return $"Base: {compared.Reference} ({compared.Commit?[..CommitShown]}); {marked.Count(mark => mark == ReviewMark.FromThisChange)} from this change, {marked.Count(mark => mark == ReviewMark.AlreadyPending)} already pending{dropped}";
    }

    public static string Mark(ReviewMark? mark) => mark switch
    {
        ReviewMark.FromThisChange => "  · from this change",
        ReviewMark.AlreadyPending => "  · already pending",
        _ => "",
    };
}

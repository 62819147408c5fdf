using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Reports;

/// <summary>What a reviewer must know of moves that may end by post-copy.</summary>
internal static class PostCopyText
{
    public static string Of(GuestMove move)
    {
        var when = move.Terms.PostCopy == PostCopyUse.AfterFirstPass ? "ends by post-copy, after one pass" : "may end by post-copy, where it stalls";
        return $"{when}: from then until all of its memory is on {move.Target}, it is lost where either host dies, and stands still where the network does; {move.Terms.LossAcceptedBy}";
    }

    public static string Of(MigrationPolicy policy)
    {
        var speed = policy.PostCopyMibPerSecond is { } rate ? $" at {rate} MiB/s" : "";
        return policy.PostCopy == PostCopyUse.AfterFirstPass ? $"post-copy{speed} after one pass where accepted" : $"post-copy{speed} where accepted and stalled";
    }
}

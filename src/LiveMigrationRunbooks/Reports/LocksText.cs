using System.Text;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Runs.Claiming;

namespace LiveMigrationRunbooks.Reports;

/// <summary>Who has which host, for people: a line for each claim, reservation and armed guard.</summary>
public static class LocksText
{
    public static string Of(IReadOnlyList<HostLocks> hosts)
    {
        var rows = hosts.SelectMany(Rows).ToList();
        var widths = Enumerable.Range(0, 5).Select(column => rows.Select(row => row[column].Length).DefaultIfEmpty(0).Max()).ToList();
        var text = new StringBuilder();
        foreach (var row in rows) text.Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<string[]> Rows(HostLocks host)
    {
        if (host.Trouble is { } trouble)
        {
            yield return [host.Host, "?", "", trouble.What, ""];
            yield break;
        }
        if (host.Claim is { } claim)
            yield return [host.Host, $"{claim.State} epoch {claim.Epoch}", $"{claim.Run} of {claim.Controller}", Holder(host, claim), Since(claim.Since)];
        else if (host.SessionAlive) yield return [host.Host, "locked", "", "held by a live session", ""];
        else if (host.Reservations.Count == 0) yield return [host.Host, "free", "", "", ""];
        foreach (var each in host.Reservations)
        {
            yield return [host.Host, $"reserved {Quantity.TextOfSize(each.Kib * 1024)}", $"{each.Run} of {each.Controller}",
                each.Alive ? "held by a live session or job" : Nobody(each.Rebooted), Since(each.Since)];
        }
        if (host.Guard is { } guard) yield return [host.Host, "guard armed", guard, "reverts by itself unless it is confirmed", ""];
    }

    private static string Holder(HostLocks host, ClaimLock claim) => (host.SessionAlive, claim.JobAlive) switch
    {
        (true, true) => "held by a live session, a job at work",
        (true, false) => "held by a live session",
        (false, true) => "a job at work, no session",
        _ => Nobody(claim.Rebooted),
    };

    private static string Nobody(bool rebooted) => rebooted ? "held by nobody, the host was restarted since" : "held by nobody";

    private static string Since(string since) => since.Length == 0 ? "" : $"since {since}";
}

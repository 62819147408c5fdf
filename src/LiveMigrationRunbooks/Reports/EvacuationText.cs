using System.Text;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Migrations.Preflights;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Moves;
using LiveMigrationRunbooks.Plans.Saved;

namespace LiveMigrationRunbooks.Reports;

/// <summary>Who leaves which host for which, with the exact command; and everybody who cannot, with all reasons.</summary>
internal static class EvacuationText
{
    public static void Append(StringBuilder text, PlanEvacuation evacuation, IEnumerable<Deed> deeds, PlanBase? compared = null)
    {
        text.Append($"  evacuate to {string.Join(' ', evacuation.Targets)}{(evacuation.Only is { } only ? $", only {string.Join(", ", only)}" : "")}{(evacuation.Limits is { } limits ? $", at the same time {limits}" : "")}\n");
        foreach (var when in new[] { HookTime.Before, HookTime.After })
            if (evacuation.Hooks?.At(when) is { } hook) text.Append($"    > {GuestHooks.NameOf(when)}: {hook}, a program of this machine; {Quantity.Text(hook.Within)} at most{(hook.Digest.Length > 0 ? $", SHA-256 {hook.Digest[..12]}…" : ", and there is none")}\n");
        foreach (var finish in evacuation.Finish) text.Append($"    > {finish.Guest}: begun by run {finish.Run}; {finish.Where}\n");
        var wave = (Stage: -1, Name: "");
        var all = deeds.ToList();
        foreach (var (stage, move, mark) in all.OfType<MoveDeed>().Where(deed => !deed.UnderWay).Select(deed => (deed.Stage, deed.Move, compared?.MarkOf(deed))))
        {
            if ((stage, move.Wave) != wave) Wave(text, evacuation, move);
            wave = (stage, move.Wave);
            text.Append($"    ~ {move.Name}: {move.Source} -> {move.Target}, {(move.Offline ? "shut off: its definition alone" : $"{move.MemoryKib / 1024} MiB")}{(move.Autostart ? ", autostart carried over" : "")}{ReviewMarkText.Mark(mark)}\n");
            if (evacuation.Usual(move) with { LossAcceptedBy = move.Terms.LossAcceptedBy } != move.Terms) text.Append($"        {Policy(move.Terms)}\n");
            if (move.Command is { } command) text.Append($"        {command}\n");
            if (move.MayPostCopy) text.Append($"        {PostCopyText.Of(move)}\n");
            foreach (var disk in move.Along) text.Append($"        {disk}\n");
            if (move.Watch is { } watch) text.Append($"        {watch.Told}\n");
            if (move.Ready is { } ready) text.Append($"        must serve within {Quantity.Text(ready.Within)} of its arrival: {ready.Who}\n");
            if (move.Forecast is { } forecast) text.Append($"        {ForecastText.Of(forecast)}\n");
            if (TimelineText.Of(evacuation, move) is { } times) text.Append($"        {times}\n");
            foreach (var finding in move.Findings.Where(finding => finding.Verdict == PreflightVerdict.Warning)) text.Append($"        note: {finding.What}\n");
        }
        TimelineText.Append(text, evacuation);
        foreach (var (stop, mark) in all.OfType<StopDeed>().Select(deed => (deed.Stop, compared?.MarkOf(deed))))
            text.Append($"    v {stop.Name}: cannot leave {stop.Source}: {stop.Does}; {stop.Back}{ReviewMarkText.Mark(mark)}\n        {stop.Why}\n");
        foreach (var note in evacuation.Notes) text.Append($"    note: {note}\n");
        foreach (var others in evacuation.Stays.Where(stay => stay.Unasked).GroupBy(stay => stay.Source, StringComparer.Ordinal))
            text.Append($"    = {others.Count()} other {(others.Count() == 1 ? "guest runs" : "guests run")} on {others.Key} and {(others.Count() == 1 ? "stays" : "stay")}: {string.Join(", ", others.Select(stay => stay.Name))}\n");
        foreach (var stay in evacuation.Stays.Where(stay => !stay.Unasked)) text.Append($"    = {stay.Name}: {stay.Why} on {stay.Source}\n");
        foreach (var refused in evacuation.Refused)
        {
            text.Append($"    ! {refused.Name} cannot leave {refused.Source}\n");
            foreach (var target in refused.Reasons)
            {
                foreach (var blocked in target.Blocked) text.Append($"        {target.Target}: {blocked.What}; {blocked.Remedy}  [{blocked.Check}]\n");
            }
            if (refused.Reasons.Count == 0) text.Append("        there is no target\n");
        }
        foreach (var problem in evacuation.Problems) text.Append($"    ! {problem}\n");
    }

    // Where nobody wrote waves there is one, which needs no name; its policy is told where it is not the usual one.
    private static void Wave(StringBuilder text, PlanEvacuation evacuation, GuestMove move)
    {
        if (evacuation.Waves.FirstOrDefault(wave => wave.Name == move.Wave) is { } wave)
            text.Append($"    wave {wave.Name}{(wave.SoakSeconds > 0 ? $", then {Quantity.Text(TimeSpan.FromSeconds(wave.SoakSeconds))} of soak" : "")}: {Policy(wave.Policy)}\n");
        else if (evacuation.Policy is { } policy && policy != MigrationPolicy.Balanced) text.Append($"    {Policy(policy)}\n");
    }

    private static string Policy(MigrationPolicy policy)
    {
        var speed = policy.BandwidthMibPerSecond is { } rate ? $"{rate} MiB/s at most" : "as fast as the link";
        return $"policy {policy.Name} ({speed}, {(policy.AutoConverge ? "slowed down where it does not converge" : "never slowed down")}, "
            + $"pause up to {policy.PauseStartMs} ms, at most {policy.PauseCeilingMs} ms, {Quantity.Text(policy.Deadline)} to leave{string.Concat(More(policy).Select(word => ", " + word))})";
    }

    // What only some policies say.
    private static IEnumerable<string> More(MigrationPolicy policy)
    {
        if (policy.Parallel is { } connections) yield return $"{connections} connections";
        if (policy.Compression is { } compression) yield return $"compressed by {compression.ToString().ToLowerInvariant()}";
        if (policy.Encryption is { } encryption) yield return encryption switch { MoveEncryption.Tls => "encrypted by TLS", MoveEncryption.Tunnel => "through libvirt's own connection", _ => "in the clear" };
        if (policy.Control == MoveControl.Tls) yield return "libvirt asked by TLS";
        if (policy.ZeroCopy) yield return "not copied before it is sent";
        if (policy.Rdma) yield return "by RDMA";
        if (!policy.CopyDisks) yield return "no disk goes along";
        else if (policy.CopyOnly is { } disks) yield return $"of its disks {string.Join(" and ", disks)} may go along";
        if (policy.PostCopy != PostCopyUse.Never) yield return PostCopyText.Of(policy);
        if (policy.AllowSuspend) yield return $"may stand still for {Quantity.Text(policy.Suspend)}";
        if (policy.CannotMove.Way == CannotMoveWay.Shutdown) yield return $"shut down where it cannot leave, within {Quantity.Text(policy.CannotMove.Within)}";
        else if (policy.CannotMove.Way != CannotMoveWay.Refuse) yield return policy.CannotMove.Way == CannotMoveWay.Leave ? "left where it cannot leave" : "saved to disk where it cannot leave";
        if (policy.Retries > 0) yield return $"tried {policy.Retries + 1} times";
    }
}

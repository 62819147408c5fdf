using System.Text;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Reports;

/// <summary>Who leaves which host for which, with the exact command; and everybody who cannot, with all reasons.</summary>
internal static class EvacuationText
{
    public static void Append(StringBuilder text, PlanEvacuation evacuation, IEnumerable<Deed> deeds)
    {
        text.Append($"  evacuate to {string.Join(' ', evacuation.Targets)}\n");
        foreach (var finish in evacuation.Finish) text.Append($"    > {finish.Guest}: begun by run {finish.Run}; {finish.Where}\n");
        foreach (var move in deeds.OfType<MoveDeed>().Where(deed => !deed.UnderWay).Select(deed => deed.Move))
        {
            text.Append($"    ~ {move.Name}: {move.Source} -> {move.Target}, {move.MemoryKib / 1024} MiB{(move.Autostart ? ", autostart carried over" : "")}\n");
            text.Append($"        {move.Command}\n");
            foreach (var finding in move.Findings.Where(finding => finding.Verdict == PreflightVerdict.Warning)) text.Append($"        note: {finding.What}\n");
        }
        foreach (var stay in evacuation.Stays) text.Append($"    = {stay.Name}: {stay.Why} on {stay.Source}\n");
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
}

using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Reports;

/// <summary>A plan for people: what changes on which hosts, identical changes told once, and at the end one line that counts.</summary>
public static class PlanText
{
    private const int StepColumn = 34;

    public static string Of(Plan plan)
    {
        var text = new StringBuilder();
        text.Append($"Plan: {plan.Name}  ({plan.Runbook})\n");
        if (plan.Window is { } window) text.Append($"Window: {window.Told()}{(window.Outside ? "; this run does not keep to it (--outside-window)" : window.IsOpen ? "" : "; apply is refused until then")}\n");
        if (plan.Base is { } compared) text.Append($"{ReviewMarkText.Of(plan, compared)}\n");
        foreach (var host in plan.Unread) text.Append($"\n  x {host.Name}  {host.Trouble!.What}\n      {host.Trouble.Remedy}  [{host.Trouble.Reason}]\n");
        foreach (var host in plan.Parked ?? []) text.Append($"\n  - {ParkedText.Of(host.Name, host.Reason, host.Until)}\n");
        foreach (var host in plan.Hosts)
        {
            foreach (var owed in host.Owed ?? []) text.Append($"\n  ! {host.Name}  {owed}\n");
        }
        for (var number = 0; number < plan.Plays.Count; number++) Play(text, plan, number);
        return text.Append('\n').Append(Summary(plan)).Append('\n').ToString();
    }

    /// <summary>The line that reviewers search for.</summary>
    public static string Summary(Plan plan)
    {
        int Count(LineState state) => plan.Lines.Count(line => line.State == state);
        var moves = plan.Deeds.OfType<MoveDeed>().Count();
        var parts = new List<string> { $"{Hosts(plan.Hosts.Count)}", $"{Count(LineState.Change)} to change", $"{Count(LineState.Same)} as wanted" };
        if (Count(LineState.Better) > 0) parts.Add($"{Count(LineState.Better)} already better");
        if (Count(LineState.Runs) > 0) parts.Add($"{Count(LineState.Runs)} to run");
        if (Count(LineState.Unknown) > 0) parts.Add($"{Count(LineState.Unknown)} unknown");
        if (Count(LineState.Left) > 0) parts.Add($"{Count(LineState.Left)} left out");
        if (Count(LineState.Refused) > 0) parts.Add($"{Count(LineState.Refused)} refused");
        if (moves > 0) parts.Add($"{moves} {(moves == 1 ? "guest" : "guests")} to move");
        var stops = plan.Deeds.OfType<StopDeed>().Count();
        if (stops > 0) parts.Add($"{stops} {(stops == 1 ? "guest" : "guests")} to take down");
        if (plan.Unread.Any()) parts.Add($"{plan.Unread.Count()} not read");
        return $"Plan: {string.Join(", ", parts)}; {ScriptCount.Text(plan)}.";
    }

    private static void Play(StringBuilder text, Plan plan, int number)
    {
        var play = plan.Plays[number];
        var stages = play.Stages.Count == 1 ? "one stage" : $"{play.Stages.Count} stages: {string.Join(" | ", play.Stages.Select(stage => string.Join(' ', stage)))}";
        text.Append($"\nPlay {number + 1}: {play.Name}  ({stages})\n");
        if (play.LeftOut > 0) text.Append($"  {play.LeftOut} {(play.LeftOut == 1 ? "step" : "steps")} left out by tags\n");
        if (play.Requires.Count > 0) text.Append($"  requires {string.Join(", ", play.Requires)}{(play.NotBegun is null ? "" : $"\n    ! not begun: {play.NotBegun}")}\n");
        if (play.Evacuation is { } evacuation) EvacuationText.Append(text, evacuation, plan.Deeds.Where(deed => deed.Play == number), plan.Base);
        foreach (var step in plan.Lines.Where(line => line.Play == number).GroupBy(line => (line.Step, line.Kind)))
        {
            text.Append($"  {step.Key.Step.PadRight(StepColumn)} {step.Key.Kind}\n");
            foreach (var alike in step.GroupBy(line => (line.State, line.Text, line.Differences, line.Reasons, line.Mark)))
                Alike(text, alike.Key.State, alike.Key.Text, alike.First(), [.. alike.Select(line => line.Host).Distinct(StringComparer.Ordinal)]);
        }
    }

    private static void Alike(StringBuilder text, LineState state, string about, PlanLine line, ValueList<string> hosts)
    {
        text.Append($"    {Glyph(state)} {string.Join(' ', hosts)}: {Words(state, about)}{ReviewMarkText.Mark(line.Mark)}\n");
        foreach (var difference in line.Differences)
        {
            text.Append($"        {difference.Told}\n");
            foreach (var inside in difference.Lines ?? []) text.Append($"          {inside}\n");
        }
        if (state is LineState.Refused)
        {
            foreach (var reason in line.Reasons) text.Append($"        {reason.Remedy}\n");
        }
    }

    private static char Glyph(LineState state) => state switch
    {
        LineState.Change => '~',
        LineState.Runs => '>',
        LineState.Asked or LineState.Unknown => '?',
        LineState.Left => '-',
        LineState.Refused => '!',
        LineState.Excluded => '.',
        _ => '=',
    };

    private static string Words(LineState state, string about) => state switch
    {
        LineState.Change => about.Length == 0 ? "change" : $"change; {about}",
        LineState.Same => $"as wanted ({about})",
        LineState.Better => $"already better ({about})",
        LineState.Runs => about,
        LineState.Asked => $"asked {about}",
        LineState.Unknown => $"unknown until {about}",
        LineState.Left => $"left out: {about}",
        LineState.Refused => $"refused, nothing is done on this host: {about}",
        _ => $"excluded ({about})",
    };

    private static string Hosts(int count) => count == 1 ? "1 host" : $"{count} hosts";
}

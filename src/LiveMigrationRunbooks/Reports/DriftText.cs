using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans.Drifts;

namespace LiveMigrationRunbooks.Reports;

/// <summary>Drift for people: who moved first, alike hosts told once, and at the end one line that counts.</summary>
public static class DriftText
{
    private const int StepColumn = 34;

    private static readonly (DriftState State, string Title)[] s_told =
    [
        (DriftState.Corrective, "Corrective: the host is not as a run left it"),
        (DriftState.Both, "Both: the host is not as a run left it, and the runbook wants something else by now"),
        (DriftState.Unowned, "Unowned: not as wanted, and no run ever set it"),
        (DriftState.Intentional, "Intentional: the host is as a run left it, and the runbook wants something else by now"),
        (DriftState.Unread, "Not read: the host could not tell"),
        (DriftState.NotCompared, "Not compared"),
    ];

    public static string Of(Drift drift)
    {
        var text = new StringBuilder($"Drift: {drift.Name}  ({drift.Runbook})\n");
        foreach (var host in drift.Hosts) Host(text, host);
        foreach (var host in drift.Parked) text.Append($"\n  - {ParkedText.Of(host.Name, host.Reason, host.Until)}\n");
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (state, title) in s_told) Section(text, title, [.. drift.Lines.Where(line => line.State == state)], told);
        if (drift.Hosts.Any(host => host.Gone.Count > 0)) text.Append("\nNo longer in this runbook; nothing is compared\n");
        foreach (var gone in drift.Hosts.SelectMany(host => host.Gone.Select(line => (line, host.Name))).GroupBy(each => each.line, each => each.Name)) text.Append($"    . {string.Join(' ', gone)}: {gone.Key}\n");
        return text.Append('\n').Append(Summary(drift)).Append('\n').ToString();
    }

    /// <summary>The line that scripts and people search for.</summary>
    public static string Summary(Drift drift)
    {
        var parts = new List<string> { drift.Hosts.Count == 1 ? "1 host" : $"{drift.Hosts.Count} hosts" };
        foreach (var (state, word) in new[]
        {
            (DriftState.Corrective, "corrective"), (DriftState.Both, "both"), (DriftState.Unowned, "unowned"), (DriftState.Intentional, "intentional"),
            (DriftState.Clean, "clean"), (DriftState.NotCompared, "not compared"), (DriftState.Left, "left out"), (DriftState.Unread, "not read"),
        })
        {
            if (state == DriftState.Clean || drift.Count(state) > 0) parts.Add($"{drift.Count(state)} {word}");
        }
        if (drift.Hosts.Count(host => host.Trouble is not null) is > 0 and var unread) parts.Add(unread == 1 ? "1 host not read" : $"{unread} hosts not read");
        return $"Drift: {string.Join(", ", parts)}.{(drift.Reasons.Count > 0 ? $"  [{string.Join(' ', drift.Reasons)}]" : "")}";
    }

    private static void Host(StringBuilder text, DriftHost host)
    {
        if (host.Trouble is { } trouble) text.Append($"\n  x {host.Name}  {trouble.What}\n      {trouble.Remedy}  [{trouble.Reason}]\n");
        if (host.HeldBy is { } run) text.Append($"\n  ? {host.Name}  run {run.Run} of {run.Controller} has not ended here: what is told may be half of it\n");
        foreach (var owed in host.Owed) text.Append($"\n  ! {host.Name}  {owed}\n");
    }

    private static void Section(StringBuilder text, string title, ValueList<DriftLine> lines, HashSet<string> told)
    {
        if (lines.Count > 0) text.Append($"\n{title}\n");
        foreach (var step in lines.GroupBy(line => (line.Step, line.Kind)))
        {
            text.Append($"  {step.Key.Step.PadRight(StepColumn)} {step.Key.Kind}\n");
            foreach (var alike in step.GroupBy(line => (line.Keys, line.Form, line.Text, line.Values))) Alike(text, alike.First(), [.. alike], told);
        }
    }

    // What one file's change goes with is told once, however many keys stand in the file.
    private static void Alike(StringBuilder text, DriftLine line, ValueList<DriftLine> hosts, HashSet<string> told)
    {
        text.Append($"    {Glyph(line.State)} {string.Join(' ', hosts.Select(each => each.Host))}: {string.Join(", ", line.Keys)}{Form(line.Form)}{(line.Text.Length > 0 ? $"; {line.Text}" : "")}\n");
        foreach (var value in line.Values)
        {
            text.Append($"        {value.What}: {Told(value)}\n");
            foreach (var inside in value.Lines ?? []) text.Append($"          {inside}\n");
        }
        if (!line.IsDrift) return;
        foreach (var host in hosts)
        {
            if (DriftOriginText.Left(host) is { } left) text.Append($"      {host.Host}  {left}\n");
            ValueList<string> known = [.. DriftOriginText.Lines(host).Select(origin => $"      {host.Host}  {origin}\n")];
            foreach (var origin in known.Where(told.Add)) text.Append(origin);
        }
    }

    private static string Told(DriftValue value) => string.Join(", ", (string[])
        [.. value.Left is { } left ? [$"left {left}"] : Array.Empty<string>(), $"is {value.Is}", .. value.Wanted is { } wanted && wanted != value.Left ? [$"wanted {wanted}"] : Array.Empty<string>()]);

    private static string Form(DriftForm? form) => form switch
    {
        DriftForm.Runtime => ", in force only: what the next start loads is right",
        DriftForm.Persisted => ", for the next start only: what is in force is right until then",
        DriftForm.Both => ", in force and for the next start",
        _ => "",
    };

    private static char Glyph(DriftState state) => state switch
    {
        DriftState.Intentional => '~',
        DriftState.NotCompared or DriftState.Unread => '?',
        _ => '!',
    };
}

using System.Text;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Reports;

/// <summary>What a rollback will do, for people, before it does it: first what does not come back.</summary>
public static class RollbackText
{
    public static string Of(Plan plan)
    {
        var text = new StringBuilder($"{plan.Name}\n");
        foreach (var stays in plan.Returns?.Stays ?? []) text.Append($"  = {stays}\n");
        foreach (var host in plan.Hosts)
        {
            if (host.Trouble is { } trouble) text.Append($"  x {host.Name}  {trouble.What}\n      {trouble.Remedy}  [{trouble.Reason}]\n");
        }
        foreach (var step in plan.Lines.GroupBy(line => (line.Step, line.Kind)))
        {
            text.Append($"  {step.Key.Step.PadRight(34)} {step.Key.Kind}\n");
            foreach (var line in step.OrderBy(line => line.Host, StringComparer.Ordinal))
            {
                text.Append($"    {Glyph(line.State)} {line.Host}: {Words(line.State)}\n");
                foreach (var difference in line.Differences) text.Append($"        {difference.Told}\n");
                if (line.State == LineState.Change && Timer(plan, line) is { } timer) text.Append($"        {timer}\n");
            }
        }
        foreach (var again in plan.Deeds.OfType<OperationDeed>().GroupBy(deed => deed.Step.Name, StringComparer.Ordinal))
            text.Append($"  > {again.Key} runs again on {string.Join(", ", again.Select(deed => deed.Host).Order(StringComparer.Ordinal))}\n");
        int Count(LineState state) => plan.Lines.Count(line => line.State == state);
        return text.Append($"\nRollback: {Count(LineState.Change)} to take back, {Count(LineState.Same)} already as before, {Count(LineState.Foreign)} changed since by somebody else.\n").ToString();
    }

    private static string? Timer(Plan plan, PlanLine line) =>
        plan.Deeds.OfType<ChangeDeed>().FirstOrDefault(deed => (deed.Host, deed.Step.Name, deed.Step.Kind) == (line.Host, line.Step, line.Kind))?.Change.Guard?.Text;

    private static char Glyph(LineState state) => state switch { LineState.Change => '~', LineState.Same => '=', _ => '!' };

    private static string Words(LineState state) => state switch
    {
        LineState.Change => "taken back",
        LineState.Same => "already as before the run",
        _ => "changed since by somebody else; left as it is",
    };
}

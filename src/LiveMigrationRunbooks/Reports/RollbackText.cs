using System.Text;
using LiveMigrationRunbooks.Runs;

namespace LiveMigrationRunbooks.Reports;

/// <summary>What a rollback will do, for people, before it does it.</summary>
public static class RollbackText
{
    public static string Of(RollbackPlan plan)
    {
        var text = new StringBuilder($"Rollback of run {plan.Run}\n");
        foreach (var host in plan.Unread) text.Append($"  x {host.Name}  {host.Trouble!.What}\n      {host.Trouble.Remedy}  [{host.Trouble.Reason}]\n");
        foreach (var step in plan.Items.GroupBy(item => (item.Deed.Step.Name, item.Deed.Step.Kind)))
        {
            text.Append($"  {step.Key.Name.PadRight(34)} {step.Key.Kind}\n");
            foreach (var item in step.OrderBy(item => item.Host, StringComparer.Ordinal))
            {
                text.Append($"    {Glyph(item.State)} {item.Host}: {Words(item.State)}\n");
                if (item.State != BackState.Back) continue;
                foreach (var difference in item.Deed.Change.Differences) text.Append($"        {difference.What}: {difference.To} -> {difference.From}\n");
            }
        }
        foreach (var stays in plan.Stays) text.Append($"  = {stays}: a rollback moves no guests\n");
        var counts = plan.Items.CountBy(item => item.State).ToDictionary();
        text.Append($"\nRollback: {counts.GetValueOrDefault(BackState.Back)} to take back, {counts.GetValueOrDefault(BackState.Already)} already as before, {counts.GetValueOrDefault(BackState.ChangedSince)} changed since by somebody else.\n");
        return text.ToString();
    }

    private static char Glyph(BackState state) => state switch { BackState.Back => '~', BackState.Already => '=', _ => '!' };

    private static string Words(BackState state) => state switch
    {
        BackState.Back => "taken back",
        BackState.Already => "already as before the run",
        _ => "changed since by somebody else; left as it is",
    };
}

using System.Text;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Reports;

/// <summary>What became of each step over all hosts: one row a step, and the reasons of whoever refused.</summary>
public static class MeasureText
{
    private const string Header = "measure";

    public static string Of(Plan plan, RunReport report)
    {
        var rows = plan.Lines.Where(line => line.State is not (LineState.Asked or LineState.Runs) && (line.State != LineState.Unknown || line.Differences.Count > 0)).GroupBy(line => (line.Play, line.Step)).ToList();
        if (rows.Count == 0) return "";
        var done = report.Deeds.Where(deed => deed.End == DeedEnd.Done).Select(deed => (deed.Host, deed.Name)).ToHashSet();
        var width = rows.Max(row => row.Key.Step.Length);
        var text = new StringBuilder($"\n  {Header.PadRight(Math.Max(width, Header.Length))}  {"changed",7}  {"as wanted",9}  {"already better",14}  {"refused",7}\n");
        foreach (var row in rows)
        {
            int Count(params LineState[] states) => row.Count(line => states.Contains(line.State));
            var changed = row.Count(line => line.State is LineState.Change or LineState.Unknown && done.Contains((line.Host, line.Step)));
            text.Append($"  {row.Key.Step.PadRight(Math.Max(width, Header.Length))}  {changed,7}  {Count(LineState.Same),9}  {Count(LineState.Better),14}  {Count(LineState.Left, LineState.Refused),7}\n");
            foreach (var refused in row.Where(line => line.State is LineState.Left or LineState.Refused).GroupBy(line => line.Text))
                text.Append($"      {string.Join(' ', refused.Select(line => line.Host))}: {refused.Key}\n");
        }
        return text.ToString();
    }
}

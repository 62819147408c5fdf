using System.Globalization;
using System.Text;

namespace LiveMigrationRunbooks.Bench;

/// <summary>
/// Contenders measured in turn, so that what else the machine does befalls all of them alike; the first is the measure of the others.
/// </summary>
internal sealed record Table(string Title, IReadOnlyList<(string Name, double[] Seconds)> Rows)
{
    public string Text
    {
        get
        {
            var text = new StringBuilder(Title).AppendLine();
            var width = Rows.Max(row => row.Name.Length);
            text.AppendLine(CultureInfo.InvariantCulture, $"  {"".PadRight(width)}   median      min   median ratio to the first");
            foreach (var (name, seconds) in Rows)
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"  {name.PadRight(width)} {Milliseconds(Median(seconds))} {Milliseconds(seconds.Min())}   {Median(seconds) / Median(Rows[0].Seconds):0.0}");
            return text.ToString();
        }
    }

    public static Table Of(string title, int rounds, params Contender[] contenders)
    {
        foreach (var contender in contenders) contender.Run();
        var times = contenders.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < rounds; round++)
            for (var index = 0; index < contenders.Length; index++) times[index].Add(contenders[index].Run().TotalSeconds);
        return new Table($"{title} ({rounds} rounds)", [.. contenders.Select((contender, index) => (contender.Name, times[index].ToArray()))]);
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000,5:0} ms");
}

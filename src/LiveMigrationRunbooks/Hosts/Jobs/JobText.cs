using System.Globalization;
using System.Text;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>Writes a job as the one file the host runs: functions, then each step as a function, then the calls. Data are in it as base64.</summary>
internal static class JobText
{
    private const int Base64LineLength = 76 * 64;

    public static string Render(Job job)
    {
        var text = Head();
        foreach (var (number, step) in job.Steps.Index())
        {
            List<string> chain = [.. step.Owes.Select((owed, index) => Owe(text, owed, $"owed.{number}.{index}"))];
            chain.AddRange(step.Files.Index().Select(file => $"lmr_keep {file.Index} {ShellQuote.Word(file.Item)}"));
            chain.AddRange(Runs(text, number, 0, step.Commands, step.Timeout));
            chain.AddRange(Settle(step.Settles));
            Append(text, number, chain, [.. step.Files.Index().Select(file => $"lmr_note {file.Index} {ShellQuote.Word(file.Item)}")]);
        }

        return Tail(text, job.Steps.Select(step => step.Id));
    }

    public static string Render(RollbackJob job)
    {
        // What cannot be taken back is told; it is no reason to leave the rest as it is.
        var text = Head().Append($"lmr_goes_on=yes\nlmr_origin=\"$LMR_ROOT/runs/{job.OriginalRunId}/{job.OriginalBatch}\"\n");
        foreach (var (number, step) in job.Steps.Index())
        {
            IEnumerable<string> Files(string verb) =>
                step.Files.Index().Select(file => $"{verb} {step.StepNumber}.{file.Index} {ShellQuote.Word(file.Item)}");
            List<string> undo = [":", .. Runs(text, number, 0, step.Commands, step.Timeout)];
            List<string> back = [":", .. Files("lmr_restore"), .. Runs(text, number, step.Commands.Count, step.Afterwards, step.Timeout), .. Settle(step.Settles)];
            // The files return also where a command has failed: what is right at the next start is worth having.
            List<string> chain = [.. Files("lmr_compare"), $"{{ {{ {And(undo)}; }}; lmr_undone=$?; {And(back)} && [ \"$lmr_undone\" = 0 ]; }}"];
            Append(text, number, chain, []);
        }

        return Tail(text, job.Steps.Select(step => step.Id));
    }

    private static string And(IEnumerable<string> chain) => string.Join(" &&\n", chain);

    private static string Owe(StringBuilder text, OwedMark owed, string name)
    {
        AppendInput(text, name, Encoding.UTF8.GetBytes(owed.Text + "\n"));
        return $"lmr_owe {ShellQuote.Word(owed.Key)} {name}";
    }

    private static IEnumerable<string> Settle(string? key) => key is null ? [] : [$"lmr_settle {ShellQuote.Word(key)}"];

    private static StringBuilder Head() =>
        new StringBuilder(EmbeddedScript.Read("Hosts/Jobs/state.sh")).Append(EmbeddedScript.Read("Hosts/Jobs/job.sh"));

    private static string Tail(StringBuilder text, IEnumerable<string> ids)
    {
        foreach (var (number, id) in ids.Index()) text.Append($"lmr_step {number} {ShellQuote.Word(id)}\n");
        return text.Append("lmr_finish\n").ToString();
    }

    private static void Append(StringBuilder text, int number, List<string> chain, List<string> always)
    {
        var all = chain.Count == 0 ? ":" : And(chain);
        text.Append($"lmr_step_{number}() {{\n{all}\n}}\nlmr_after_{number}() {{\n{string.Join('\n', [":", .. always])}\n}}\n");
    }

    internal static List<string> Runs(StringBuilder text, int number, int first, ValueList<Command> commands, TimeSpan timeout)
    {
        var seconds = Math.Max(1, timeout.TotalSeconds).ToString("0.###", CultureInfo.InvariantCulture);
        var runs = new List<string>();
        foreach (var (offset, command) in commands.Index())
        {
            var input = "/dev/null";
            if (command.Input is { } bytes)
            {
                input = $"in.{number}.{first + offset}";
                AppendInput(text, input, [.. bytes]);
            }

            runs.Add($"lmr_run {seconds} {input} {ShellQuote.Line(command.Argv)}");
        }

        return runs;
    }

    /// <summary>A function of its own for the data, so that a chain of commands stays a chain.</summary>
    private static void AppendInput(StringBuilder text, string name, byte[] input)
    {
        // A base64 text holds no underscore, so this word cannot end it early.
        text.Append($"base64 -d >\"$lmr_job/{name}\" <<'lmr_end' || lmr_broken=1\n");
        var encoded = Convert.ToBase64String(input);
        for (var start = 0; start < encoded.Length; start += Base64LineLength)
            text.Append(encoded.AsSpan(start, Math.Min(Base64LineLength, encoded.Length - start))).Append('\n');
        text.Append("lmr_end\n");
    }
}

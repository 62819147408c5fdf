using System.Globalization;
using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>Writes a job as the one file the host runs: functions, then each step as a function, then the calls. Data are in it as base64.</summary>
internal static class JobText
{
    private const int Base64LineLength = 76 * 64;

    public static string Render(Job job)
    {
        var text = Head();
        if (job.GoesOn) text.Append("lmr_goes_on=yes\n");
        if (job.Steps.Select(step => step.Restores).FirstOrDefault(origin => origin?.Run == job.RunId) is { Batch: var returned }) text.Append($"echo {returned} >\"$lmr_job/returns\"\n");
        foreach (var (number, step) in job.Steps.Index())
        {
            List<string> chain = [.. step.Owes.Select((owed, index) => Owe(text, owed, $"owed.{number}.{index}"))];
            chain.AddRange(step.Restores is { } origin ? Restoring(text, number, step, origin) : [.. Files(step, "lmr_keep"), .. Runs(text, number, 0, step.Commands, step.Timeout)]);
            chain.AddRange(Own(text, number, step));
            chain.AddRange(Settle(step.Settles));
            Append(text, number, chain, [.. Files(step, "lmr_note")]);
        }

        foreach (var (number, step) in job.Steps.Index()) text.Append($"lmr_step {number} {ShellQuote.Word(step.Id)}\n");
        return text.Append("lmr_finish\n").ToString();
    }

    // Its own before-images are kept too: a way back can be taken back. The files return also where a command has failed: what is right at the
    // next start is worth having.
    private static IEnumerable<string> Restoring(StringBuilder text, int number, JobStep step, JobPlace origin)
    {
        List<string> undo = [":", .. Runs(text, number, 0, step.Commands, step.Timeout)];
        List<string> back = [":", .. Files(step, "lmr_restore", origin.Step), .. Runs(text, number, step.Commands.Count, step.Afterwards, step.Timeout)];
        return
        [
            $"lmr_origin=\"$LMR_ROOT/runs/{origin.Run}/{origin.Batch}\"",
            .. Files(step, "lmr_compare", origin.Step),
            .. Files(step, "lmr_keep"),
            $"{{ {{ {And(undo)}; }}; lmr_undone=$?; {And(back)} && [ \"$lmr_undone\" = 0 ]; }}",
        ];
    }

    /// <param name="of">The step whose images are meant; null for those of this one, which the shell text knows.</param>
    private static IEnumerable<string> Files(JobStep step, string verb, int? of = null) =>
        step.Files.Index().Select(file => $"{verb} {(of is { } origin ? $"{origin}." : "")}{file.Index} {ShellQuote.Word(file.Item)}");

    private static string And(IEnumerable<string> chain) => string.Join(" &&\n", chain);

    private static string Owe(StringBuilder text, OwedMark owed, string name)
    {
        AppendInput(text, name, Encoding.UTF8.GetBytes(owed.Text + "\n"));
        return $"lmr_owe {ShellQuote.Word(owed.Key)} {name}";
    }

    private static IEnumerable<string> Own(StringBuilder text, int number, JobStep step)
    {
        if (step.Restores is { } origin) return [$"lmr_disown {origin.Step}"];
        if (step.Owns is not { Names.Count: > 0 } owned) return [];
        AppendInput(text, $"in.own.{number}", Encoding.UTF8.GetBytes(owned.Text + "\n"));
        return [$"lmr_own in.own.{number} {string.Join(' ', owned.Names.Select(ShellQuote.Word))}"];
    }

    private static IEnumerable<string> Settle(string? key) => key is null ? [] : [$"lmr_settle {ShellQuote.Word(key)}"];

    private static StringBuilder Head() =>
        new StringBuilder(EmbeddedScript.Read("Hosts/Jobs/state.sh")).Append(EmbeddedScript.Read("Hosts/Jobs/owned.sh")).Append(EmbeddedScript.Read("Hosts/Jobs/job.sh"));

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

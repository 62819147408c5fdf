using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>Writes a guard as the one file that the host runs by itself: the functions of jobs and of guards, each step, and the call.</summary>
internal static class GuardText
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(2);

    public static string Render(Guard guard)
    {
        var text = new StringBuilder($"lmr_run_id={guard.RunId}\nlmr_batch={guard.Batch}\nlmr_guarded='{string.Join(' ', guard.Guarded)}'\n");
        foreach (var part in new[] { "state", "owned", "disarm", "job", "revert" }) text.Append(EmbeddedScript.Read($"Hosts/Jobs/{part}.sh"));
        // Whoever puts the run together again from its hosts must not take it for a change.
        if (guard.Guarded.Count > 0) text.Append($"echo {guard.Guarded[^1]} >\"$lmr_job/returns\"\n");
        foreach (var (number, step) in guard.Steps.Index())
        {
            // The step's data stand before the function that reads them.
            var body = string.Concat(Lines(text, number, step));
            text.Append($"lmr_step_{number}() {{\nlmr_bad=0\n{body}return \"$lmr_bad\"\n}}\nlmr_after_{number}() {{ :; }}\n");
        }
        text.Append("lmr_all() {\n:\n");
        foreach (var (number, step) in guard.Steps.Index()) text.Append($"lmr_step {number} {ShellQuote.Word(step.Id)}\n");
        return text.Append("}\nlmr_revert \"${3-}\"\n").ToString();
    }

    private static IEnumerable<string> Lines(StringBuilder inputs, int number, GuardStep step)
    {
        var first = 0;
        return
        [
            .. step.Kept is { } kept ? Each(step.UndoKept, kept) : [],
            .. step.Runtime is { } runtime ? Each(step.UndoRuntime, runtime) : [],
            .. step.Kept is { } origin ? step.Files.Index().Select(file => $"lmr_back {origin.Batch} {origin.Step}.{file.Index} {ShellQuote.Word(file.Item)} || lmr_bad=1\n") : [],
            .. new[] { step.Kept, step.Runtime }.OfType<JobPlace>().Select(gave => $"lmr_origin=$LMR_ROOT/runs/{gave.Run}/{gave.Batch}\nlmr_disown {gave.Step} || lmr_bad=1\n"),
            .. Chain(step.Afterwards, step.Kept, step.Runtime),
            .. Chain(step.Again),
            .. step.Settles is { } key ? [$"lmr_settle {ShellQuote.Word(key)}\n"] : Array.Empty<string>(),
        ];

        // What a daemon has taken back already, or what had never come to be, cannot be taken back again, and that is no failure. Reading tells.
        IEnumerable<string> Each(ValueList<Command> commands, JobPlace begun)
        {
            if (commands.Count == 0) yield break;
            var runs = JobText.Runs(inputs, number, first, commands, s_timeout);
            first += commands.Count;
            yield return $"if lmr_ran {begun.Batch} {begun.Step}; then\n{string.Join('\n', runs)}\nfi\n";
        }

        // Run where one of these steps had begun; where none is named, where any had.
        IEnumerable<string> Chain(ValueList<Command> commands, params JobPlace?[] begun)
        {
            if (commands.Count == 0) yield break;
            var runs = JobText.Runs(inputs, number, first, commands, s_timeout);
            first += commands.Count;
            var had = begun.OfType<JobPlace>().Select(place => $"lmr_ran {place.Batch} {place.Step}").DefaultIfEmpty("lmr_ran_any");
            yield return $"if {string.Join(" || ", had)}; then {{ {string.Join(" &&\n", runs)}; }} || lmr_bad=1; fi\n";
        }
    }
}

using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Checks;

[StepKind("check.command", "Runs a command of yours on each host and looks at its exit code and output.")]
[Risks("Runs in the gate of an apply, never in a plan.", Disturbs = "Whatever the command disturbs: lmr does not know it, and shows it as opaque.", Rollback = "Nothing is taken back; use it to ask, not to change.")]
public sealed record CheckCommand(
    [Argument("The program and its arguments, one by one; no shell reads them. Secrets do not belong there, because everybody on the host can see arguments.", Example = "[systemctl, is-active, chrony.service]")] ValueList<string> Run,
    [Argument("What it shall answer: exit (0 when not given), out (a text in its output) and matches (a regular expression that a part of its output matches).", Example = "{ exit: 0, out: active }")] Expectation? Expect = null,
    [Argument("How long it may take; 30s when not given.", Example = "10s")] TimeSpan? Timeout = null,
    [Argument("Ask again for so long while it does not answer as expected: for what needs a while after a change. Not when not given.", Example = "1m")] TimeSpan? Retry = null) : Check, ISelfChecked
{
    private const int Shown = 200;
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Run.Count == 0 || Run[0].Length == 0) yield return ("run", "No program is named.", "Write the program and its arguments as a list: [systemctl, is-active, chrony.service].");
        else if (Run.Count == 1 && Run[0].Contains(' ')) yield return ("run", $"'{Run[0]}' would be the name of a program: no shell splits it.", $"Write it as a list: [{string.Join(", ", Run[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))}].");
        if (Run.Any(word => word.Contains('\0'))) yield return ("run", "An argument cannot hold a NUL.", "Remove it.");
        if (Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > s_longest)) yield return ("timeout", "A gate waits for it.", "Give a time from 1s to 5m.");
        if (Retry is { } retry && (retry <= TimeSpan.Zero || retry > s_longestRetry)) yield return ("retry", "A gate waits for it.", "Give a time from 1s to 30m.");
    }

    public override TimeSpan SettlesWithin(Answers answers, Scene scene) => Retry ?? TimeSpan.Zero;

    public override ValueList<Command> Probe(Scene scene) => [new(Run)];

    public override TimeSpan Patience() => Timeout ?? base.Patience();

    public override ValueList<Command> OwnCommands() => [new(Run)];

    public override string Opaque() => $"runs {new Command(Run)}";

    public override Verdict Judge(Answers answers, Scene scene)
    {
        var answer = answers[0];
        var output = answer.Text + answer.ErrorText;
        var lacks = answer.ExitCode switch
        {
            124 when (Expect?.Exit ?? 0) != 124 => $"not done after {Patience().TotalSeconds:0.###} s",
            127 when (Expect?.Exit ?? 0) != 127 => $"{Run[0]} is not there",
            var code => (Expect ?? new Expectation()).Lacks(code, answer.Text),
        };
        return lacks is null
            ? new Verdict.Passed($"{new Command(Run)} answers as expected")
            : new Verdict.Failed($"{new Command(Run)}: {lacks}{(Said(output) is { Length: > 0 } said ? $"; it said: {said}" : "")}", "Run it on the host to see more.");
    }

    private static string Said(string output)
    {
        var line = string.Join(" | ", output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length <= Shown ? line : $"{line[..Shown]}…";
    }
}

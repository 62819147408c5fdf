using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>A run that a host remembers, with the length of its part of the plan in bytes and the numbers of its jobs there.</summary>
public sealed record RememberedRun(string Id, int Length, ValueList<int> Batches);

/// <summary>What a host keeps of the runs that had it: their part of the plan, and by its jobs what they meant and what came of it.</summary>
public static class HostRuns
{
    /// <summary>What of the plan goes into one answer, whose length has a limit.</summary>
    public const int SliceLength = 750_000;

    /// <summary>Every run that left its part of the plan; the answer goes to <see cref="ReadList"/>.</summary>
    public static Command List { get; } = Command.Sh(EmbeddedScript.Read("Hosts/Jobs/runs-list.sh"));

    /// <summary>Keeps a run's part of the plan; on the disk before it answers.</summary>
    public static Command Keep(string run, string part) => Command.Sh(EmbeddedScript.Read("Hosts/Jobs/runs-keep.sh"), Checked(run)).WithInput(part);

    /// <summary>Forgets a run that was turned away before it did anything here; one that was given a job is kept.</summary>
    public static Command Forget(string run) => Command.Sh("""ls -d "$LMR_ROOT/runs/$1"/[0-9]* >/dev/null 2>&1 || rm -rf "$LMR_ROOT/runs/$1" """, Checked(run));

    /// <summary>A slice of the part of the plan that was kept, in base64: a slice may end within a letter.</summary>
    public static Command Slice(string run, int from) => Command.Sh(
        """tail -c "+$2" "$LMR_ROOT/runs/$1/plan.json" | head -c "$3" | base64""", Checked(run), $"{from + 1}", $"{SliceLength}");

    public static ValueList<RememberedRun> ReadList(CommandResult answer) =>
    [
        .. answer.Lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 1 && Job.IsRunId(words[0]))
            .Select(words => new RememberedRun(words[0], Number(words[1]) ?? 0, [.. words.Skip(2).Select(Number).OfType<int>().Order()])),
    ];

    private static int? Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Checked(string run) => Job.IsRunId(run) ? run : throw new ArgumentException("A run's id is 1 to 64 ASCII letters, digits and dashes.", nameof(run));
}

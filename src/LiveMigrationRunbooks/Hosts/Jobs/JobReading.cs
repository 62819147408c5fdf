using System.Text;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>
/// Where a job stands. <c>Interrupted</c>: it began and ended without saying how (power cut, kill): observe, never start it again.
/// <c>Cancelled</c>: it was called off before its first act; it did nothing, and never will. A guard is <c>Armed</c> until it begins by itself or
/// is <c>Confirmed</c>: then it never will either.
/// </summary>
public enum JobState
{
    Absent,
    Running,
    Done,
    Interrupted,
    Cancelled,
    Armed,
    Confirmed,
}

/// <summary>Where a step of a job stands.</summary>
public enum JobStepState
{
    NotRun,
    Running,
    Done,
}

/// <summary>
/// A file a step may have changed, before and after it: <c>absent</c>, <c>file MODE UID GID SHA256</c>, <c>link SHA256-OF-TARGET</c>,
/// <c>dir MODE UID GID</c> or <c>other</c>. <paramref name="After"/> is empty where the step did not come that far.
/// </summary>
public sealed record JobFile(string Path, string Before, string After);

/// <summary>What one step said: its exit code and the last 4 KiB of its output and its errors.</summary>
public sealed record JobStepReading(string Id, JobStepState State, int? ExitCode, string Out, string Err, ValueList<JobFile> Files);

/// <summary>That a job is a guard: how long its timer is (0 where its host does not say), and the batches that it takes back.</summary>
public sealed record GuardReading(int Seconds, ValueList<int> Batches);

/// <summary>Where a job stands on its host. <paramref name="ExitCode"/> is that of the first step that failed, or 0; null unless done.</summary>
public sealed record JobReading(JobState State, int? ExitCode, ValueList<JobStepReading> Steps)
{
    /// <summary>The batch of the same run that it takes back; null where it goes forward.</summary>
    public int? Returns { get; init; }

    /// <summary>Null for a job that is no guard.</summary>
    public GuardReading? Guard { get; init; }

    /// <summary>Whether it is certain that no step of it ever ran or will run.</summary>
    public bool NeverBegins => State is JobState.Absent or JobState.Cancelled or JobState.Confirmed;

    /// <summary>Reads the output of <see cref="JobScripts.Read"/> or <see cref="JobScripts.Wait"/>; null where it is not such an output.</summary>
    public static JobReading? Read(CommandResult result)
    {
        if (!result.Succeeded || result.Lost > 0) return null;
        var lines = result.Lines.Select(line => line.Split('\t')).ToList();
        if (lines.Count == 0 || lines[0] is not ["job", var state, var code]) return null;
        var steps = lines.Where(line => line is ["step", _, _, _, _, _, _]).Select(line => Step(line, lines)).ToValueList();
        if (!Enum.TryParse<JobState>(state, ignoreCase: true, out var known)) return null;
        return new JobReading(known, Number(code), steps)
        {
            Returns = lines.Where(line => line is ["returns", _]).Select(line => Number(line[1])).FirstOrDefault(),
            Guard = lines.Where(line => line is ["guards", _, _]).Select(line => new GuardReading(Number(line[1]) ?? 0, [.. line[2].Split(' ').Select(Number).OfType<int>()])).FirstOrDefault(),
        };
    }

    private static JobStepReading Step(string[] line, List<string[]> lines) => new(
        line[6],
        line[2] switch { "done" => JobStepState.Done, "running" => JobStepState.Running, _ => JobStepState.NotRun },
        Number(line[3]),
        Decode(line[4]),
        Decode(line[5]),
        lines.Where(file => file is ["file", var number, _, _, _] && number == line[1]).Select(file => new JobFile(file[4], file[2], file[3])).ToValueList());

    private static int? Number(string text) => int.TryParse(text, out var number) ? number : null;

    private static string Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : "";
    }
}

using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>
/// The commands that start, await and read jobs. A start and a wait may stand in one request, so a short batch costs one script.
/// They need a session's environment (<c>LMR_ROOT</c>), which every connection sets.
/// </summary>
public static class JobScripts
{
    /// <summary>The claim's epoch on the host is not the one given: another controller has taken the run over.</summary>
    public const int StaleEpoch = 76;

    /// <summary>The job was called off because it did not begin in time; it never will.</summary>
    public const int CalledOff = 78;

    // The request that it is part of gives up after 30 s.
    private const int LooksPerSecond = 50;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Starts the job unless a job of that run and batch was ever started: then nothing is done, which is told on the output
    /// (<c>started</c> or <c>already</c>). With an <paramref name="epoch"/>, the host's claim must be this run's and hold that epoch.
    /// </summary>
    /// <param name="patience">How long it may take to begin; what has not begun by then is called off for ever.</param>
    public static Command Start(Job job, int? epoch = null, TimeSpan? patience = null) => Command.Sh(
        EmbeddedScript.Read("Hosts/Jobs/start.sh"), job.RunId, Number(job.Batch), epoch is { } number ? Number(number) : "",
        Number((int)((patience ?? s_patience).TotalSeconds * LooksPerSecond))).WithInput(JobText.Render(job));

    /// <summary>Waits until the job has ended, at most for <paramref name="seconds"/> (20 at most), and answers like <see cref="Read"/>.</summary>
    public static Command Wait(string runId, int batch, int seconds) => Reading(runId, batch, Math.Clamp(seconds, 0, 20));

    /// <summary>Reads where the job stands, and calls it off where nobody is starting it any more and it has not begun; the answer goes to <see cref="JobReading.Read"/>.</summary>
    public static Command Read(string runId, int batch) => Reading(runId, batch, 0);

    /// <summary>Everything that is owed on the host, a line of text each.</summary>
    public static Command Owed { get; } = Command.Sh("""for owed in "$LMR_ROOT"/owed/*.json; do [ ! -e "$owed" ] || cat "$owed"; done""");

    /// <summary>The last values that runs gave to keys of the host: a line of JSON, then a line with each name that it stands under.</summary>
    public static Command Applied { get; } = Command.Sh(EmbeddedScript.Read("Hosts/Jobs/owned-read.sh"));

    private static Command Reading(string runId, int batch, int seconds) =>
        Command.Sh(EmbeddedScript.Read("Hosts/Jobs/read.sh"), Checked(runId), Number(batch), Number(seconds));

    private static string Checked(string runId) =>
        Job.IsRunId(runId) ? runId : throw new ArgumentException("A run's id is 1 to 64 ASCII letters, digits and dashes.", nameof(runId));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

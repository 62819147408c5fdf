using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Libvirt;

/// <summary>Which daemons run, and whether a guest has a job that would not survive if they stopped answering.</summary>
internal static class LibvirtJobs
{
    private static readonly string s_daemons = ShellText.Of("Steps/Libvirt/libvirt-daemons.sh");
    private static readonly string s_jobs = ShellText.Of("Steps/Libvirt/libvirt-jobs.sh");

    /// <summary>The same question as a function <c>jobs_now</c>, for texts that ask it again before they act.</summary>
    public static string AsFunction { get; } = $"{s_daemons}jobs_now() (\n{s_jobs})\n";

    public static Command Probe() => Command.Sh(s_daemons + s_jobs);

    /// <summary>The daemon that runs guests; <c>none</c> where none is running.</summary>
    public static string Daemon(CommandResult answer) => Told(answer, "daemon=").FirstOrDefault("none");

    /// <summary>The other daemons that run.</summary>
    public static IEnumerable<string> Beside(CommandResult answer) => Told(answer, "beside=");

    public static IEnumerable<Refusal> Refuse(CommandResult answer)
    {
        if (!answer.Succeeded)
        {
            yield return new Refusal(null, $"libvirt does not answer: {answer.Complaint}.", "Look at `journalctl -u libvirtd -u virtqemud` on the host.");
            yield break;
        }
        foreach (var job in answer.Lines.Select(line => line.Split(' ', 4)).Where(parts => parts is ["job", _, _, ..]))
        {
            yield return new Refusal(null, $"Guest {job[1]} has, or may have, a job in progress ({job.ElementAtOrDefault(3) ?? job[2]}), which a restart would break.", "Wait until it has ended.");
        }
    }

    private static IEnumerable<string> Told(CommandResult answer, string what) =>
        answer.Lines.Where(line => line.StartsWith(what, StringComparison.Ordinal)).Select(line => line[what.Length..]);
}

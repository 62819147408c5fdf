using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Jobs;

/// <summary>What a host keeps of the saved plans that were carried out on it, so that each is applied once, from whichever machine.</summary>
public static partial class AppliedMark
{
    /// <summary>Asks for the run that applied the plan; no text where none did.</summary>
    public static Command Read(string digest) => Of(digest, "");

    /// <summary>Leaves a mark unless there is one, and answers like <see cref="Read"/>. Needs the host's lock.</summary>
    public static Command Leave(string digest, string run) => Of(digest, Job.IsRunId(run) ? run : throw new ArgumentException("A run's id is 1 to 64 ASCII letters, digits and dashes.", nameof(run)));

    private static Command Of(string digest, string run) => Command.Sh(
        EmbeddedScript.Read("Hosts/Jobs/applied.sh"), Digest().IsMatch(digest) ? digest : throw new ArgumentException("A digest is 64 hexadecimal digits.", nameof(digest)), run);

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Digest();
}

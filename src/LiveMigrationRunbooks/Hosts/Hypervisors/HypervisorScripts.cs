using System.Globalization;
using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Libvirt.Sampling;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Hosts.Hypervisors;

/// <summary>
/// Every command that reads or changes a host's libvirt. Each deed that could lose a guest reads its own precondition again on the host and
/// ends with <see cref="Refused"/>, having done nothing, when it does not hold.
/// </summary>
public static class HypervisorScripts
{
    /// <summary>Exit code of a deed whose precondition no longer holds; the reason is on standard error.</summary>
    public const int Refused = 75;

    public const string StateFolder = "/var/lib/lmr";

    /// <summary>Reads the host and all its guests; for <see cref="HypervisorReader.Read"/>.</summary>
    /// <param name="hour">For which it is asked how guests wrote to their memory before; null for not at all.</param>
    public static Command Read(string stateFolder = StateFolder, HourOfWeek? hour = null) => HostScript.WithSections("hypervisor-read.sh", stateFolder, hour?.Word ?? "");

    /// <summary>Reads one guest, lightly; for <see cref="GuestReader.ReadSide"/>.</summary>
    public static Command ReadGuest(string uuid) => HostScript.WithSections("guest-read.sh", uuid);

    /// <summary>For <see cref="GuestAddresses.Read"/>.</summary>
    public static Command ReadAddresses(string uuid) => HostScript.Plain("guest-addresses.sh", uuid);

    /// <summary>Looks at moves that go on, after waiting for the end of one of them; for <see cref="GuestReader.ReadWatched"/>.</summary>
    public static Command Watch(int seconds, string run, IEnumerable<MoveLook> looks) =>
        HostScript.WithSections("moves-watch.sh", [$"{Math.Clamp(seconds, 0, 20)}", .. looks.SelectMany(look => new[] { $"{run}/{look.Batch}", look.Uuid })]);

    /// <summary>For <see cref="ProbeAnswers.Read"/>.</summary>
    public static Command Probe(ProbeQuestions questions) => HostScript.WithSections("pair-probe.sh", questions.Userfaultfd ? ShellText.Of(UserfaultfdAnswer.Script) : "").WithInput(questions.Lines);

    /// <summary>Measures how these guests write to their memory, in windows that take so many seconds together; for <see cref="GuestMemoryReader.ReadMeasured"/>.</summary>
    public static Command Measure(int seconds, IEnumerable<string> uuids) => HostScript.WithSections("memory-measure.sh", [string.Join(' ', MeasuringWindows.Of(seconds)), .. uuids]);

    /// <summary>Where hosts keep how guests wrote to their memory.</summary>
    public const string SampleFolder = StateFolder + "/samples";

    /// <summary>The windows of one look at a guest, in seconds: together eight.</summary>
    public static ValueList<int> SampleWindows { get; } = [1, 1, 2, 4];

    /// <summary>What a timer on a host runs, whole.</summary>
    public static string SampleText => ShellText.Of("Hosts/Hypervisors/guest-sample.sh");

    /// <summary>Samples the running guests, one after the other, and keeps that on the host; for <see cref="SampleAnswer.Read"/>.</summary>
    /// <param name="longest">After which no further guest is begun.</param>
    public static Command Sample(TimeSpan longest, string folder = SampleFolder) =>
        Command.Sh(SampleText, string.Join(' ', SampleWindows), ((int)longest.TotalSeconds).ToString(CultureInfo.InvariantCulture), folder);

    /// <summary>Puts the record of a move in place, whole or not at all, and on the disk before it returns.</summary>
    public static Command RecordMove(MoveRecord move, string stateFolder = StateFolder) => move.IsWritable
        ? HostScript.Plain("move-record.sh", stateFolder, move.Uuid).WithInput(move.Text)
        : throw new ArgumentException("A value of a move record does not fit on its line.", nameof(move));

    public static Command ForgetMove(string uuid, string stateFolder = StateFolder) => Command.Of("rm", "-f", "--", $"{stateFolder}/guests/{uuid}");

    /// <summary>Makes images for copies of disks; what is there and was not made for this guest is left alone, and refused.</summary>
    public static Command MakeDisks(string uuid, IEnumerable<DiskCopy> copies, string stateFolder = StateFolder) => HostScript.Plain("disk-make.sh", stateFolder, uuid)
        .WithInput(string.Concat(copies.Select(copy => $"{copy.Format} {copy.Bytes} {Base64(copy.Path)} {copy.BackingFormat ?? "-"} {Word(copy.Backing)} {Word(copy.Pool)}\n")));

    /// <summary>The images are the guest's from now on, and no later try may take them.</summary>
    public static Command KeepDisks(string uuid, string stateFolder = StateFolder) => Command.Of("rm", "-f", "--", $"{stateFolder}/made/{uuid}");

    public static Command SetAutostart(string uuid, bool on) => on
        ? Command.Of("timeout", "20", "virsh", "-q", "-c", "qemu:///system", "autostart", uuid)
        : Command.Of("timeout", "20", "virsh", "-q", "-c", "qemu:///system", "autostart", uuid, "--disable");

    /// <summary>Removes the inactive definition that a finished move left; refuses while the guest is active there.</summary>
    public static Command UndefineSource(string uuid) => HostScript.WithSections("undefine-source.sh", uuid);

    /// <summary>Destroys the paused copy that a finished move left; refuses unless it is paused by a migration and no job is under way.</summary>
    public static Command DestroyHusk(string uuid) => HostScript.WithSections("after-lost-finish.sh", uuid, "destroy");

    /// <summary>Lets a guest go on that a failed move has paused; same precondition on this side. The caller must have the target's "absent" in the same step.</summary>
    public static Command ResumeSource(string uuid) => HostScript.WithSections("after-lost-finish.sh", uuid, "resume");

    /// <summary>Tells the connections over which a guest's memory comes or goes; for <see cref="MigrationLink.Read"/>.</summary>
    public static Command Links(string uuid) => HostScript.WithSections("migration-link.sh", uuid);

    /// <summary>Ends one of them; refuses unless the guest is in the midst of a post-copy.</summary>
    public static Command HangUp(string uuid, MigrationLink link) => HostScript.WithSections("migration-link.sh", uuid, link.Local, link.Peer);

    /// <summary>Asks a guest to shut down, or saves it; refuses where it is not defined.</summary>
    public static Command Stop(string uuid, CannotMoveWay way) => HostScript.Plain("guest-stop.sh", uuid, way == CannotMoveWay.ManagedSave ? "managed-save" : "shutdown");

    /// <summary>Asks the agent of a guest whether it is there; it succeeds where it is.</summary>
    public static Command AskAgent(string uuid) =>
        Command.Of("timeout", "-k", "5", "10", "virsh", "-q", "-c", "qemu:///system", "qemu-agent-command", uuid, """{"execute":"guest-ping"}""", "--timeout", "5");

    /// <summary>Exit code of <see cref="SetClock"/> where no agent answers.</summary>
    public const int NoAgent = 3;

    /// <summary>Has a guest take its time from its own clock chip, which went on while it stood still.</summary>
    public static Command SetClock(string uuid) => HostScript.Plain("guest-clock.sh", uuid);

    /// <summary>UUIDs of guests whose memory libvirt has on disk, one a line.</summary>
    public static Command ListSaved { get; } = Command.Of("timeout", "20", "virsh", "-q", "-c", "qemu:///system", "list", "--all", "--with-managed-save", "--uuid");

    /// <summary>For <see cref="MigrationStatistics.Read"/>; asked on the target, which keeps them until the daemon restarts.</summary>
    public static Command CompletedStatistics(string uuid) =>
        Command.Of("timeout", "20", "virsh", "-q", "-c", "qemu:///system", "domjobinfo", uuid, "--completed", "--keep-completed", "--rawstats");

    private static string Word(string? text) => text is null ? "-" : Base64(text);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

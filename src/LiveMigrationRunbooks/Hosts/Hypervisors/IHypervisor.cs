using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Hosts.Hypervisors;

/// <summary>
/// The guests of one host, named by UUID: all that a run asks about them and does to them. A deed answers with its complaint, or with null; where
/// a guest then is, is never concluded from that but asked of both hosts.
/// </summary>
public interface IHypervisor
{
    /// <summary>One guest, lightly. A host that does not answer has said nothing.</summary>
    Task<SideReading> ReadAsync(string uuid);

    /// <summary>The host and all of its guests.</summary>
    Task<HostSurvey> SurveyAsync();

    /// <summary>What placement and preflight must know of this host and its way to others.</summary>
    Task<ProbeAnswers> AnswerAsync(ProbeQuestions questions);

    /// <summary>Images for disks that come along with a guest.</summary>
    Task<string?> MakeDisksAsync(string uuid, IEnumerable<DiskCopy> copies);

    /// <summary>The images are the guest's from now on, and no later try may take them.</summary>
    Task<string?> KeepDisksAsync(string uuid);

    /// <summary>
    /// Lets a guest leave: the record of the move and the cleared autostart are on the disk before it does, so whoever finds them can end what was
    /// begun. The move starts once, however often it is asked for by the same <paramref name="batch"/>, and then needs nobody.
    /// </summary>
    /// <param name="step">What its host calls it: the id of its deed.</param>
    Task<string?> LeaveAsync(GuestMove move, string step, int batch);

    /// <summary>Lets a post-copy go on whose path was cut, as <see cref="LeaveAsync"/> let it begin.</summary>
    Task<string?> TakeUpAgainAsync(GuestMove move, string step, int batch);

    /// <summary>The connections over which a guest's memory comes or goes; null where they could not be read.</summary>
    Task<ValueList<MigrationLink>?> LinksAsync(string uuid);

    /// <summary>Ends one of them; refused unless the guest is in the midst of a post-copy here.</summary>
    Task<string?> HangUpAsync(string uuid, MigrationLink link);

    /// <summary>Whether a move whose start gave no answer has begun, or still may; asking calls it off where it has not.</summary>
    Task<bool> HasBegunAsync(int batch);

    /// <summary>Looks at moves that go on, after doing what is asked about each; at the latest after <paramref name="seconds"/>, sooner where one has ended.</summary>
    /// <returns>In the order of <paramref name="looks"/>; null where the host is lost.</returns>
    Task<ValueList<MoveSight>?> WatchAsync(ValueList<MoveLook> looks, int seconds);

    /// <summary>Asks a guest to shut down, or has it saved: once, however often it is asked for by the same <paramref name="batch"/>. It is watched like a move.</summary>
    /// <param name="step">What its host calls it: the id of its deed.</param>
    Task<string?> StopAsync(GuestStop guest, string step, int batch);

    /// <summary>Whether libvirt has the memory of a guest on disk that does not run; null where that is not answered.</summary>
    Task<bool?> IsSavedAsync(string uuid);

    /// <summary>Does these, each of which reads its own precondition again on the host; the first that fails ends it.</summary>
    Task<string?> FinishAsync(string uuid, params ReadOnlySpan<FinishDeed> deeds);

    /// <summary>Where a running guest can be reached, as far as its host knows; empty where it does not.</summary>
    Task<ValueList<string>> AddressesAsync(string uuid);

    /// <summary>Whether the agent of a running guest answers; false also where nobody knows.</summary>
    Task<bool> AgentAnswersAsync(string uuid);

    /// <summary>Has a running guest set its clock, which stood still with it, by its agent.</summary>
    Task<ClockSetting> SetClockAsync(string uuid);

    /// <summary>What the last move to this host cost; null where the host does not know (any more).</summary>
    Task<MigrationStatistics?> StatisticsAsync(string uuid);
}

/// <summary>What became of a guest's clock.</summary>
/// <param name="HasAgent">Whether an agent answers in it, without which nobody can set it.</param>
/// <param name="Complaint">Why it was not set; null where it was.</param>
public sealed record ClockSetting(bool HasAgent, string? Complaint);

/// <summary>A host and its guests as they are now.</summary>
/// <param name="Reserved">Memory that other runs are about to fill with guests.</param>
public sealed record HostSurvey(HypervisorReading Reading, ValueList<Jobs.Reservation> Reserved);

/// <summary>A move to be looked at, and what is to be done about it before.</summary>
public sealed record MoveLook(string Uuid, int Batch, MoveAction? Action = null);

/// <summary>How far a move is.</summary>
/// <param name="Runs">Whether its command goes on.</param>
/// <param name="Said">What the command said where it failed.</param>
/// <param name="Side">While it goes on, the guest's state and job alone.</param>
public sealed record MoveSight(bool Runs, string? Said, SideReading Side)
{
    /// <summary>Whether nothing was done, as another controller has taken the run over: it looks after the move now.</summary>
    public bool IsTakenOver { get; init; }

    /// <summary>What whoever was taken over gets to see.</summary>
    public static MoveSight TakenOver(string said) => new(Runs: false, said, new SideReading.NoAnswer(said)) { IsTakenOver = true };
}

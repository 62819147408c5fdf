using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Resuming;

/// <summary>Where a host is on the way of a change.</summary>
public enum ChangeAt
{
    Before,
    After,

    /// <summary>A part of the way, or where a stranger has put it.</summary>
    Elsewhere,
}

/// <summary>What a host says of a run that broke off.</summary>
/// <param name="Claim">The claim, whoever's it is, and what lives there.</param>
/// <param name="Jobs">Where each job stands that the run meant here, by its batch.</param>
/// <param name="Changes">Where each change is that has no end in the journal, by its id.</param>
/// <param name="Owed">What is owed there.</param>
public sealed record FoundHost(ClaimReading Claim, IReadOnlyDictionary<int, JobReading> Jobs, IReadOnlyDictionary<string, ChangeAt> Changes, IReadOnlySet<string> Owed)
{
    /// <summary>The same as a plan is made from, as far as it goes.</summary>
    public HostReading Reading(string name) => HostReading.NotRead(name, new HostTrouble("", "", "")) with
    {
        Trouble = null,
        Reserved = [.. Claim.Reservations.Select(each => new ReservedBy(each.RunId, each.Controller, each.Kib, each.Alive))],
        Claim = Claim.Claim is { State: not ClaimState.Done } claim ? new HeldBy(claim.RunId, claim.Controller, Claim.LockHeld || Claim.JobsAlive) : null,
    };
}

using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runbooks;

namespace LiveMigrationRunbooks.Runs;

/// <summary>On what terms guests move: the policy of each play, and what its targets keep in reserve.</summary>
public sealed class MoveTerms(BoundRunbook runbook)
{
    public MigrationPolicy Policy(int play) => EvacuationPlanner.PolicyOf(runbook.Plays[play].Play.Evacuate);

    /// <summary>The target as it was just read.</summary>
    public MoveTarget Target(int play, string name, HostReading reading) =>
        EvacuationReading.Target(runbook.Inventory, runbook.Plays[play].Targets.First(target => target.Name == name), reading, []);
}

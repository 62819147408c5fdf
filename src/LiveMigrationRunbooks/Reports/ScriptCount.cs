using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Reports;

/// <summary>
/// How many scripts a host will be sent: one to read, one more where hosts are asked about each other, one to take the claim and read again,
/// one more where others take from it what was just made there, one for each batch (which also verifies), one for each gate and two more where its
/// hosts prepare something for each other, one to let go. A batch under a timer is proven over new connections, which takes more. Moves are
/// watched: their scripts depend on time and are not counted.
/// </summary>
public static class ScriptCount
{
    public static int Of(Plan plan, string host)
    {
        var batches = plan.Deeds.Where(deed => deed.Host == host && deed is (ChangeDeed or OperationDeed)).GroupBy(deed => (deed.Play, deed.Stage))
            .Sum(stage => stage.GroupBy(deed => deed is ChangeDeed { Peers: not null }).Sum(part => HostBatch.Of([.. part]).Sum(Of)));
        var again = plan.Deeds.OfType<ChangeDeed>().Where(deed => deed.Peers is { } peers && (deed.Host == host || peers.Any(peer => peer.Name == host))).Select(deed => (deed.Play, deed.Stage)).Distinct().Count();
        var gates = plan.Deeds.OfType<CheckDeed>().Where(deed => deed.Host == host).GroupBy(deed => (deed.Play, deed.Stage)).Sum(gate => gate.Any(IsMutual) ? 3 : 1);
        var pairs = plan.Plays.Any(play => play.Evacuation is { } evacuation && (evacuation.Targets.Contains(host) || play.Stages.Any(stage => stage.Contains(host)))) ? 1 : 0;
        return 1 + pairs + (batches + gates + again == 0 ? 0 : 2 + batches + again + gates);
    }

    private static bool IsMutual(CheckDeed deed) => StepCatalogue.FromJson(deed.Step.Kind, deed.Step.Arguments) is Check { IsMutual: true };

    // Under a timer: arm and change, try the path; keep, load anew and run, try the path and verify; confirm; and whether the first session still lives.
    private static int Of(HostBatch batch) => batch.GuardSeconds is null ? 1 : batch is { HasRuntime: true, HasRest: true } ? 6 : 4;

    public static string Text(Plan plan)
    {
        var most = plan.Hosts.Select(host => Of(plan, host.Name)).DefaultIfEmpty(0).Max();
        return most == 1 ? "1 script a host" : $"at most {most} scripts a host";
    }
}

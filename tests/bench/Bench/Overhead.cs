using System.Globalization;

namespace LiveMigrationRunbooks.Bench;

/// <summary>
/// What lmr adds to a move: the same guest goes to and fro, now by lmr and now by the same <c>virsh migrate</c> typed by hand over ssh, with both in both
/// directions, so that what else the machine does befalls both alike.
/// </summary>
internal sealed class Overhead(Repository repository, string scratch, string one, string other)
{
    private const string Guest = "bench-added";
    private const int LinkMib = 40;

    public IEnumerable<string> Lines(int pairs)
    {
        var inventory = LabHosts.Inventory;
        var ports = Runbook("ports", $"  - hosts: {one}:{other}\n    steps:\n      - firewall.ports: {{ ports: 49152-49215/tcp, from: [\"198.51.100.0/24\"] }}\n");
        new Contender("the ports", repository.Lmr, "apply", ports, "-i", inventory, "--yes") { Folder = Path.GetDirectoryName(ports) }.Run();
        using var sessions = new SessionTime(one, other);
        var (hand, lmr) = (new List<Watched>(), new List<Watched>());
        try
        {
            LabHosts.Remove(Guest, one, other);
            var uuid = Script("guest", Guest, "--host", one, "--memory", "256", "--touched", "100", "--hot", "16", "--dirty", "4").Trim().Split(' ')[^1];
            yield return "  pair  from    by hand: to running   pause     wall    core   lmr: to running   pause     wall    core";
            for (var pair = 0; pair < pairs; pair++)
            {
                // Each pair begins where the guest is, and every other one with lmr.
                var (first, second) = pair % 2 == 0 ? (hand, lmr) : (lmr, hand);
                first.Add(Moved(first == lmr, uuid, one, other, inventory, sessions));
                second.Add(Moved(second == lmr, uuid, other, one, inventory, sessions));
                yield return string.Create(CultureInfo.InvariantCulture, $"  {pair + 1,4}  {one,-8} {Columns(hand[^1])}   {Columns(lmr[^1])}");
            }
            yield return string.Create(CultureInfo.InvariantCulture, $"""

                Medians of {pairs} pairs:
                                                                    by hand       lmr
                  from the command's start on the source to running  {Median(hand, move => move.Seconds):0.000} s  {Median(lmr, move => move.Seconds):0.000} s   added {1000 * Added(hand, lmr, move => move.Seconds):0} ms (median of the pairs' differences)
                  pause                                              {Median(hand, move => move.PauseSeconds):0.000} s  {Median(lmr, move => move.PauseSeconds):0.000} s
                  what who typed it waited                           {Median(hand, move => move.Wall):0.000} s  {Median(lmr, move => move.Wall):0.000} s
                  share of a core of the source, sessions            {100 * Median(hand, move => move.Core):0.0} %    {100 * Median(lmr, move => move.Core):0.0} %
                """);
        }
        finally
        {
            LabHosts.Remove(Guest, one, other);
            new Contender("the way back", repository.Lmr, "rollback", "last", "--runbook", ports, "-i", inventory, "--yes") { Folder = Path.GetDirectoryName(ports) }.Run();
        }
    }

    private Watched Moved(bool byLmr, string uuid, string source, string target, string inventory, SessionTime sessions)
    {
        var move = byLmr
            ? new Contender("lmr apply", repository.Lmr, "apply", Runbook($"from-{source}", $"  - hosts: {source}\n    evacuate: {{ to: {target}, policy: bench }}\n",
                $"policies:\n  bench: {{ extends: gentle, bandwidth_per_guest: {LinkMib}MiB/s, pause: {{ start: 300ms, ceiling: 300ms }} }}\n"), "-i", inventory, "--yes") { Folder = scratch }
            : LabHosts.Ssh(source, $"virsh -c qemu:///system migrate --live --p2p --persistent --bandwidth {LinkMib} --migrateuri tcp://{LabHosts.MigrationAddress(target)} --domain {uuid} --desturi qemu+ssh://{target}/system");
        var watched = Watched.Move(Guest, uuid, source, target, () => sessions.Nanoseconds(source), () => move.Run());
        // Who types it removes what is left behind by another command; lmr has done so.
        if (!byLmr) LabHosts.Ssh(source, $"virsh -q undefine {uuid}").Run();
        return watched;
    }

    private string Runbook(string name, string plays, string before = "")
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(scratch, name)).FullName, name + ".yml");
        File.WriteAllText(path, $"name: {name}\n{before}plays:\n{plays}");
        return path;
    }

    private string Script(string name, params string[] words) => new Contender(name, repository.File("tests", "lab", name), words).Output();

    private static string Columns(Watched move) => string.Create(CultureInfo.InvariantCulture, $"{move.Seconds,15:0.000} s {1000 * move.PauseSeconds,5:0} ms {move.Wall,6:0.0} s {100 * move.Core,5:0.0} %");

    private static double Median(IEnumerable<Watched> moves, Func<Watched, double> what) => Middle(moves.Select(what));

    private static double Added(List<Watched> hand, List<Watched> lmr, Func<Watched, double> what) => Middle(hand.Zip(lmr, (by, with) => what(with) - what(by)));

    private static double Middle(IEnumerable<double> values) => values.Order().ToList() is var all && all.Count % 2 == 1 ? all[all.Count / 2] : (all[all.Count / 2] + all[(all.Count / 2) - 1]) / 2;
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace LiveMigrationRunbooks.Bench;

/// <summary>
/// Forecasts against what came: guests of the lab that write at known speeds to known amounts of memory, each moved to and fro, over links that are from
/// five times as fast as they write to slower. What a plan said before is held against the run's own figures, beside two simple rules that people use.
/// </summary>
internal sealed class Moves(Repository repository, string scratch, string source, string target)
{
    private const string Guest = "bench-move";
    private const int DeadlineSeconds = 60;
    private const int MemoryMib = 1024;
    private bool _arrived;

    // Memory that is written to once and then left alone, and again and again, MiB; speed of writing, MiB/s, and of the links that the guest goes over one
    // after the other. From a fifth of the link to a third more than it, and half of them where it is hard to say when, or whether, they converge.
    private static readonly (int Cold, int Hot, int Dirty, int[] Links)[] s_guests =
    [
        (300, 150, 50, [80, 110, 44]), (400, 120, 20, [90, 60, 30]), (500, 200, 48, [120, 75, 56]), (300, 160, 30, [100, 50, 36]), (300, 180, 54, [90, 120, 40]),
        (400, 200, 60, [110, 80, 50]), (300, 100, 24, [80, 60, 120]), (300, 150, 40, [100, 60, 40]), (400, 160, 36, [72, 90, 28]), (200, 120, 30, [100, 50, 22]),
    ];

    /// <summary>A header, a line for each move as soon as it is over, and what all of them say.</summary>
    public IEnumerable<string> Lines(int count)
    {
        Lmr("the ports", "apply", Runbook("ports", $"  - hosts: {source}:{target}\n    steps:\n      - firewall.ports: {{ ports: 49152-49215/tcp, from: [\"198.51.100.0/24\"] }}\n"), "--yes");
        var moves = new List<Move>();
        try
        {
            yield return " cold   hot  dirty   link  ratio   forecast (band)             measured   error  RSS/link  said        came";
            foreach (var (guest, link) in Enumerable.Range(0, count).SelectMany(round => s_guests).SelectMany(guest => guest.Links.Select(link => (guest, link))).Take(count))
            {
                var (move, why) = Tried((guest.Cold, guest.Hot, guest.Dirty, link), link == guest.Links[0]);
                if (move is not null) moves.Add(move);
                yield return move?.Line ?? $"  not counted: {why}";
            }
            yield return Summary(moves);
        }
        finally
        {
            Script("guest", Guest, "--remove");
            Lmr("the way back", "rollback", "last", "--runbook", Path.Combine(scratch, "ports", "ports.yml"), "--yes");
        }
    }

    // A machine that is so busy that a command fails costs one move, not all of them; the table says so.
    private (Move? Move, string Why) Tried((int Cold, int Hot, int Dirty, int Link) kind, bool another)
    {
        try
        {
            return (One(kind, another), "");
        }
        catch (InvalidOperationException problem)
        {
            return (null, $"{kind}: {problem.Message.Split('\n')[0]}");
        }
    }

    private Move One((int Cold, int Hot, int Dirty, int Link) kind, bool another)
    {
        if (another) Begin(kind);
        var (from, to) = _arrived ? (target, source) : (source, target);
        var runbook = Runbook("move", $"  - hosts: {from}\n    evacuate: {{ to: {to}, policy: bench }}\n",
            $"policies:\n  bench: {{ extends: gentle, bandwidth_per_guest: {kind.Link}MiB/s, pause: {{ start: 300ms, ceiling: 300ms }}, deadline: {DeadlineSeconds}s }}\n");
        var file = Path.Combine(scratch, "plan.json");
        Lmr("the plan", "plan", runbook, "--measure-for", "22s", "-o", file);
        var forecast = JsonNode.Parse(File.ReadAllText(file))!["plan"]!["deeds"]!.AsArray().Select(deed => deed!["move"]?["forecast"]).First(each => each is not null)!;
        var report = JsonNode.Parse(Run("the move", repository.Lmr, ["apply", file, "--json"], mayFail: true))!;
        var deed = report["deeds"]!.AsArray().First(each => each!["kind"]!.GetValue<string>() == "move")!;
        var ended = deed["end"]!.GetValue<string>() == "done";
        _arrived ^= ended;
        return new Move(kind, forecast, ended, deed["figures"]?["duration_ms"]?.GetValue<long>());
    }

    private void Begin((int Cold, int Hot, int Dirty, int Link) kind)
    {
        _arrived = false;
        LabHosts.Remove(Guest, source, target);
        Script("guest", Guest, "--host", source, "--memory", $"{MemoryMib}", "--touched", $"{kind.Cold}", "--hot", $"{kind.Hot}", "--dirty", $"{kind.Dirty}");
        // Until it has written to everything once, it writes to more each second than it will.
        Thread.Sleep(TimeSpan.FromSeconds((kind.Hot / kind.Dirty) + 4));
    }

    private static string Summary(List<Move> moves)
    {
        var ended = moves.Where(move => move is { Ended: true, MeasuredMs: not null }).ToList();
        var foretold = ended.Where(move => move.SaidEnds).ToList();
        double Right(Func<Move, bool> said) => 100.0 * moves.Count(move => said(move) == move.Ended) / moves.Count;
        return string.Create(CultureInfo.InvariantCulture, $"""

            {moves.Count} moves, {moves.Count(move => move.Ratio is >= 0.6 and <= 1.4)} of them with a ratio of writing to link from 0.6 to 1.4; {ended.Count} ended.
                               median error of the time   convergence right
              forecast         {Median(foretold.Select(move => move.Error)),22:0.0} % {Right(move => move.SaidEnds),16:0} %   within its band {foretold.Count(move => move.Within)} of {foretold.Count}
              RSS / link       {Median(ended.Select(move => move.SimpleError)),22:0.0} % {Right(_ => true),16:0} %   (always converges)
            """);
    }

    private static double Median(IEnumerable<double?> errors)
    {
        var all = errors.OfType<double>().Select(Math.Abs).Order().ToList();
        return all.Count == 0 ? double.NaN : all[all.Count / 2] * 100;
    }

    private string Runbook(string name, string plays, string before = "")
    {
        // Each beside its own runs.
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(scratch, name)).FullName, name + ".yml");
        File.WriteAllText(path, $"name: {name}\n{before}plays:\n{plays}");
        return path;
    }

    private void Lmr(string what, params string[] words) => Run(what, repository.Lmr, words is ["apply" or "plan" or "rollback", ..] ? [.. words, "-i", LabHosts.Inventory] : words);

    private void Script(string name, params string[] words) => Run(name, repository.File("tests", "lab", name), words);

    // A rollback looks for its run where it is started.
    private string WorkingIn(string[] words) => words is ["rollback", ..] ? Path.Combine(scratch, "ports") : scratch;

    private string Run(string what, string program, string[] words, bool mayFail = false)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = WorkingIn(words) })
            ?? throw new InvalidOperationException($"{program} did not start.");
        var told = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 || mayFail ? output : throw new InvalidOperationException($"{what} ended with {process.ExitCode}: {told.Result}{output}");
    }

    /// <summary>One move: what its plan said, and what came.</summary>
    private sealed record Move((int Cold, int Hot, int Dirty, int Link) Kind, JsonNode Forecast, bool Ended, long? MeasuredMs)
    {
        public double Ratio => Number("dirty_bytes_per_second") / (double)(Kind.Link << 20);

        public bool SaidEnds => Forecast["converges"]!.GetValue<string>() is "yes" or "probably";

        public double? Error => (LikelyMs - MeasuredMs) / (double?)MeasuredMs;

        public double? SimpleError => (SimpleMs - MeasuredMs) / (double?)MeasuredMs;

        public bool Within => MeasuredMs >= Number("duration_ms", "low") && MeasuredMs <= Number("duration_ms", "high");

        public string Line => string.Create(CultureInfo.InvariantCulture,
            $"{Kind.Cold,5} {Kind.Hot,5} {Kind.Dirty,6} {Kind.Link,6} {Ratio,6:0.00}   {LikelyMs / 1000.0,6:0.0} s ({Number("duration_ms", "low") / 1000.0:0.0} to {Number("duration_ms", "high") / 1000.0:0.0}){"",-4} {(Ended ? $"{MeasuredMs / 1000.0:0.0} s" : "-"),10} {(Ended ? $"{Math.Round((Error ?? 0) * 100) + 0.0:+0;-0} %" : "-"),8} {SimpleMs / 1000.0,7:0.0} s  {Forecast["converges"],-10}  {(Ended ? "moved" : "stayed")}");

        private long LikelyMs => Number("duration_ms", "likely");

        private double SimpleMs => Number("memory_bytes") * 1000.0 / (Kind.Link << 20);

        private long Number(params string[] path) => path.Aggregate((JsonNode?)Forecast, (node, name) => node?[name])?.GetValue<long>() ?? 0;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace LiveMigrationRunbooks.Bench;

/// <summary>
/// Forecasts against what came: guests of the lab that write at known speeds to known amounts of memory, each moved once, over a link that is from
/// twice as fast as they write to slower. What a plan said before is held against the run's own figures, beside two simple rules that people use.
/// </summary>
internal sealed class Moves(Repository repository, string scratch, string source, string target)
{
    private const string Guest = "bench-move";
    private const int DeadlineSeconds = 45;
    private readonly string _inventory = Path.Combine(Environment.GetEnvironmentVariable("LMR_LAB") ?? "/var/lib/lmr-lab", "inventory", "hosts.yml");

    // Memory that is written to, MiB; speed of writing and of the link, MiB/s. Most of them where it is hard to say whether they converge.
    private static readonly (int Hot, int Dirty, int Link)[] s_kinds =
        [(48, 8, 32), (48, 12, 16), (32, 16, 48), (64, 20, 24), (48, 24, 20), (32, 12, 14), (64, 16, 20), (48, 20, 32), (64, 24, 36), (32, 20, 16), (48, 4, 24), (64, 12, 18)];

    /// <summary>A header, a line for each move as soon as it is over, and what all of them say.</summary>
    public IEnumerable<string> Lines(int count)
    {
        Lmr("the ports", "apply", Runbook("ports", $"  - hosts: {source}:{target}\n    steps:\n      - firewall.ports: {{ ports: 49152-49215/tcp, from: [\"198.51.100.0/24\"] }}\n"), "--yes");
        var moves = new List<Move>();
        try
        {
            yield return "  hot  dirty   link  ratio   forecast (band)             measured   error  RSS/link  said        came";
            for (var number = 0; number < count; number++)
            {
                moves.Add(One(s_kinds[number % s_kinds.Length]));
                yield return moves[^1].Line;
            }
            yield return Summary(moves);
        }
        finally
        {
            Script("guest", Guest, "--remove");
            Lmr("the way back", "rollback", "last", "--runbook", Path.Combine(scratch, "ports", "ports.yml"), "--yes");
        }
    }

    private Move One((int Hot, int Dirty, int Link) kind)
    {
        Script("guest", Guest, "--remove");
        Script("guest", Guest, "--host", source, "--memory", "256", "--hot", $"{kind.Hot}", "--dirty", $"{kind.Dirty}");
        // Until it has written to everything once, it writes to more each second than it will.
        Thread.Sleep(TimeSpan.FromSeconds((kind.Hot / kind.Dirty) + 4));
        var runbook = Runbook("move", $"  - hosts: {source}\n    evacuate: {{ to: {target}, policy: bench }}\n",
            $"policies:\n  bench: {{ extends: gentle, bandwidth_per_guest: {kind.Link}MiB/s, pause: {{ start: 300ms, ceiling: 300ms }}, deadline: {DeadlineSeconds}s }}\n");
        var file = Path.Combine(scratch, "plan.json");
        Lmr("the plan", "plan", runbook, "--measure-for", "24s", "-o", file);
        var forecast = JsonNode.Parse(File.ReadAllText(file))!["plan"]!["deeds"]!.AsArray().Select(deed => deed!["move"]?["forecast"]).First(each => each is not null)!;
        var report = JsonNode.Parse(Run("the move", repository.Lmr, ["apply", file, "--json"], mayFail: true))!;
        var deed = report["deeds"]!.AsArray().First(each => each!["kind"]!.GetValue<string>() == "move")!;
        return new Move(kind.Hot, kind.Dirty, kind.Link, forecast, deed["end"]!.GetValue<string>() == "done", deed["figures"]?["duration_ms"]?.GetValue<long>());
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

    private void Lmr(string what, params string[] words) => Run(what, repository.Lmr, words is ["apply" or "plan" or "rollback", ..] ? [.. words, "-i", _inventory] : words);

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
    private sealed record Move(int Hot, int Dirty, int Link, JsonNode Forecast, bool Ended, long? MeasuredMs)
    {
        public double Ratio => Number("dirty_bytes_per_second") / (double)(Link << 20);

        public bool SaidEnds => Forecast["converges"]!.GetValue<string>() is "yes" or "probably";

        public double? Error => (LikelyMs - MeasuredMs) / (double?)MeasuredMs;

        public double? SimpleError => (SimpleMs - MeasuredMs) / (double?)MeasuredMs;

        public bool Within => MeasuredMs >= Number("duration_ms", "low") && MeasuredMs <= Number("duration_ms", "high");

        public string Line => string.Create(CultureInfo.InvariantCulture,
            $"{Hot,5} {Dirty,6} {Link,6} {Ratio,6:0.00}   {LikelyMs / 1000.0,6:0.0} s ({Number("duration_ms", "low") / 1000.0:0.0} to {Number("duration_ms", "high") / 1000.0:0.0}){"",-4} {(Ended ? $"{MeasuredMs / 1000.0:0.0} s" : "-"),10} {(Ended ? $"{Error * 100:+0;-0} %" : "-"),8} {SimpleMs / 1000.0,7:0.0} s  {Forecast["converges"],-10}  {(Ended ? "moved" : "stayed")}");

        private long LikelyMs => Number("duration_ms", "likely");

        private double SimpleMs => Number("memory_bytes") * 1000.0 / (Link << 20);

        private long Number(params string[] path) => path.Aggregate((JsonNode?)Forecast, (node, name) => node?[name])?.GetValue<long>() ?? 0;
    }
}

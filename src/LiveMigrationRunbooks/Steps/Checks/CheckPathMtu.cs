using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>Between which hosts a check asks.</summary>
public enum Between
{
    /// <summary>From each host of the play to every other one of it.</summary>
    Play,
}

[StepKind("check.path_mtu", "Proves that full-size packets pass between every two hosts of the play on the migration network, both ways.")]
[Risks("Changes nothing.", Disturbs = "Sends a few packets to each of the other hosts.", Rollback = "Nothing is to be taken back.")]
public sealed record CheckPathMtu(
    [Argument("Bytes of payload in one frame that must arrive unsplit.", Min = 1280, Max = 65535, Example = "9000")] int Mtu,
    [Argument("Between which hosts: play asks from each host of the play to every other one of it, at its migration_address.")] Between Between = Between.Play) : Check
{
    private const int Usual = 1500;
    private static readonly TimeSpan s_coming = TimeSpan.FromSeconds(8);
    private static readonly string s_probe = ShellText.Of("Steps/Checks/path-mtu.sh");

    // Below the usual size the second question asks for the least that every path must carry.
    private int Smaller => Mtu > Usual ? Usual : 576;

    // A link that has just come back forwards nothing for a moment, and neighbours are looked for anew. A path that carries less stays as it is.
    public override TimeSpan SettlesWithin(Answers answers, Scene scene)
    {
        var of = PathAnswer.Read(answers);
        return scene.Peers.Any(peer => peer.MigrationAddress is { } address && of(address).Word == "none") ? s_coming : TimeSpan.Zero;
    }

    public override ValueList<Command> Probe(Scene scene) =>
        [Command.Sh(s_probe, [$"{Mtu}", $"{Smaller}", .. scene.Peers.Select(peer => peer.MigrationAddress).OfType<string>()])];

    public override Verdict Judge(Answers answers, Scene scene) => Judge(answers, scene, []);

    public override Verdict Judge(Answers answers, Scene scene, ValueList<HostAnswers> others)
    {
        if (scene.Peers.Count == 0) return new Verdict.Passed("no peers");
        var table = new PathTable([new HostAnswers(scene, answers), .. others]);
        if (table.IsCutOff(scene.Host) && scene.Peers.All(peer => peer.MigrationAddress is not null)) return CutOff(table, scene);
        var failures = scene.Peers.SelectMany(peer => Failure(peer, table, scene, strict: others.Count == 0)).ToList();
        return failures.Count == 0
            ? new Verdict.Passed(Reached(table, scene))
            : new Verdict.Failed(
                string.Join("; ", failures.Select(failure => failure.Text)), string.Join(" ", failures.Select(failure => failure.Remedy).Distinct()));
    }

    private string Reached(PathTable table, Scene scene)
    {
        var left = scene.Peers.Where(peer => !table.IsFull(scene.Host, peer.Name)).Select(peer => peer.Name).ToList();
        var reached = scene.Peers.Select(peer => peer.Name).Except(left).ToList();
        var text = reached.Count == 0 ? $"nothing here keeps {Mtu} bytes back" : $"{Mtu} bytes reach {string.Join(", ", reached)}";
        return left.Count == 0 ? text : $"{text}; that they do not pass to or from {string.Join(", ", left)} is not this host's fault";
    }

    private Verdict.Failed CutOff(PathTable table, Scene scene)
    {
        var sizes = scene.Peers.Select(peer => table.From(scene.Host, peer.Name)?.Size).OfType<string>().Distinct().ToList();
        var carries = sizes.Count == 0 ? $"let no {Mtu} bytes pass" : $"carry {string.Join(" or ", sizes)}";
        var others = scene.Peers.Where(peer => table.GroupOf(peer.Name).Count > 1).Select(peer => peer.Name);
        return new Verdict.Failed(
            $"all paths to and from {scene.Host} {carries}, while {Mtu} bytes pass between {string.Join(", ", others)}: a device between carries less",
            $"Look at the switch port of {scene.Host}, and at its bond and cabling.");
    }

    private IEnumerable<(string Text, string Remedy)> Failure(Peer peer, PathTable table, Scene scene, bool strict)
    {
        if (peer.MigrationAddress is not { } address)
        {
            yield return ($"{peer.Name} has no migration_address", "Give each host a migration_address in the inventory.");
            yield break;
        }
        var there = table.From(scene.Host, peer.Name);
        var back = table.From(peer.Name, scene.Host);
        if (there is null || table.IsFull(scene.Host, peer.Name)) yield break;
        // Whose fault it is, and who tells it: a host that failed before, one with a fault of its own, one that nobody reaches.
        if (!there.IsOwn && !strict && (!table.WasAsked(peer.Name) || back is { IsOwn: true } || table.IsCutOff(peer.Name))) yield break;
        var words = new PathWords(Mtu, Smaller, scene);
        yield return there.IsFull && back is not null ? words.OnlyThere(peer.Name, address, back)
            : words.Of(peer.Name, address, there, onlyBack: back is { IsFull: true }, Apart(table, scene.Host, peer.Name));
    }

    private static (string Here, string There)? Apart(PathTable table, string host, string peer) =>
        table.GroupOf(host) is { Count: > 1 } mine && table.GroupOf(peer) is { Count: > 1 } theirs && !mine.Contains(peer)
            ? (string.Join(", ", mine), string.Join(", ", theirs)) : null;
}

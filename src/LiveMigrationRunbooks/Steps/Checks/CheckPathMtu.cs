using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>Between which hosts a check asks.</summary>
public enum Between
{
    /// <summary>From each host of the play to every other one of it.</summary>
    Play,
}

[StepKind("check.path_mtu", "Proves that full-size packets reach every other host of the play on the migration network.")]
[Risks("Changes nothing.", Disturbs = "Sends a few packets to each of the other hosts.", Rollback = "Nothing is to be taken back.")]
public sealed record CheckPathMtu(
    [Argument("Bytes of payload in one frame that must arrive unsplit.", Min = 1280, Max = 65535, Example = "9000")] int Mtu,
    [Argument("Between which hosts: play asks from each host of the play to every other one of it, at its migration_address.")] Between Between = Between.Play) : Check
{
    private const int Usual = 1500;
    private static readonly string s_probe = ShellText.Of("Steps/Checks/path-mtu.sh");

    // Below the usual size the second question asks for the least that every path must carry.
    private int Smaller => Mtu > Usual ? Usual : 576;

    public override ValueList<Command> Probe(Scene scene) =>
        [Command.Sh(s_probe, [$"{Mtu}", $"{Smaller}", .. scene.Peers.Select(peer => peer.MigrationAddress).OfType<string>()])];

    public override Verdict Judge(Answers answers, Scene scene)
    {
        if (scene.Peers.Count == 0) return new Verdict.Passed("no peers");
        var told = answers[0].Lines.Select(line => line.Split(' ', 3)).Where(parts => parts.Length >= 2).ToLookup(parts => parts[0]);
        var failures = scene.Peers.SelectMany(peer => Failure(peer, told)).ToList();
        return failures.Count == 0
            ? new Verdict.Passed($"{Mtu} bytes reach {string.Join(", ", scene.Peers.Select(peer => peer.Name))}")
            : new Verdict.Failed(string.Join("; ", failures.Select(failure => failure.Text)), string.Join(" ", failures.Select(failure => failure.Remedy).Distinct()));
    }

    private IEnumerable<(string Text, string Remedy)> Failure(Peer peer, ILookup<string, string[]> told)
    {
        if (peer.MigrationAddress is not { } address)
        {
            yield return ($"{peer.Name} has no migration_address", "Give each host a migration_address in the inventory.");
            yield break;
        }
        var answer = told[address].FirstOrDefault() ?? [address, "none"];
        var detail = answer.ElementAtOrDefault(2) ?? "";
        switch (answer[1])
        {
            case "full":
                yield break;
            case "usual":
                yield return ($"{peer.Name} ({address}): {Mtu} bytes do not arrive, {Smaller} do: the peer or a device between carries less", "Raise the MTU of the peer's migration interface and of the switches and bonds between.");
                break;
            case "local":
                yield return ($"{peer.Name} ({address}): this host's own interface carries {(detail.Length > 0 ? detail : "less than " + Mtu)}", "Raise the MTU of this host's migration interface.");
                break;
            default:
                yield return ($"{peer.Name} ({address}): nothing arrives, neither {Mtu} bytes nor {Smaller}", "Look at the peer, its migration address and the cabling.");
                break;
        }
    }
}

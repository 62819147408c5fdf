using System.Globalization;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Steps.Nic;

namespace LiveMigrationRunbooks.Steps.Checks;

[StepKind("check.link", "Proves that a network interface has its link: carrier, and speed, duplex, members, drops and flapping where asked for.")]
[Risks("Changes nothing.", Rollback = "Nothing is to be taken back.")]
public sealed partial record CheckLink(
    [Argument("Interface name, as `ip link` prints it; a bond may be named.", Pattern = DeviceName.Pattern, PatternWords = DeviceName.Words, Example = "eth1")] string Device,
    [Argument("It runs at this speed or a higher one; a bond has the sum of its members.", Example = "10Gbit/s")] ByteRate? Speed = null,
    [Argument("It runs with this duplex.")] Duplex? Duplex = null,
    [Argument("So many members of the bond have a link and, with 802.3ad, are in the bond's aggregator; also more.", Min = 1, Max = 64, Example = "2")] int? Members = null,
    [Argument("No packet is lost for want of room in the rings while the check looks, which takes two seconds.")] bool NoOverruns = false,
    [Argument("The kernel's log tells at most so many losses of the link in the last hour, those included that changes of this run made.", Min = 0, Max = 10000, Example = "0")] int? Flaps = null) : Check
{
    private const string Seconds = "2";
    private static readonly string s_probe = ShellText.Of("Steps/Checks/link-state.sh");

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_probe, Device, NoOverruns ? Seconds : "0", Flaps is null ? "" : "log")];

    public override Verdict Judge(Answers answers, Scene scene)
    {
        var told = answers[0].Lines.Select(line => line.Split(' ', 2)).ToLookup(parts => parts[0], parts => parts.ElementAtOrDefault(1) ?? "");
        if (told.Contains("absent")) return new Verdict.Failed($"{Device} is not there", "Name an interface that `ip link` shows on this host, or look at its driver and its slot.");
        if (One(told, "carrier") != "1")
            return new Verdict.Failed($"{Device} has no link (state {One(told, "state")})", $"Look at cable, transceiver and the switch's port; is the interface up (`ip link set {Device} up`)?");
        ValueList<Finding> found = [.. Rate(told), .. Bond(told), .. Drops(told), .. Flapping(told)];
        var failures = found.Where(each => each.Remedy is not null).ToList();
        return failures.Count == 0
            ? new Verdict.Passed(string.Join(", ", new[] { $"{Device} has a link" }.Concat(found.Select(each => each.Text))))
            : new Verdict.Failed(string.Join("; ", failures.Select(each => $"{Device}: {each.Text}")), string.Join(" ", failures.Select(each => each.Remedy).Distinct()));
    }

    private IEnumerable<Finding> Rate(ILookup<string, string> told)
    {
        // -1 is unknown to the driver, as are values that fill 32 bits.
        long? megabits = long.TryParse(One(told, "speed"), NumberStyles.None, CultureInfo.InvariantCulture, out var known) && known is > 0 and < uint.MaxValue ? known : null;
        if (Speed is { } asked)
        {
            var wanted = Quantity.TextOfRate(asked.BytesPerSecond);
            yield return megabits is not { } has ? new($"its driver tells no speed, and {wanted} is asked for", "Leave speed out for interfaces whose driver tells none.")
                : has * 125_000 < asked.BytesPerSecond ? new($"it runs at {LinkMode.Rate(has)}, not {wanted}", "Look at what both ends offer (`ethtool`), at the cable's kind and at the transceivers.")
                : new(LinkMode.Rate(has));
        }
        if (Duplex is not { } duplex) yield break;
        var runs = One(told, "duplex");
        yield return runs.Equals(duplex.ToString(), StringComparison.OrdinalIgnoreCase) ? new($"{runs} duplex")
            : runs is "full" or "half" ? new($"it runs with {runs} duplex", "One end negotiates and the other does not: set both alike.")
            : new("its driver tells no duplex", "Leave duplex out for interfaces whose driver tells none.");
    }

    private IEnumerable<Finding> Bond(ILookup<string, string> told)
    {
        if (Members is not { } wanted) yield break;
        if (!told.Contains("bond"))
        {
            yield return new("it is no bond", "Name the bond, or leave members out.");
            yield break;
        }
        var bond = BondReading.Of(told["bond"]);
        var well = bond.Members.Count(member => member.Fault(bond) is null);
        var ill = string.Concat(bond.Members.Where(member => member.Fault(bond) is not null).Select(member => $"; {member.Name} {member.Fault(bond)}"));
        yield return well >= wanted ? new($"{well} members{ill}")
            : new($"{well} of {wanted} members work{ill}", "Look at the members' cables, and at the switch: ports of one LACP group, on one switch or a stack.");
    }

    private IEnumerable<Finding> Drops(ILookup<string, string> told)
    {
        if (!NoOverruns) yield break;
        var first = Counters(told["first"]);
        var second = Counters(told["second"]);
        var grown = second.Where(each => first.TryGetValue(each.Key, out var before) && each.Value > before).ToList();
        var since = second.Where(each => each.Value > 0).Select(each => $"{each.Key} {each.Value}").ToList();
        yield return second.Count == 0 ? new("its driver counts no overruns", "Leave no_overruns out for this interface.")
            : grown.Count > 0 ? new($"packets are lost now: {string.Join(", ", grown.Select(each => $"{each.Key} +{each.Value - first[each.Key]} in {Seconds} s"))}", "Make its rings larger (nic.ring), use more channels (nic.channels), or interrupt earlier (nic.coalesce).")
            : new(since.Count == 0 ? "no overruns" : $"no overruns now, since boot {string.Join(", ", since)}");
    }

    private IEnumerable<Finding> Flapping(ILookup<string, string> told)
    {
        if (Flaps is not { } most) yield break;
        if (!told.Contains("kernel"))
        {
            yield return new("the kernel's log cannot be read, so nobody knows of flapping", "Make `journalctl -k` or `dmesg` work on this host, or leave flaps out (in a container there is no log).");
            yield break;
        }
        var lines = told["log"].Where(line => Whole().IsMatch(line)).ToList();
        // Some drivers tell every link they get and none that they lose.
        var losses = Math.Max(lines.Count(line => Down().IsMatch(line)), lines.Count(line => Up().IsMatch(line)) - 1);
        var changes = One(told, "changes") is { Length: > 0 } count ? $" ({count} changes of carrier since it is there)" : "";
        yield return losses <= most ? new($"{losses} losses of the link in the last hour")
            : new($"its link was lost {losses} times in the last hour{changes}, last: {lines[^1]}", "Replace the cable or the transceiver, and look at the switch's log; changes of this run that restarted the link count too.");
    }

    private Regex Whole() => new($@"(?<![\w.-]){Regex.Escape(Device)}(?![\w-]|\.\w)", RegexOptions.CultureInvariant);

    [GeneratedRegex(@"link\b.*\bdown\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Down();

    [GeneratedRegex(@"link\b.*\bup\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Up();

    private static Dictionary<string, long> Counters(IEnumerable<string> lines) => lines.Select(line => line.Split(' ')).Where(parts => parts.Length == 2 && long.TryParse(parts[1], out _))
        .GroupBy(parts => parts[0]).ToDictionary(group => group.Key, group => long.Parse(group.First()[1], CultureInfo.InvariantCulture));

    private static string One(ILookup<string, string> told, string name) => told[name].FirstOrDefault() ?? "";
}

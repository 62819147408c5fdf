using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Libvirt.Errors;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>A log that is looked through.</summary>
public enum LogOf
{
    Libvirt,
    Qemu,
    Kernel,
}

[StepKind("check.logs", "Looks through the logs of libvirt, QEMU and the kernel for texts whose cause is known, and says cause and remedy.")]
[Risks("Changes nothing.", Rollback = "Nothing is to be taken back.")]
public sealed record CheckLogs(
    [Argument("How far back; what was logged before does not count. 15m when not given.", Example = "15m")] TimeSpan? Since = null,
    [Argument("Which logs, one or a list of libvirt (its daemons), qemu (of each guest) and kernel; all when not given.", Example = "[libvirt, qemu]")] ValueList<LogOf>? Logs = null,
    [Argument("Known texts that are not a failure here, by the name in brackets that the check tells.", Example = "[ssh.throttled]")] ValueList<string>? Ignore = null) : Check, ISelfChecked
{
    private const string MostLines = "500";
    private const int MostTold = 5;
    private static readonly TimeSpan s_usual = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);
    private static readonly string s_probe = ShellText.Of("Steps/Checks/Logs/logs-told.sh");

    private IEnumerable<LogOf> Asked => Logs is { Count: > 0 } ? Logs.Distinct() : Enum.GetValues<LogOf>();

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Since is { } since && (since < TimeSpan.FromMinutes(1) || since > s_longest)) yield return ("since", "Logs are looked through by minutes, and not without end.", "Give a time from 1m to 7d.");
        foreach (var id in (Ignore ?? []).Where(id => KnownErrors.All.All(each => each.Id != id)))
            yield return ("ignore", $"There is no known text '{id}'.", $"Names are {string.Join(", ", KnownErrors.All.Select(each => each.Id).Order(StringComparer.Ordinal))}.");
    }

    public override ValueList<Command> Probe(Scene scene) =>
        [Command.Sh(s_probe, [$"{Math.Ceiling((Since ?? s_usual).TotalMinutes):0}", MostLines, .. Asked.Select(Name)])];

    public override Verdict Judge(Answers answers, Scene scene)
    {
        var told = answers[0].Lines.Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToList();
        var silent = Asked.Select(Name).Where(name => !told.Any(parts => parts[0] == "source" && parts[1] == name)).ToList();
        if (silent.Count > 0)
            return new Verdict.Failed($"the logs of {string.Join(", ", silent)} cannot be read", "Make `journalctl`, `dmesg` and /var/log/libvirt work on this host, or leave these logs out (in a container the kernel has none).");
        var lines = told.Where(parts => parts[0] is not ("source" or "silent")).ToList();
        var known = lines.Select(parts => (Log: parts[0], Line: parts[1], Error: KnownErrors.Of(parts[1]))).ToList();
        var found = known.Where(each => each.Error is { } error && !(Ignore ?? []).Contains(error.Id)).GroupBy(each => each.Error!).ToList();
        var rest = known.Count(each => each.Error is null);
        var others = rest == 0 ? "" : $"; {rest} other lines look like errors and are not known";
        return found.Count == 0
            ? new Verdict.Passed($"nothing known in the logs of {string.Join(", ", Asked.Select(Name))}{others}")
            : new Verdict.Failed(
                string.Join("; ", found.Take(MostTold).Select(group => $"{group.Last().Log}, {(group.Count() == 1 ? "once" : $"{group.Count()} times")}: {group.Key.Cause.TrimEnd('.')} [{group.Key.Id}], last: {Brief.Of(group.Last().Line, Brief.Sentence)}"))
                    + (found.Count > MostTold ? $"; and {found.Count - MostTold} more" : "") + others,
                string.Join(" ", found.Take(MostTold).Select(group => group.Key.Remedy).Distinct()));
    }

    private static string Name(LogOf log) => log.ToString().ToLowerInvariant();
}

using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Time;

[StepKind("time.sync", "Gives chrony its sources of time, now and at boot.")]
[Risks("Servers and pools are asked at once; makestep and ptp also stand in a file that chrony loads when it starts: notify a handler with service.restart. Sources in other files stay as they are.", Disturbs = "Nobody: chrony slews the clock, and steps it only where its makestep allows.", Rollback = "Rollback restores the files byte for byte and chrony loads its sources again. The clock is not set back.")]
public sealed record TimeSync(
    [Argument("Names or addresses of NTP servers.", Example = "[ntp1.example.org, 192.0.2.1]")] ValueList<string>? Servers = null,
    [Argument("Names that stand for several servers each.", Example = "[pool.ntp.org]")] ValueList<string>? Pools = null,
    [Argument("How far off in seconds the clock may be before it is stepped instead of slewed, and in how many first updates.", Pattern = @"[0-9]+(\.[0-9]+)? -?[0-9]+", PatternWords = "two numbers: seconds and updates, as \"1 3\"", Example = "1 3")] string? Makestep = null,
    [Argument("A hardware clock as a source, where ptp4l keeps one.", Example = "{ device: eth1 }")] PtpSource? Ptp = null)
    : Setting<TimeState>, ISelfChecked
{
    private static readonly string s_probe = ShellText.Of("Steps/Time/time-sync.sh");
    private static readonly string s_write = ShellText.Of("Steps/Time/time-write.sh");
    private static readonly string s_add = ShellText.Of("Steps/Time/time-add.sh");

    public override ValueList<string> Keys => ["time/sources"];

    private IEnumerable<string> Sources => (Servers ?? []).Select(name => $"server {name} iburst").Concat((Pools ?? []).Select(name => $"pool {name} iburst"));

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (!Sources.Any() && Ptp is null) yield return (null, "No source of time is given.", "Give servers, pools or ptp.");
        foreach (var (argument, name) in (Servers ?? []).Select(name => ("servers", name)).Concat((Pools ?? []).Select(name => ("pools", name))))
        {
            if (name.Length is 0 or > 253 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or ':' or '-' or '_'))
                yield return (argument, $"'{name}' is neither a host name nor an address.", "Give names or addresses alone; iburst is always set.");
        }
        foreach (var twice in (Servers ?? []).Concat(Pools ?? []).GroupBy(name => name).Where(group => group.Count() > 1))
            yield return (Servers?.Contains(twice.Key) ?? false ? "servers" : "pools", $"{twice.Key} is given twice.", "Keep it once.");
    }

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_probe, Ptp?.Device ?? "")];

    public override Dual<TimeState> Read(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return new(Value.Unreadable<TimeState>(answers[0].Complaint), Value.Unreadable<TimeState>(answers[0].Complaint));
        var reading = TimeReading.Of(answers[0]);
        var asked = Sources.Select(TimeState.SourceOf).OfType<string>();
        return new(
            reading.Runs ? Value.Known(new TimeState([.. asked.Where(reading.Has)], reading.SourcesFile, Running: true)) : Value.NotApplicable<TimeState>("chronyd does not run; it loads its files when it starts"),
            Value.Known(new TimeState([.. reading.Lines], reading.SourcesFile, reading.ConfFile)));
    }

    public override Dual<TimeState> Want(Dual<TimeState> now, Scene scene)
    {
        var clock = now.Persisted.It?.Entries.FirstOrDefault(IsClock);
        ValueList<string> entries = [.. Sources, .. Makestep is null ? [] : new[] { $"makestep {Makestep}" }, .. Ptp is null ? [] : new[] { clock ?? Clock("") }];
        return new(
            now.Runtime.Is == Presence.NotApplicable ? now.Runtime : Value.Known(new TimeState([.. Sources.Select(TimeState.SourceOf).OfType<string>()], now.Runtime.It?.SourcesFile, Running: true)),
            Value.Known(new TimeState(entries, now.Persisted.It?.SourcesFile, now.Persisted.It?.ConfFile)));
    }

    // Which clock belongs to the interface only the host knows.
    protected override Dual<TimeState> Want(Dual<TimeState> now, Answers answers, Scene scene)
    {
        var want = Want(now, scene);
        return want.Persisted.IsKnown(out var state) && TimeReading.Of(answers[0]).Clock is { } clock
            ? want with { Persisted = Value.Known(state with { Entries = [.. state.Entries.Select(entry => IsClock(entry) ? Clock(clock) : entry)] }) } : want;
    }

    // ptp4l keeps a clock in atomic time, which chrony must be told.
    private static string Clock(string number) => $"refclock PHC /dev/ptp{number} poll 0 dpoll -2 tai";

    private static bool IsClock(string entry) => entry.StartsWith("refclock PHC ", StringComparison.Ordinal);

    // Names that were asked for and are there are enough; more in chrony's own files are nobody's business here.
    public override bool Satisfied(Value<TimeState> now, Value<TimeState> want) => (now, want) switch
    {
        ({ It: { Running: true } found }, { It: { Running: true } asked }) => asked.Entries.All(found.Entries.Contains),
        ({ It: { } found }, { It: { } asked }) => found.Entries.Equals(asked.Entries),
        _ => now.Is == want.Is,
    };

    protected override IEnumerable<Refusal> Refuse(Dual<TimeState> now, Dual<TimeState> want, Answers answers, Scene scene) => TimeReading.Of(answers[0]).Refuse(this, scene);

    protected override IEnumerable<string> Notes(Dual<TimeState> want, Answers answers)
    {
        if (want.Persisted.It is { } state && state.Entries.Any(entry => TimeState.SourceOf(entry) is null && !TimeReading.Of(answers[0]).Lines.Contains(entry))) yield return "makestep and ptp are loaded when chrony is restarted";
        if (!TimeReading.Of(answers[0]).Runs) yield return "chronyd does not run: a step service starts it";
    }

    protected override ValueList<string> FilesOf(Dual<TimeState> now) =>
        [.. new[] { now.Persisted.It?.SourcesFile, now.Persisted.It?.ConfFile }.OfType<string>()];

    protected override bool TellsDaemon(Dual<TimeState> now) => true;

    protected override IEnumerable<Command> WriteRuntime(Value<TimeState> from, Value<TimeState> to)
    {
        var missing = (to.It?.Entries ?? []).Except(from.It?.Entries ?? []).ToList();
        string[] entries = [.. Sources.Where(entry => missing.Contains(TimeState.SourceOf(entry) ?? ""))];
        if (entries.Length > 0) yield return Command.Sh(s_add, [to.It?.SourcesFile ?? "", .. entries]);
    }

    protected override IEnumerable<Command> WritePersisted(Value<TimeState> from, Value<TimeState> to)
    {
        if (to.It is { } state) yield return Command.Sh(s_write, state.SourcesFile ?? "", state.SourcesText, state.ConfFile ?? "", state.ConfText, state.Makestep ?? "");
    }

    protected override string Text(TimeState state) => state.Entries.Count == 0 ? "none" : string.Join(", ", state.Entries);
}

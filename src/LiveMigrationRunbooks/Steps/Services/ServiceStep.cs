using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Firewall;

namespace LiveMigrationRunbooks.Steps.Services;

[StepKind("service", "Starts or stops a unit of systemd, and says what becomes of it at boot.")]
[Risks("Runs or stops at once; what happens at boot is kept as systemd keeps it, in links below /etc/systemd/system.", Disturbs = "Whoever uses the service. What carries lmr's own session, and libvirt's daemons while guests run, are not stopped.", Rollback = "Rollback starts or stops it again and restores every link.")]
public sealed record ServiceStep(
    [Argument("The unit; without a type it is a service. Aliases name the unit that they stand for.", Pattern = ServiceName.Pattern, PatternWords = ServiceName.Words, Example = "chrony.service")] string Name,
    [Argument("Whether it runs. A service that its socket starts on demand counts as running. Left as found when not given.")] bool? Running = null,
    [Argument("Whether it is started at boot; masked: it cannot be started by anything. Left as found when not given.")] ServiceEnablement? Enabled = null)
    : Setting<ServiceState>, ISelfChecked
{
    internal const int Seconds = 90;
    private static readonly string s_probe = ShellText.Of("Steps/Services/service-state.sh");
    private static readonly string s_run = ShellText.Of("Steps/Services/service-run.sh");

    private string Unit => ServiceName.Whole(Name);

    public override ValueList<string> Keys =>
        [.. Running is null ? [] : new[] { $"service/{ServiceName.Key(Name)}#running" }, .. Enabled is null ? [] : new[] { $"service/{ServiceName.Key(Name)}#enabled" }];

    protected override string RuntimeForm => "now";

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        foreach (var wrong in ServiceName.Wrong(Name)) yield return wrong;
        if (Running is null && Enabled is null) yield return (null, "It says neither whether the unit runs nor whether it starts at boot.", "Add running: true or false, or enabled: true, false or masked.");
        if (Running is true && Enabled?.Word == "masked") yield return ("enabled", "What is masked cannot be started.", "Use enabled: false, or running: false.");
    }

    // Where it starts a firewall, now or at boot, that one's rules are looked at as they would be loaded.
    public override ValueList<Command> Probe(Scene scene) => [Probe(Name), .. StartsIt ? FirewallGuard.Probe(Unit) : []];

    private bool StartsIt => Running is true || Enabled?.Word == "enabled";

    internal static Command Probe(string name) => Command.Sh(s_probe, ServiceName.Whole(name), ServiceName.Key(name));

    internal static Command Run(string verb, string unit, string mask = "") => Command.Sh(s_run, verb, unit, $"{Seconds}", mask);

    public override Dual<ServiceState> Read(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return new(Value.Unreadable<ServiceState>(answers[0].Complaint), Value.Unreadable<ServiceState>(answers[0].Complaint));
        var reading = ServiceReading.Of(answers[0]);
        return new(
            Running is null ? NotAsked : reading.IsThere ? Value.Known(new ServiceState(reading.Unit, reading.Now)) : Value.Absent<ServiceState>(),
            Enabled is null ? NotAsked : reading["UnitFileState"] is { Length: > 0 } boot ? Value.Known(new ServiceState(reading.Unit, boot, [.. reading.Paths])) : Value.Absent<ServiceState>());
    }

    private static Value<ServiceState> NotAsked => Value.NotApplicable<ServiceState>("not asked for");

    public override Dual<ServiceState> Want(Dual<ServiceState> now, Scene scene)
    {
        var unit = now.Runtime.It?.Unit ?? now.Persisted.It?.Unit ?? Unit;
        return new(
            Running is { } running ? Value.Known(new ServiceState(unit, running ? "running" : "stopped")) : now.Runtime,
            Enabled is { } enabled ? Value.Known(new ServiceState(unit, enabled.Word, now.Persisted.It?.Links)) : now.Persisted);
    }

    // What is not installed neither runs nor starts.
    public override bool Satisfied(Value<ServiceState> now, Value<ServiceState> want) => (now, want) switch
    {
        ({ It: { } found }, { It: { } asked }) => found.Serves(asked),
        ({ Is: Presence.Absent }, { It.Is: "stopped" or "failed" or "disabled" }) => true,
        _ => now.Is == want.Is,
    };

    protected override IEnumerable<Refusal> Refuse(Dual<ServiceState> now, Dual<ServiceState> want, Answers answers, Scene scene)
    {
        if (ServiceRefusals.NotAnswered(answers[0]) is { } silent) return [silent];
        var reading = ServiceReading.Of(answers[0]);
        ValueList<Refusal> all =
        [
            .. Satisfied(now.Runtime, want.Runtime) ? [] : ServiceRefusals.Now(reading, Running is true, Enabled, scene),
            .. Satisfied(now.Persisted, want.Persisted) || Enabled is null ? [] : ServiceRefusals.AtBoot(reading, Enabled, scene),
            .. StartsIt ? FirewallGuard.Refuse(Unit, answers, Running is true ? "running" : "enabled", scene) : [],
        ];
        return all.Distinct();
    }

    // Whether it is enabled says nothing about whether it runs.
    protected override bool WaitsForBoot(Dual<ServiceState> now, Dual<ServiceState> want) => false;

    protected override string? CutsPath(Dual<ServiceState> now, Dual<ServiceState> want, Scene scene) => WaysIn.OfUnit(want.Runtime.It?.Unit ?? want.Persisted.It?.Unit ?? Unit);

    protected override IEnumerable<Disturbance> Disturbs(Dual<ServiceState> now, Dual<ServiceState> want, Scene scene) =>
        Running is false && !Satisfied(now.Runtime, want.Runtime) ? ServiceGuards.Disturbed(want.Runtime.It?.Unit ?? Unit, scene) : [];

    protected override IEnumerable<string> Notes(Dual<ServiceState> want, Answers answers)
    {
        var reading = ServiceReading.Of(answers[0]);
        if (Enabled?.Word is "enabled" or "disabled" && reading["UnitFileState"] != Enabled.Word && reading.Also.ToList() is { Count: > 0 } also)
            yield return $"its file says the same for {string.Join(", ", also)}";
        if (Running is null && reading.IsActive != (Enabled?.Word == "enabled")) yield return $"it stays {reading.Now} until the next boot";
    }

    // An empty folder that enabling made goes away again too, so it is kept like a file.
    protected override ValueList<string> FilesOf(Dual<ServiceState> now)
    {
        var mask = Enabled?.Word == "masked" || now.Persisted.It?.Is == "masked" ? [$"/etc/systemd/system/{now.Persisted.It?.Unit ?? Unit}"] : Array.Empty<string>();
        return [.. (now.Persisted.It?.Links ?? []).Concat(mask).Distinct()];
    }

    protected override bool TellsDaemon(Dual<ServiceState> now) => true;

    protected override IEnumerable<Command> WriteRuntime(Value<ServiceState> from, Value<ServiceState> to)
    {
        // A unit that was not there goes again with the step that brought it.
        if (to.Is == Presence.Absent && from.It is { IsUp: true } up) yield return Run("stop", up.Unit);
        if (to.It is not { } state || state.Is is "listening" or "starting" or "restarting" or "stopping") yield break;
        // The running form comes first, and what is masked does not start: where the mask is to go anyway it goes here.
        yield return state.IsUp ? Run("start", state.Unit, Enabled is null ? "" : "unmask") : Run("stop", state.Unit);
    }

    protected override IEnumerable<Command> WritePersisted(Value<ServiceState> from, Value<ServiceState> to) =>
        to.It is { } state ? ServiceLinks.Write(from.It?.Is ?? "", state) : from.It is { } made ? ServiceLinks.Take(made) : [];

    protected override string Text(ServiceState state) => state.Is;
}

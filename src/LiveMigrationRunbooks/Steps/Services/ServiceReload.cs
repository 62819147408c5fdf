using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Firewall;

namespace LiveMigrationRunbooks.Steps.Services;

[StepKind("service.reload", "Tells a unit that runs to load its files again, without a restart.")]
[Risks("In effect at once, for what the service can take over while it runs.", Disturbs = "Nobody, if the service keeps its word; with or_restart, whoever uses it.", Rollback = "A rollback of what called it reloads the unit again.")]
public sealed record ServiceReload(
    [Argument("The unit; without a type it is a service.", Pattern = ServiceName.Pattern, PatternWords = ServiceName.Words, Example = "ssh.service")] string Name,
    [Argument("Whether a unit that cannot reload is restarted; it is refused when not given.")] bool OrRestart = false) : Operation, ISelfChecked
{
    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong() => ServiceName.Wrong(Name);

    public override ValueList<Command> Probe(Scene scene) => [ServiceStep.Probe(Name), .. FirewallGuard.Probe(ServiceName.Whole(Name))];

    protected override IEnumerable<Refusal> Refuse(Answers answers, Scene scene)
    {
        if (ServiceRefusals.NotAnswered(answers[0]) is { } silent) return [silent];
        var reading = ServiceReading.Of(answers[0]);
        if (ServiceRefusals.NotLoaded(reading) is { } refusal) return [refusal];
        if (reading["CanReload"] == "yes") return FirewallGuard.Refuse(ServiceName.Whole(Name), answers, null, scene);
        if (!OrRestart) return [new Refusal("name", $"{reading.Unit} cannot load its files while it runs.", "Add or_restart: true, or use service.restart.")];
        return [.. ServiceGuards.AgainstRestarting(reading, scene), .. FirewallGuard.Refuse(ServiceName.Whole(Name), answers, null, scene)];
    }

    protected override string? CutsPath(Answers answers, Scene scene) => ServiceReading.Of(answers[0]) is { IsActive: true } reading ? WaysIn.OfUnit(reading.Unit) : null;

    protected override PlannedOperation Plan(Answers answers, Scene scene)
    {
        var reading = ServiceReading.Of(answers[0]);
        var reloads = reading["CanReload"] == "yes";
        return new PlannedOperation(
            reading.IsActive ? $"{(reloads ? "reload" : "restart")} {reading.Unit}" : $"{reading.Unit} does not run; it loads its files when it starts",
            [ServiceStep.Run(reloads ? "reload" : "try-reload-or-restart", reading.Unit)],
            null);
    }
}

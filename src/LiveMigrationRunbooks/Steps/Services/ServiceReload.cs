namespace LiveMigrationRunbooks.Steps.Services;

[StepKind("service.reload", "Tells a unit that runs to load its files again, without a restart.")]
[Risks("In effect at once, for what the service can take over while it runs.", Disturbs = "Nobody, if the service keeps its word; with or_restart, whoever uses it.", Rollback = "A rollback of what called it reloads the unit again.")]
public sealed record ServiceReload(
    [Argument("The unit; without a type it is a service.", Pattern = ServiceName.Pattern, PatternWords = ServiceName.Words, Example = "ssh.service")] string Name,
    [Argument("Whether a unit that cannot reload is restarted; it is refused when not given.")] bool OrRestart = false) : UnitOperation(Name)
{
    private protected override IEnumerable<Refusal> Against(ServiceReading reading, Scene scene) => reading["CanReload"] == "yes" ? []
        : OrRestart ? ServiceGuards.AgainstRestarting(reading, scene)
        : [new Refusal("name", $"{reading.Unit} cannot load its files while it runs.", "Add or_restart: true, or use service.restart.")];

    private protected override bool ActsOn(ServiceReading reading) => reading.IsActive;

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

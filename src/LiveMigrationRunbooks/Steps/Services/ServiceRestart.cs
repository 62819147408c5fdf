namespace LiveMigrationRunbooks.Steps.Services;

[StepKind("service.restart", "Restarts a unit that runs, so that it loads its files.")]
[Risks("In effect at once.", Disturbs = "Whoever uses the service. The network's manager, libvirt's daemons (libvirt.restart) and parts of systemd are refused; sshd only with files that it accepts.", Rollback = "A rollback of what called it restarts the unit again.")]
public sealed record ServiceRestart(
    [Argument("The unit; without a type it is a service.", Pattern = ServiceName.Pattern, PatternWords = ServiceName.Words, Example = "chrony.service")] string Name,
    [Argument("Whether a unit that does not run is started; it stays at rest when not given.")] bool Start = false) : UnitOperation(Name)
{
    private protected override IEnumerable<Refusal> Against(ServiceReading reading, Scene scene) => Start && reading.IsMasked
        ? [new Refusal("start", $"{reading.Unit} is masked, so nothing can start it.", "Use a step service with enabled: true or false before it.")]
        : ServiceGuards.AgainstRestarting(reading, scene);

    private protected override bool ActsOn(ServiceReading reading) => reading.IsActive || Start;

    protected override PlannedOperation Plan(Answers answers, Scene scene)
    {
        var reading = ServiceReading.Of(answers[0]);
        // An earlier step may start it meanwhile, so the host decides.
        return new PlannedOperation(
            reading.IsActive ? $"restart {reading.Unit}" : Start ? $"start {reading.Unit}" : $"{reading.Unit} does not run; it loads its files when it starts",
            [ServiceStep.Run(Start ? "restart" : "try-restart", reading.Unit)],
            null);
    }
}

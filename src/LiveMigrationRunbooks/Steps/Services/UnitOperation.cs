using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Firewall;

namespace LiveMigrationRunbooks.Steps.Services;

/// <summary>What has a unit load its files: how it is asked about, when it is refused, and whether it may cut the path to the host.</summary>
public abstract record UnitOperation(string Name) : Operation, ISelfChecked
{
    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong() => ServiceName.Wrong(Name);

    public sealed override ValueList<Command> Probe(Scene scene) => [ServiceStep.Probe(Name), .. FirewallGuard.Probe(ServiceName.Whole(Name))];

    protected sealed override IEnumerable<Refusal> Refuse(Answers answers, Scene scene)
    {
        if (ServiceRefusals.NotAnswered(answers[0]) is { } silent) return [silent];
        var reading = ServiceReading.Of(answers[0]);
        if (!ServiceRefusals.IsComing(reading, scene) && ServiceRefusals.NotLoaded(reading) is { } refusal) return [refusal];
        return [.. Against(reading, scene), .. FirewallGuard.Refuse(ServiceName.Whole(Name), answers, null, scene)];
    }

    protected sealed override string? CutsPath(Answers answers, Scene scene) => ServiceReading.Of(answers[0]) is var reading && ActsOn(reading) ? WaysIn.OfUnit(reading.Unit) : null;

    /// <summary>What stands against it for a unit that systemd knows.</summary>
    private protected abstract IEnumerable<Refusal> Against(ServiceReading reading, Scene scene);

    /// <summary>Whether anything happens to the unit.</summary>
    private protected abstract bool ActsOn(ServiceReading reading);
}

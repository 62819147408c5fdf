using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Tests.Plans;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runbooks;

/// <summary>Hosts that somebody has parked.</summary>
public sealed class ParkedTests
{
    private const string Inventory = "kvm:\n  hosts:\n    kvm1: {}\n    kvm2: { parked: { reason: waits for memory, until: 2030-01-31 } }\n    kvm3: {}\n";

    [Fact]
    public void They_are_left_alone_and_named_in_the_plan()
    {
        using var folder = new RunbookFolder("plays:\n  - { hosts: kvm, steps: [{ directory: { path: /srv/a } }] }\n  - { hosts: kvm1, evacuate: { to: \"kvm2:kvm3\" } }\n", Inventory);
        var bound = folder.BindWith([]);

        Assert.Equal([], folder.Told);
        Assert.Equal(["kvm1", "kvm3"], bound?.Plays[0].Hosts.Select(host => host.Name));
        Assert.Equal(["kvm3"], bound?.Plays[1].Targets.Select(host => host.Name));
        Assert.Equal(["kvm2"], bound?.Parked.Select(parked => parked.Host));
    }

    [Fact]
    public void The_plan_says_why()
    {
        using var folder = new RunbookFolder("plays: [{ hosts: kvm, steps: [{ directory: { path: /srv/a } }] }]", Inventory);
        var bound = folder.BindWith([]) ?? throw new InvalidOperationException();

        Assert.Contains("\n  - kvm2 is parked and left alone: waits for memory (until 2030-01-31)\n", PlanText.Of(new HandMadeReadings().Plan(bound)), StringComparison.Ordinal);
    }
}

using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Tests.Plans;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

public sealed class RequiredPlaysTests
{
    private const string Runbook = """
        plays:
          - { name: Path, hosts: "kvm1:kvm2", steps: [{ name: mark, directory: { path: /srv/a } }] }
          - { name: Next, hosts: kvm3, requires: Path, steps: [{ name: next, directory: { path: /srv/b } }] }
        """;

    [Theory]
    [InlineData(DeedEnd.Done, false, null)]
    [InlineData(DeedEnd.Failed, false, "'Path' did not end well on kvm2")]
    [InlineData(DeedEnd.RolledBack, false, "'Path' did not end well on kvm2")]
    [InlineData(null, false, "'Path' did not end well on kvm2")]
    [InlineData(DeedEnd.Done, true, "'Path' did not end well on kvm2")]
    public void A_play_waits_for_every_host_of_the_one_it_requires(DeedEnd? end, bool lost, string? expected)
    {
        using var folder = new RunbookFolder(Runbook);
        using var run = new OpenRun();
        var plan = new HandMadeReadings().Plan(folder.Bind());
        run.Record.End(plan.Deeds[0], DeedEnd.Done, "");
        if (end is { } known) run.Record.End(plan.Deeds[1], known, "");
        var required = new RequiredPlays(plan, run.Record, host => lost && host == "kvm2");

        Assert.Equal(expected, required.Unmet(1));
        Assert.Null(required.Unmet(0));
    }
}

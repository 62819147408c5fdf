using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>A unit that one step of a runbook brings, the next has running, and a handler starts again: all in one plan, and gone with one rollback.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Odd)]
public sealed class BroughtUnitTests : IClassFixture<OddLeftovers>
{
    private const string Host = "kvm5";
    private const string State = "systemctl is-active lmr-brought; systemctl is-enabled lmr-brought 2>&1; true";

    [Fact]
    public async Task A_service_runs_and_starts_at_boot_with_the_plan_that_brings_its_unit()
    {
        var view = new HostView(Host);
        var before = await view.AskAsync(HostView.Etc);
        using var lmr = new Lmr($$"""
            name: Lab
            plays:
              - hosts: {{Host}}
                steps:
                  - unit:
                      name: lmr-brought.service
                      content: |
                        [Service]
                        ExecStart=/bin/sleep infinity
                        [Install]
                        WantedBy=multi-user.target
                    notify: again
                  - service: { name: lmr-brought, running: true, enabled: true }
                handlers:
                  - service.restart: { name: lmr-brought }
                    name: again
            """);
        await lmr.ApplyAsync();
        Assert.Equal("active\nenabled", await view.AskAsync(State));
        await lmr.PlansAsync(0);
        await lmr.RollsBackAsync();
        Assert.StartsWith("inactive\n", await view.AskAsync(State), StringComparison.Ordinal);
        Assert.Equal(before, await view.AskAsync(HostView.Etc));
    }
}

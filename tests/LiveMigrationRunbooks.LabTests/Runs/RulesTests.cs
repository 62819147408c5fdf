using System.Globalization;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>Runs that keep to rules: a window that is closed, a play in which too many hosts fail.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class RulesTests : IClassFixture<Leftovers>
{
    private const string Mark = "/etc/lmr-rules";
    private readonly HostView _host = new("kvm1");

    [Fact]
    public async Task A_closed_window_is_kept_until_somebody_says_otherwise()
    {
        // A blackout of a week around now: the day may change while the test runs.
        string Day(int days) => DateTime.UtcNow.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var lmr = new Lmr($$"""
            name: Lab
            window: { zone: UTC, blackout: [{ from: {{Day(-3)}}, to: {{Day(3)}}, reason: freeze }] }
            plays:
              - hosts: kvm1
                steps:
                  - file: { path: {{Mark}}, content: "x\n" }
            """);
        Assert.Contains("Window: closed (blackout", await lmr.PlansAsync(2), StringComparison.Ordinal);
        var kept = await lmr.RunAsync("apply", "--yes");
        Assert.True(kept.ExitCode == 1, kept.All);
        Assert.Contains("[window.closed]", kept.Error, StringComparison.Ordinal);
        Assert.Equal("gone", await MarkAsync());
        Assert.False(Directory.Exists(Path.Combine(lmr.Folder, ".lmr")));

        var outside = await lmr.RunAsync("apply", "--yes", "--outside-window");
        try
        {
            Assert.True(outside.ExitCode == 0, outside.All);
            Assert.Contains("does not keep to it (--outside-window)", outside.Output, StringComparison.Ordinal);
            Assert.Equal("there", await MarkAsync());
            var journal = Directory.GetFiles(Path.Combine(lmr.Folder, ".lmr"), "journal.jsonl", SearchOption.AllDirectories).Single();
            Assert.Contains("\"outside_window\":true", await File.ReadAllTextAsync(journal), StringComparison.Ordinal);
        }
        finally
        {
            // The way back needs no window.
            await lmr.RollsBackAsync();
        }
        Assert.Equal("gone", await MarkAsync());
    }

    [Fact]
    public async Task Over_its_budget_a_play_takes_back_what_it_changed_and_whoever_requires_it_is_not_begun()
    {
        // With one host nobody is asked about frames, so the first stage passes; no device of the lab carries such frames, so the second does not.
        using var lmr = new Lmr($$"""
            name: Lab
            plays:
              - name: Mark
                hosts: kvm1:kvm2
                rollout: { stages: [1] }
                over_budget: rollback_play
                steps:
                  - file: { path: {{Mark}}, content: "x\n" }
                gate:
                  - check.path_mtu: { mtu: 9900 }
              - name: Next
                hosts: kvm3
                requires: Mark
                steps:
                  - file: { path: {{Mark}}, content: "x\n" }
            """);
        var ended = await lmr.RunAsync("apply", "--yes");
        Assert.True(ended.ExitCode == 2, ended.All);
        Assert.Contains("more hosts have failed than may: the changes of the play are taken back", ended.Error, StringComparison.Ordinal);
        Assert.Contains("taken back with the others", ended.Output, StringComparison.Ordinal);
        Assert.Equal(("gone", "gone", "gone"), (await MarkAsync(), await MarkAsync("kvm2"), await MarkAsync("kvm3")));
        Assert.Equal("state=done", await _host.AskAsync("grep ^state= /var/lib/lmr/claim"));
    }

    private static Task<string> MarkAsync(string host = "kvm1") => new HostView(host).AskAsync($"if [ -e {Mark} ]; then echo there; else echo gone; fi");
}

using System.Globalization;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Faults;

/// <summary>The fault list again and again, each time at a drawn moment: what both sides said, and what <c>lmr</c> made of it, as a table.</summary>
[Trait("Category", "Lab")]
[Trait("Category", Campaign.Name)]
[Collection(Lanes.Faults)]
public sealed class FaultCampaign(FirstPair hosts, ITestOutputHelper told) : IClassFixture<FirstPair>
{
    // Libvirt bears with a target that stands still for half a minute: a fault must come before.
    private const int LongestInFinishMs = 8000;
    private const int LongestInPreCopyMs = 10_000;

    [Fact]
    public async Task Faults_at_drawn_moments()
    {
        var drawn = new Random(Campaign.Seed);
        var wrong = new List<string>();
        Campaign.Tell(told, "| phase | fault | ms after | source | target | exit | lmr says | taken up again |\n|---|---|---|---|---|---|---|---|");
        for (var round = 1; round <= Campaign.Rounds; round++)
        {
            foreach (var row in FaultTable.Rows)
            {
                var delay = row.Phase == Phase.Finish ? drawn.Next((int)FaultPair.UntilHeard.TotalMilliseconds, LongestInFinishMs) : drawn.Next(LongestInPreCopyMs);
                await hosts.Pair.MendAsync();
                if (await PlayAsync(row, delay, $"drawn-{round}-{row.Phase}-{row.Fault}".ToLowerInvariant()) is { } problem) wrong.Add($"{row.Phase} {row.Fault} {delay} ms: {problem}");
            }
        }
        await hosts.Pair.MendAsync();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // What a fault comes to may differ with its moment; what no moment excuses is asserted.
    private async Task<string?> PlayAsync(FaultRow row, int delay, string name)
    {
        await using var guest = await Guest.StartAsync(name, hosts.Pair.Source.Name);
        await using var observer = Observer.Start(guest);
        using var drill = new Drill(hosts.Pair, row.Phase, row.Fault, guest, observer);
        try
        {
            var seen = await drill.PlayAsync(TimeSpan.FromMilliseconds(delay));
            var then = seen.IsHeld ? await drill.AgainAsync() : null;
            Campaign.Tell(told, string.Create(CultureInfo.InvariantCulture,
                $"| {row.Phase} | {row.Fault} | {delay} | {seen.Source} | {seen.Target} | {seen.ExitCode} | {seen.Says.Replace(name, "guest", StringComparison.Ordinal)} | {then?.ExitCode} {then?.Says.Replace(name, "guest", StringComparison.Ordinal)} |"));
            await observer.AssertSoundAsync();
            var last = then ?? seen;
            return last.Source.Contains(" yes ", StringComparison.Ordinal) || last.Target.Contains(" yes ", StringComparison.Ordinal) ? null : $"no definition is left: {last.All}";
        }
        catch (Exception problem) when (problem is Xunit.Sdk.XunitException or TimeoutException or InvalidOperationException)
        {
            Campaign.Tell(told, $"| {row.Phase} | {row.Fault} | {delay} | | | | {problem.Message.Split('\n')[0]} | |");
            return problem.Message;
        }
    }
}

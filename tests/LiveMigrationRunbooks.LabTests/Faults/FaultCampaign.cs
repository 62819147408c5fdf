using System.Globalization;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Faults;

/// <summary>The fault list again and again, each time at a drawn moment: what both sides said, and what <c>lmr</c> made of it, as a table.</summary>
public abstract class FaultCampaign(FaultHosts hosts, ITestOutputHelper told)
{
    // Libvirt bears with a target that stands still for half a minute: a fault must come before.
    private const int LongestInFinishMs = 8000;
    private const int LongestInCopyMs = 10_000;

    private static readonly Lazy<bool> s_head = new(() =>
    {
        Campaign.Tell(null, "| phase | fault | ms after | source | target | exit | lmr says | taken up again | s |\n|---|---|---|---|---|---|---|---|---|");
        return true;
    });

    private protected async Task PlayAsync(Phase phase, Fault fault)
    {
        var row = FaultTable.Row(phase, fault);
        var drawn = new Random((Campaign.Seed * 1000) + ((int)phase * 100) + (int)fault);
        var wrong = new List<string>();
        for (var round = 1; round <= Campaign.Rounds && s_head.Value; round++)
        {
            var delay = drawn.Next(phase == Phase.Finish ? LongestInFinishMs : LongestInCopyMs);
            if (await OnceAsync(row, delay) is { } problem) wrong.Add($"{delay} ms: {problem}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // What a fault comes to may differ with its moment; what no moment excuses is asserted.
    private async Task<string?> OnceAsync(FaultRow row, int delay)
    {
        var began = TimeProvider.System.GetTimestamp();
        var (pair, guest) = await hosts.ReadyAsync();
        await using var observer = Observer.Start(guest);
        using var drill = new Drill(pair, row.Phase, row.Fault, guest, observer);
        try
        {
            var seen = await drill.PlayAsync(TimeSpan.FromMilliseconds(delay));
            var then = seen.IsHeld ? await drill.AgainAsync() : null;
            Tell(row, delay, $"{seen.Source} | {seen.Target} | {seen.ExitCode} | {Plain(seen.Says)} | {(then is null ? "" : $"{then.ExitCode} {Plain(then.Says)}")}", began);
            await drill.AssertSoundAsync();
            if (then is { ExitCode: 1 }) return $"it was not taken up again: {then.All}";
            var last = then ?? seen;
            return last.Source.Contains(" yes ", StringComparison.Ordinal) || last.Target.Contains(" yes ", StringComparison.Ordinal) ? null : $"no definition is left: {last.All}";
        }
        catch (Exception problem) when (problem is Xunit.Sdk.XunitException or TimeoutException or InvalidOperationException)
        {
            Tell(row, delay, $"| | | {problem.Message.Split('\n')[0]} |", began);
            return problem.Message;
        }
        finally
        {
            await pair.MendAsync();
        }

        string Plain(string text) => text.Replace(guest.Name, "guest", StringComparison.Ordinal).Replace(pair.Source.Name, "SOURCE", StringComparison.Ordinal).Replace(pair.Target.Name, "TARGET", StringComparison.Ordinal);
    }

    private void Tell(FaultRow row, int delay, string cells, long began) => Campaign.Tell(told,
        string.Create(CultureInfo.InvariantCulture, $"| {row.Phase} | {row.Fault} | {delay} | {cells} | {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} |"));
}

/// <summary>Every other row.</summary>
[Trait("Category", "Lab")]
[Trait("Category", Campaign.Name)]
[Collection(Lanes.Faults)]
public sealed class FirstFaultCampaign(FirstPair hosts, ITestOutputHelper told) : FaultCampaign(hosts, told), IClassFixture<FirstPair>
{
    public static TheoryData<Phase, Fault> Rows => FaultTable.EveryOther(0);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_fault_at_drawn_moments(Phase phase, Fault fault) => PlayAsync(phase, fault);
}

/// <summary>The other ones, on a pair of their own.</summary>
[Trait("Category", "Lab")]
[Trait("Category", Campaign.Name)]
[Collection(Lanes.OtherFaults)]
public sealed class SecondFaultCampaign(SecondPair hosts, ITestOutputHelper told) : FaultCampaign(hosts, told), IClassFixture<SecondPair>
{
    public static TheoryData<Phase, Fault> Rows => FaultTable.EveryOther(1);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_fault_at_drawn_moments(Phase phase, Fault fault) => PlayAsync(phase, fault);
}

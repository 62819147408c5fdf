using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Faults;

/// <summary>
/// Either QEMU killed, either daemon killed or frozen, the link cut, <c>lmr</c> killed, in each phase of a move: it ends in the table's action,
/// and somebody who knows nothing of <c>lmr</c> sees neither two running copies nor a lost definition.
/// </summary>
public abstract class FaultTests(FaultHosts hosts)
{
    private protected async Task EndsAsItMustAsync(Phase phase, Fault fault)
    {
        var row = FaultTable.Row(phase, fault);
        var (pair, guest) = await hosts.ReadyAsync();
        try
        {
            await using var observer = Observer.Start(guest);
            using var drill = new Drill(pair, phase, fault, guest, observer);
            var seen = await drill.PlayAsync(TimeSpan.Zero);
            AssertEnds(pair, row.Ends, seen);
            if (row.Then is { } then) AssertEnds(pair, then, await drill.AgainAsync());
            await drill.AssertSoundAsync();
        }
        finally
        {
            await pair.MendAsync();
        }
    }

    private static void AssertEnds(FaultPair pair, Ending expected, Seen seen)
    {
        var says = expected.Says.Replace("{source}", pair.Source.Name, StringComparison.Ordinal).Replace("{target}", pair.Target.Name, StringComparison.Ordinal);
        Assert.True(seen.ExitCode == expected.ExitCode && seen.Reason == expected.Reason && seen.Says.Contains(says, StringComparison.Ordinal), $"expected {expected}\n{seen.All}");
        Assert.Equal((expected.Source, expected.Target), (seen.Source, seen.Target));
    }
}

/// <summary>Every other row.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Faults)]
public sealed class FirstFaultTests(FirstPair hosts) : FaultTests(hosts), IClassFixture<FirstPair>
{
    public static TheoryData<Phase, Fault> Rows => FaultTable.EveryOther(0);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_fault_ends_in_the_action_of_the_table(Phase phase, Fault fault) => EndsAsItMustAsync(phase, fault);
}

/// <summary>The other ones, on a pair of their own.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.OtherFaults)]
public sealed class SecondFaultTests(SecondPair hosts) : FaultTests(hosts), IClassFixture<SecondPair>
{
    public static TheoryData<Phase, Fault> Rows => FaultTable.EveryOther(1);

    [Theory]
    [MemberData(nameof(Rows))]
    public Task A_fault_ends_in_the_action_of_the_table(Phase phase, Fault fault) => EndsAsItMustAsync(phase, fault);
}

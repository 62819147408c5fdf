using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

public sealed class HostBatchTests
{
    private static readonly ChangeDeed s_change = PastRun.Of("kvm1").OfType<ChangeDeed>().First();
    private static readonly OperationDeed s_operation = PastRun.Of("kvm1").OfType<OperationDeed>().First();

    [Theory]
    [InlineData("a b h", "a b h")]
    [InlineData("A:10 B:30 c", "A:10 B:30 =30 | c")]
    [InlineData("a B:30 C:10 d E:20", "a | B:30 C:10 =30 | d | E:20 =20")]
    [InlineData("A:30 h", "A:30 h =30")]
    [InlineData("A:30 H:60", "A:30 H:60 =60")]
    [InlineData("a H:60", "a | H:60 =60 (a)")]
    [InlineData("A:30 b H:60", "A:30 =30 | b | H:60 =60 (A b)")]
    [InlineData("A:30 b h", "A:30 =30 | b h")]
    [InlineData("H:60", "H:60 =60")]
    [InlineData("h", "h")]
    public void Changes_keep_their_order_and_those_with_a_timer_that_follow_each_other_share_it(string deeds, string expected) =>
        Assert.Equal(expected, string.Join(" | ", HostBatch.Of([.. deeds.Split(' ').Select(Deed)]).Select(Text)));

    // A letter is a change, h an operation that all of them call; what has a timer is written large, with its seconds.
    private static Deed Deed(string word)
    {
        var guard = word.Split(':') is [_, var seconds] ? new PathGuard("why", int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)) : null;
        return char.ToLowerInvariant(word[0]) == 'h'
            ? s_operation with { Id = word, Operation = s_operation.Operation with { Guard = guard } }
            : s_change with { Id = word, Change = s_change.Change with { Guard = guard }, Notifies = [s_operation.Step.Name] };
    }

    private static string Text(HostBatch batch) =>
        string.Join(' ', batch.Deeds.Select(deed => deed.Id)) + (batch.GuardSeconds is { } seconds ? $" ={seconds}" : "")
        + (batch.Earlier.Count > 0 ? $" ({string.Join(' ', batch.Earlier.Select(deed => deed.Id[..1]))})" : "");
}

using LiveMigrationRunbooks.Plans.Drifts;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

/// <summary>Every combination of what can have moved.</summary>
public sealed class DriftDecisionTests
{
    [Theory]
    [InlineData(false, false, false, false, DriftState.Clean)]
    [InlineData(false, false, false, true, DriftState.Clean)]
    [InlineData(false, false, true, false, DriftState.Clean)]
    [InlineData(false, false, true, true, DriftState.Clean)]
    [InlineData(false, true, false, false, DriftState.Clean)]
    [InlineData(false, true, false, true, DriftState.Clean)]
    [InlineData(false, true, true, false, DriftState.Clean)]
    [InlineData(false, true, true, true, DriftState.Clean)]
    [InlineData(true, false, false, false, DriftState.Unowned)]
    [InlineData(true, false, false, true, DriftState.Unowned)]
    [InlineData(true, false, true, false, DriftState.Unowned)]
    [InlineData(true, false, true, true, DriftState.Unowned)]
    [InlineData(true, true, false, false, DriftState.Corrective)]
    [InlineData(true, true, false, true, DriftState.Intentional)]
    [InlineData(true, true, true, false, DriftState.Corrective)]
    [InlineData(true, true, true, true, DriftState.Both)]
    public void Who_moved_follows_from_four_answers(bool differs, bool owned, bool hostMoved, bool runbookMoved, DriftState state) =>
        Assert.Equal(state, DriftDecision.Of(differs, owned, hostMoved, runbookMoved));
}

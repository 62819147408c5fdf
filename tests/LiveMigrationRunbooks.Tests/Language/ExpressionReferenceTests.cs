using LiveMigrationRunbooks.Tests.Rooms;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Language;

public sealed class ExpressionReferenceTests
{
    [Fact]
    public void The_reference_in_the_repository_is_current() =>
        Baseline.Current(Repository.Path("runbooks", "expressions.md"), ExpressionReference.Text());
}

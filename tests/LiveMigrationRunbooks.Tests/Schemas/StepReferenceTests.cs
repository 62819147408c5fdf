using LiveMigrationRunbooks.Tests.Rooms;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Schemas;

public sealed class StepReferenceTests
{
    [Fact]
    public void The_reference_in_the_repository_is_current() => Baseline.Current(Repository.Path("runbooks", "README.md"), StepReference.Text());
}

using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Tests.Language;
using LiveMigrationRunbooks.Tests.Rooms;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Schemas;

public sealed class StepReferenceTests
{
    public static TheoryData<string> Kinds => [.. StepCatalogue.Kinds.Keys];

    [Fact]
    public void The_reference_in_the_repository_is_current() => Baseline.Current(Repository.Path("runbooks", "README.md"), StepReference.Text());

    [Fact]
    public void The_reference_of_inventories_is_current() => Baseline.Current(Repository.Path("inventories", "README.md"), InventoryReference.Text());

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_says_what_it_risks(string name)
    {
        var risks = RisksAttribute.Of(StepCatalogue.Kinds[name]);
        Assert.All(new[] { risks.Effect, risks.Disturbs, risks.Rollback }, sentence => Assert.Matches(@"^[A-Z].*\.$", sentence));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_an_example_that_is_sound_on_a_host(string name)
    {
        var example = StepExample.Of(StepCatalogue.Kinds[name]);
        Assert.NotNull(example);
        if (example.Fixture is { } fixture)
        {
            var findings = new Findings();
            Assert.NotNull(fixture.Bind(findings));
            Assert.Empty(Told.Lines(findings));
        }
        else
        {
            Assert.NotNull(example.Runbook);
            Assert.Contains(name, Judged.KindsBoundBy(example.Runbook));
        }
    }
}

using LiveMigrationRunbooks.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

public sealed class StepCatalogueTests
{
    public static TheoryData<string> Kinds => [.. StepCatalogue.Kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_is_named_described_and_shown(string name)
    {
        var kind = StepCatalogue.Kinds[name];
        Assert.Matches("^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)*$", name);
        Assert.Matches("^[A-Z].*[.]$", kind.Summary);
        Assert.All(kind.Arguments, argument => Assert.Matches("^[A-Z].*[.]$", argument.About.Description));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_has_a_case_where_it_acts_one_where_nothing_is_to_do_and_one_where_it_cannot(string name)
    {
        var verdicts = StepFixture.Names.Where(fixture => Path.GetDirectoryName(fixture) == name).Select(fixture => StepFixture.Load(fixture).Expected).ToList();
        var kind = StepCatalogue.Kinds[name];
        if (kind.IsCheck)
        {
            Assert.Contains(verdicts, verdict => verdict.StartsWith("passed", StringComparison.Ordinal));
            Assert.Contains(verdicts, verdict => verdict.StartsWith("failed", StringComparison.Ordinal));
            return;
        }
        Assert.Contains(verdicts, verdict => verdict.StartsWith("refused", StringComparison.Ordinal));
        Assert.Contains(verdicts, verdict => kind.IsOperation ? verdict.StartsWith("runs", StringComparison.Ordinal) : verdict.Contains(" -> ", StringComparison.Ordinal));
        if (!kind.IsOperation) Assert.Contains(verdicts, verdict => verdict.StartsWith("same", StringComparison.Ordinal));
    }
}

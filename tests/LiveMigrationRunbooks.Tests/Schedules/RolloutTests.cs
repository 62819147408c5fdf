using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Schedules;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Schedules;

public sealed class RolloutTests
{
    [Theory]
    [InlineData(0, "1", "")]
    [InlineData(1, "1", "1")]
    [InlineData(5, "1 25%", "1 1 1 1 1")]
    [InlineData(10, "1 25%", "1 2 1 1 1 1 1 1 1")]
    [InlineData(10, "1 50%", "1 4 2 1 1 1")]
    [InlineData(7, "2 3", "2 3 2")]
    [InlineData(3, "100%", "3")]
    [InlineData(3, "7", "3")]
    [InlineData(9, "10%", "1 1 1 1 1 1 1 1 1")]
    public void Hosts_go_in_stages_of_what_is_left_and_the_last_size_repeats(int hosts, string sizes, string stages)
    {
        var shares = sizes.Split(' ').Select(size => Quantity.TryShare(size, out var share, out _) ? share : throw new ArgumentException(size));
        var split = new Rollout([.. shares], TimeSpan.Zero).Split([.. Enumerable.Range(0, hosts)]);

        Assert.Equal(stages, string.Join(' ', split.Select(stage => stage.Count)));
        Assert.Equal(Enumerable.Range(0, hosts), split.SelectMany(stage => stage));
    }

    [Fact]
    public void Without_a_rollout_all_hosts_are_one_stage() => Assert.Single(Rollout.AllAtOnce.Split([1, 2, 3]));
}

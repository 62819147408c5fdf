using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Migrations;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Hypervisors;

/// <summary>What a watch does about moves goes to the host behind the run's fence.</summary>
public sealed class VirshFenceTests
{
    private const string Refusal = "run r1 was taken over, or given up";
    private readonly List<Request> _sent = [];

    [Fact]
    public async Task Nothing_is_done_about_a_move_where_the_run_was_taken_over()
    {
        var sights = await Host(fence: 76).WatchAsync([new MoveLook("4f1f", 1, new MoveAction.CallOff("late")), new MoveLook("4f20", 2)], 5);

        Assert.Equal([true, true], sights?.Select(sight => sight.IsTakenOver));
        Assert.Equal([Refusal, Refusal], sights?.Select(sight => sight.Said));
        var items = Assert.Single(_sent).Items;
        Assert.Equal(["fence", "action 0", "wait"], items.Select(item => item.Id));
        Assert.Equal([true, false, false], items.Select(item => item.Required));
    }

    [Fact]
    public async Task Whoever_only_looks_needs_no_fence()
    {
        Assert.NotNull(await Host(fence: 76).WatchAsync([new MoveLook("4f1f", 1)], 5));
        Assert.Equal(["wait"], _sent[0].Items.Select(item => item.Id));
    }

    // As the host's own loop does: what comes after a required item that failed is not run.
    private VirshHypervisor Host(int fence) => new(new HypervisorSession(request =>
    {
        _sent.Add(request);
        var broken = false;
        var results = new Dictionary<string, CommandResult>();
        foreach (var item in request.Items)
        {
            var code = broken ? RequestItem.NotRun : item.Id == "fence" ? fence : 0;
            results[item.Id] = new CommandResult(code, ReadOnlyMemory<byte>.Empty, Encoding.UTF8.GetBytes(item.Id == "fence" ? Refusal : ""));
            broken |= item.Required && code != 0;
        }
        return Task.FromResult<IReadOnlyDictionary<string, CommandResult>?>(results);
    }, () => null, () => 1), "r1");
}

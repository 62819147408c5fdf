using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.Tests.Killing;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Resuming;

/// <summary>
/// A run over two hosts in two stages, with a handler and a gate, and its rollback, killed at one effect after the other and taken up again. The
/// suite takes some of the points, the campaign all.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class KillSweepTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmr-sweep-");
    private readonly KillSweep _sweep;

    public KillSweepTests(ITestOutputHelper told)
    {
        var runbook = Path.Combine(_folder.FullName, "runbook.yml");
        File.WriteAllText(runbook, Resumed.Runbook);
        _sweep = new KillSweep(new MortalRuns(runbook, LabFolder.Inventory, Connectors.Usual), Resumed.PrepareAsync, Resumed.ViewAsync, line => Campaign.Tell(told, line));
    }

    public Task InitializeAsync() => Resumed.PrepareAsync();

    public Task DisposeAsync() => Resumed.RemoveAsync();

    [Fact]
    public Task An_apply_that_is_killed_and_taken_up_again_ends_as_if_nobody_had() => _sweep.ApplyAsync(kind => kind is "after append RunBegan" or "after append BatchMeant" or "before append DeedEnded Done h" or "before append DeedEnded Done g"
        || kind.StartsWith("after send start", StringComparison.Ordinal));

    [Fact]
    public Task A_rollback_that_is_killed_and_taken_up_again_ends_as_if_nobody_had() => _sweep.RollbackAsync(kind => kind.StartsWith("after send start", StringComparison.Ordinal));

    [Fact]
    [Trait("Category", Campaign.Name)]
    public async Task Sweep_of_all_points()
    {
        await _sweep.ApplyAsync(_ => true);
        await _sweep.RollbackAsync(_ => true);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

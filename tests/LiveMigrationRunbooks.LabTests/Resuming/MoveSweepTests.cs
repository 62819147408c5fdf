using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.LabTests.Guests;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.Tests.Killing;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Resuming;

/// <summary>A run that moves a guest, killed at one effect after the other and taken up again. The suite ends such runs from outside.</summary>
[Trait("Category", "Lab")]
[Trait("Category", Campaign.Name)]
[Collection(Lanes.Hosts)]
public sealed class MoveSweepTests(ITestOutputHelper told) : IClassFixture<OpenPorts>, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmr-sweep-");
    private Guest? _guest;

    public Task InitializeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Sweep_of_a_move()
    {
        var runbook = Path.Combine(_folder.FullName, "runbook.yml");
        await File.WriteAllTextAsync(runbook, Evacuation.Quickly("kvm1", "kvm2"));
        await new KillSweep(new MortalRuns(runbook, LabFolder.Inventory, Connectors.Usual), PrepareAsync, ViewAsync, line => Campaign.Tell(told, line)).ApplyAsync(_ => true);
    }

    public async Task DisposeAsync()
    {
        if (_guest is not null) await _guest.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task PrepareAsync()
    {
        await Leftovers.RemoveAsync("kvm1", "kvm2");
        _guest = await Guest.StartAsync("swept-1", "kvm1");
    }

    private async Task<string> ViewAsync() => _guest is null ? "" : string.Join('\n', await Task.WhenAll(new[] { "kvm1", "kvm2" }.Select(async host =>
        $"{host}: {await _guest.OnAsync(host)}; moves: {await Evacuation.LeftoversAsync(host)}; {await new HostView(host).AskAsync("grep -h state= /var/lib/lmr/claim 2>/dev/null || true; ls /var/lib/lmr/reserved 2>/dev/null || true")}")));
}

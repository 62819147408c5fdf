using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Faults;

/// <summary>
/// Two hosts with open ports, and the guest that tests send from one to the other: booting one takes longer than most faults, so whatever a test left of it in
/// order leaves next from where it is. As they were made afterwards. Their libvirt bears with a silent
/// peer for a minute and a half (keepalive_count, set by the lab) instead of half a minute: less, and a busy machine comes too late.
/// </summary>
public abstract class FaultHosts : IAsyncLifetime, IDisposable
{
    private readonly string[] _hosts;
    private readonly Lmr _ports;
    private Guest? _guest;
    private int _guests;

    private protected FaultHosts(string one, string other)
    {
        _hosts = [one, other];
        _ports = Lmr.Steps($"{one}:{other}", FaultPair.Ports);
    }

    public async Task InitializeAsync()
    {
        await new FaultPair(_hosts[0], _hosts[1]).MendAsync();
        await _ports.ApplyAsync();
    }

    public async Task DisposeAsync()
    {
        await new FaultPair(_hosts[0], _hosts[1]).MendAsync();
        if (_guest is not null) await _guest.DisposeAsync();
        await _ports.RollbackAsync();
    }

    public void Dispose()
    {
        _ports.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>All is in order, and a guest runs that starts with its host: there, and only there.</summary>
    internal async Task<(FaultPair Pair, Guest Guest)> ReadyAsync()
    {
        await new FaultPair(_hosts[0], _hosts[1]).MendAsync();
        if (_guest is { } there && await HomeAsync(there) is { } home) return (new FaultPair(home, _hosts.First(host => host != home)), there);
        if (_guest is { } old) await old.DisposeAsync();
        _guest = await Guest.StartAsync($"fault-{_hosts[0]}-{++_guests}", _hosts[0]);
        return (new FaultPair(_hosts[0], _hosts[1]), _guest);
    }

    // Null where it is not one that runs on one of the two and at most has a definition on the other.
    private async Task<string?> HomeAsync(Guest guest)
    {
        var at = await Task.WhenAll(_hosts.Select(guest.OnAsync));
        var home = Array.FindIndex(at, said => said.StartsWith("running yes", StringComparison.Ordinal));
        if (home < 0 || at[1 - home] is not ("absent" or "shut off yes enable" or "shut off yes disable")) return null;
        if (at[1 - home] != "absent" && (await new HostView(_hosts[1 - home]).RunAsync($"virsh -q undefine {guest.Uuid}")).ExitCode != 0) return null;
        if (at[home] != "running yes enable") await new HostView(_hosts[home]).AskAsync($"virsh -q autostart {guest.Uuid}");
        return _hosts[home];
    }
}

public sealed class FirstPair() : FaultHosts("kvm10", "kvm11");

public sealed class SecondPair() : FaultHosts("kvm12", "kvm13");

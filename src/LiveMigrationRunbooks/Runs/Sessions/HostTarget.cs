using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Runs.Sessions;

/// <summary>How a host of the inventory is reached: over ssh, or as this machine itself.</summary>
public sealed record HostTarget(SshTarget Target, bool IsLocal)
{
    /// <summary>The inventory was checked before, so its settings bind here.</summary>
    public static HostTarget Of(Inventory inventory, InventoryHost host)
    {
        var settings = ConnectionSettings.Of(inventory, host, new Findings())
            ?? throw new InvalidOperationException($"The connection settings of {host.Name} were not checked.");
        var become = settings.Become switch
        {
            Inventories.Become.Yes => Hosts.Connections.Become.Yes,
            Inventories.Become.No => Hosts.Connections.Become.No,
            _ => Hosts.Connections.Become.Auto,
        };
        var target = new SshTarget(
            host.Name, settings.Address, settings.Port ?? 22, settings.User, settings.KeyFile is { } key ? FromHere(key) : null, FromHere(settings.KnownHostsFile),
            settings.ProxyJump, become);
        return new HostTarget(target, settings.Kind == ConnectionKind.Local);
    }

    // ssh is started in the root folder, where a relative path would mean another file; a home folder and ssh's own tokens are left to it.
    private static string FromHere(string path) => path.StartsWith('~') || path.StartsWith('%') ? path : Path.GetFullPath(path);
}

using LiveMigrationRunbooks.Tests.Inventories;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

public sealed class ExecutableTrustTests
{
    [Fact]
    public void A_dynamic_inventory_runs_once_somebody_has_trusted_it()
    {
        using var folder = new InventoryFolder().Write("inv", "#!/bin/sh\necho '{\"web\": [\"w1\"], \"_meta\": {\"hostvars\": {}}}'\n");
        File.SetUnixFileMode(folder.At("inv"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var lmr = new Lmr();
        lmr.Variables["XDG_CONFIG_HOME"] = folder.At("config");
        var root = Path.GetDirectoryName(folder.At("inv"))!;

        Assert.Contains("lmr trust --executable inv", lmr.Run(root, "inventory", "list", "-i", "inv").Err, StringComparison.Ordinal);
        Assert.Contains("not.confirmed", lmr.Run(root, "trust", "--executable", "inv").Err, StringComparison.Ordinal);
        Assert.Equal(0, lmr.Run(root, "trust", "--executable", "inv", "--yes").ExitCode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.At("config/lmr/trusted")));
        var (code, list, _) = lmr.Run(root, "inventory", "list", "-i", "inv");
        Assert.Equal(0, code);
        Assert.Contains("w1", list, StringComparison.Ordinal);
    }
}

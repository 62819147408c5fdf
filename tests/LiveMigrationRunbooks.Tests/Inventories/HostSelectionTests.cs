using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories;

public sealed class HostSelectionTests
{
    private const string Hosts = """
        a:
          hosts:
            well:
            ill: { parked: { reason: bad DIMM, until: 2027-01-31 } }
            gone: { parked: { reason: sold } }
        """;

    [Theory]
    [InlineData("2027-01-31", "well", "ill is parked until 2027-01-31: bad DIMM; gone is parked: sold")]
    [InlineData("2027-02-01", "well ill", "gone is parked: sold")]
    public void Parked_hosts_are_left_out_through_their_last_day(string today, string hosts, string parked)
    {
        using var folder = new InventoryFolder(Hosts);
        var inventory = folder.Read();
        var selection = HostSelection.Of(inventory, inventory.Hosts, DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture), null, folder.Findings);
        Assert.Equal((hosts, parked), (string.Join(' ', selection.Hosts), string.Join("; ", selection.Parked)));
        Assert.Empty(folder.Told);
    }

    [Fact]
    public void That_nobody_is_left_is_an_error()
    {
        using var folder = new InventoryFolder(Hosts);
        var inventory = folder.Read();
        var chosen = HostPattern.Select(inventory, "ill:gone", null, folder.Findings);
        Assert.Empty(HostSelection.Of(inventory, chosen, new DateOnly(2026, 1, 1), null, folder.Findings).Hosts);
        var problem = Assert.Single(folder.Findings.Sorted);
        Assert.Equal((Severity.Error, "LMR166", "ill is parked until 2027-01-31: bad DIMM; gone is parked: sold."), (problem.Severity, problem.Code, problem.Why));
    }

    [Fact]
    public void Uplinks_are_described_once_and_hosts_name_theirs()
    {
        using var folder = new InventoryFolder("""
            all:
              vars:
                uplinks:
                  rack_a: { speed: 40Gbit/s, share: 25% }
                  rack_b: { speed: 10Gbit/s }
            a:
              vars: { uplink: rack_a, migration_speed: 10Gbit/s }
              hosts: { h1: , h2: { uplink: rakc_b, migration_speed: 10G } }
            """);
        var inventory = folder.Read();
        Assert.Equal(["rack_a: 40Gbit/s, 25%", "rack_b: 10Gbit/s, 100%"], Uplink.Of(inventory, folder.Findings).Values.Select(uplink => uplink.ToString()));
        Assert.Equal(1_250_000_000, Uplink.Of(inventory, folder.Findings)["rack_a"].Usable);
        var settings = HostSettings.Of(inventory, inventory.Hosts[0], folder.Findings);
        Assert.Equal(("rack_a", 1_250_000_000L), (settings.Uplink, settings.MigrationSpeed));
        Assert.Empty(folder.Told);
        HostSettings.Of(inventory, inventory.Hosts[1], folder.Findings);
        Assert.Equal(["LMR135 8:32 There is no uplink 'rakc_b'.", "LMR149 8:57 This is not an amount that can be used here."], folder.Told);
    }

    [Fact]
    public void Uplinks_that_are_wrong_or_elsewhere_are_told()
    {
        using var folder = new InventoryFolder("""
            all:
              vars: { uplinks: { a: { speed: 0bit/s }, b: { share: 5 }, c: { speed: 1Gbit/s, share: 0%, sped: 1 } } }
            x: { hosts: { h: }, vars: { uplinks: {} } }
            """);
        Uplink.Of(folder.Read(), folder.Findings);
        Assert.Equal(
            [
                "LMR149 2:34 This is not an amount that can be used here.",
                "LMR034 2:47 The key 'speed' is missing.",
                "LMR136 2:89 '0%' is no share of a link.",
                "LMR031 2:93 Unknown key 'sped'.",
                "LMR137 3:29 'uplinks' has no effect here.",
            ],
            folder.Told);
    }
}

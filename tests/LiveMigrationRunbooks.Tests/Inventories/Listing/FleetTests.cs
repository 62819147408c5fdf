using System.Text.Json;
using LiveMigrationRunbooks.Tests.Cli;
using LiveMigrationRunbooks.Tests.Rooms;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories.Listing;

/// <summary>What <c>lmr inventory</c> says about the fleet in the folder beside this file, word for word.</summary>
public sealed class FleetTests
{
    private static string Fleet => Repository.TestPath("Inventories", "Listing", "fleet");

    [Theory]
    [InlineData("list", "list -i hosts.yml")]
    [InlineData("list-limited-json", "list -i hosts.yml -l rack_a:!kvm2 --json")]
    [InlineData("graph-vars", "graph site --vars -i hosts.yml")]
    [InlineData("graph-json", "graph site --vars --json -i hosts.yml")]
    [InlineData("explain-all", "explain kvm2 -i hosts.yml")]
    [InlineData("explain-all-json", "explain lab -i hosts.yml --json")]
    [InlineData("explain-conflict", "explain kvm1 ring -i hosts.yml")]
    [InlineData("explain-conflict-json", "explain kvm1 ring -i hosts.yml --json")]
    [InlineData("explain-five-layers", "explain kvm1 mtu -i hosts.yml --runbook rings.yml -e mtu=1400")]
    [InlineData("explain-wrong", "explain kmv1 mtu -i hosts.yml --runbook rings.yml -e mut=1 -e mtu=big")]
    [InlineData("explain-unknown-variable", "explain kvm2 swich -i hosts.yml")]
    public void Commands_answer_as_a_person_has_read_it(string name, string command)
    {
        using var lmr = new Lmr();
        var (exitCode, said, errors) = lmr.Run(Fleet, ["inventory", .. command.Split(' ')]);

        if (exitCode == 0 && command.Contains("--json", StringComparison.Ordinal)) JsonDocument.Parse(said).Dispose();
        Assert.Empty(lmr.SshCalls);
        Baseline.Verify(
            Repository.TestPath("Inventories", "Listing", "said", name), $"$ lmr inventory {command}\n{said}--- stderr\n{errors}--- exit code {exitCode}\n");
    }

    /// <summary>The same two groups disagree on <c>ring</c> in all three; only who uses it is refused.</summary>
    [Fact]
    public void A_conflict_is_an_error_where_a_runbook_uses_the_variable_and_a_warning_where_it_is_listed()
    {
        using var lmr = new Lmr();
        var used = lmr.Run(Fleet, "validate", "rings.yml", "-i", "hosts.yml", "-e", "zone=x");
        var unused = lmr.Run(Fleet, "validate", "frames.yml", "-i", "hosts.yml");
        var listed = lmr.Run(Fleet, "inventory", "list", "-i", "hosts.yml", "--json");

        Assert.Equal(1, used.ExitCode);
        Assert.StartsWith("error LMR130: 'ring' is ambiguous.", used.Err, StringComparison.Ordinal);
        Assert.Equal((0, ""), (unused.ExitCode, unused.Err));
        Assert.Equal(0, listed.ExitCode);
        Assert.Contains("warning LMR180: 'ring' is ambiguous on kvm1.", listed.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("error", listed.Err, StringComparison.Ordinal);
        Assert.Equal(1024, JsonDocument.Parse(listed.Out).RootElement.GetProperty("_meta").GetProperty("hostvars").GetProperty("kvm1").GetProperty("ring").GetInt32());
    }

    /// <summary>Aliases of aliases, to the last that the reader lets through: as deep as what is written out may be.</summary>
    [Fact]
    public void What_aliases_make_deep_is_listed_all_the_same()
    {
        // The four mappings around a variable are the rest of 64.
        const int levels = 20;
        const int links = 2;
        static string Nest(string inner) => new string('[', levels) + inner + new string(']', levels);
        var variables = Enumerable.Range(1, links).Select(link => $"      v{link}: &a{link} {Nest($"*a{link - 1}")}\n");
        using var folder = new InventoryFolder($"all:\n  hosts:\n    h:\n      v0: &a0 {Nest("1")}\n{string.Concat(variables)}");
        using var lmr = new Lmr();
        var (exitCode, said, errors) = lmr.Run(folder.At(""), "inventory", "list", "-i", "hosts.yml", "--json");

        Assert.Equal((0, ""), (exitCode, errors));
        using var json = JsonDocument.Parse(said, new JsonDocumentOptions { MaxDepth = levels * (links + 2) });
        var depth = 0;
        for (var value = json.RootElement.GetProperty("_meta").GetProperty("hostvars").GetProperty("h").GetProperty($"v{links}");
            value.ValueKind == JsonValueKind.Array; value = value[0]) depth++;
        Assert.Equal(levels * (links + 1), depth);
    }

    [Fact]
    public void A_broken_inventory_has_no_listing()
    {
        using var folder = new InventoryFolder("all: { hosts: { -x: } }\n");
        using var lmr = new Lmr();
        var text = lmr.Run(folder.At(""), "inventory", "list", "-i", "hosts.yml");
        var json = lmr.Run(folder.At(""), "inventory", "graph", "-i", "hosts.yml", "--json");

        Assert.Equal((1, ""), (text.ExitCode, text.Out));
        Assert.StartsWith("error LMR108", text.Err, StringComparison.Ordinal);
        Assert.Equal((1, ""), (json.ExitCode, json.Err));
        Assert.Equal("LMR108", JsonDocument.Parse(json.Out).RootElement.GetProperty("diagnostics")[0].GetProperty("code").GetString());
    }
}

using System.Text.Json.Nodes;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

/// <summary>Which differences between two states that were read make a plan stale.</summary>
public sealed class PinnedStateTests
{
    private const string Service = """{ "name": "libvirtd", "running": true }""";
    private const string Mtu = """{ "device": "eth1", "mtu": 9000 }""";

    [Theory]
    [InlineData("service", Service, """{"is":"known","it":{"unit":"libvirtd.service","is":"running"}}""", """{"is":"known","it":{"unit":"libvirtd.service","is":"listening"}}""", true)]
    [InlineData("service", Service, """{"is":"known","it":{"unit":"libvirtd.service","is":"running"}}""", """{"is":"known","it":{"unit":"libvirtd.service","is":"stopped"}}""", false)]
    [InlineData("nic.mtu", Mtu, """{"is":"known","it":1500}""", """{"is":"known","it":1501}""", false)]
    [InlineData("nic.mtu", Mtu, """{"is":"known","it":1500}""", """{"is":"not_applicable","it":0,"why":"at rest"}""", true)]
    [InlineData("nic.mtu", Mtu, """{"is":"unreadable","it":0,"why":"busy"}""", """{"is":"known","it":1500}""", true)]
    [InlineData("nic.mtu", Mtu, """{"is":"known","it":1500}""", """{"is":"unreadable","it":0,"why":"busy"}""", false)]
    [InlineData("nic.mtu", Mtu, """{"is":"known","it":0}""", """{"is":"absent","it":0}""", false)]
    public void What_moves_by_itself_or_is_not_asked_for_may_differ(string kind, string arguments, string then, string now, bool alike)
    {
        var kept = new KeptSetting(new StepReference("step", kind, JsonNode.Parse(arguments)!), State(then));

        Assert.Equal(alike, !PlanComparison.OfState("kvm1", "key", kept, State(now)).Any());
    }

    private static JsonNode State(string runtime) => JsonNode.Parse($$"""{ "runtime": {{runtime}}, "persisted": { "is": "not_applicable", "it": null, "why": "" } }""")!;
}

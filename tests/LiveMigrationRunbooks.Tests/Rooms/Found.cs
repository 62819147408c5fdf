using Xunit;

namespace LiveMigrationRunbooks.Tests.Rooms;

/// <summary>Fails with everything that was found, uncut, so that one run of the tests shows the whole work.</summary>
internal static class Found
{
    public static void Nothing(IEnumerable<string> found)
    {
        var all = found.Distinct().Order(StringComparer.Ordinal).ToList();
        if (all.Count > 0) Assert.Fail($"{all.Count} found:\n{string.Join('\n', all)}");
    }
}

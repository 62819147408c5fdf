using Xunit;

namespace LiveMigrationRunbooks.Tests.Rooms;

/// <summary>
/// Compares a text with the file that a person has looked at: <c>X.verified.txt</c>. Where they differ the text stands beside it as
/// <c>X.received.txt</c>; <c>LMR_ACCEPT=1</c> takes it over.
/// </summary>
internal static class Baseline
{
    private static bool Accepts => Environment.GetEnvironmentVariable("LMR_ACCEPT") == "1";

    /// <param name="path">Path of the baseline without <c>.verified.txt</c>.</param>
    public static void Verify(string path, string actual)
    {
        var received = path + ".received.txt";
        Compare(path + ".verified.txt", received, actual);
        File.Delete(received);
    }

    /// <summary>The same for a generated file of the repository, which keeps its own name.</summary>
    public static void Current(string path, string actual) => Compare(path, null, actual);

    private static void Compare(string path, string? received, string actual)
    {
        if (Accepts) File.WriteAllText(path, actual);
        var expected = File.Exists(path) ? File.ReadAllText(path) : "";
        if (expected == actual) return;
        if (received is not null) File.WriteAllText(received, actual);
        Assert.Fail($"{Path.GetFileName(path)} is not what is made now. {FirstDifference(expected, actual)}\nLMR_ACCEPT=1 takes it over.");
    }

    private static string FirstDifference(string expected, string actual)
    {
        var (before, after) = (expected.Split('\n'), actual.Split('\n'));
        var line = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"Line {line + 1}:\n- {before.ElementAtOrDefault(line) ?? "(end)"}\n+ {after.ElementAtOrDefault(line) ?? "(end)"}";
    }
}

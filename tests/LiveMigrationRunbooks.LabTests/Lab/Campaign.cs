using System.Globalization;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>
/// What repeats for longer than a suite may take: tests with the category <see cref="Name"/>, run by <c>tests/lab/campaign</c>, which gives them
/// a seed and a file for what they found.
/// </summary>
public static class Campaign
{
    public const string Name = "Campaign";

    /// <summary>The seed of all choices; a fixed one in the suite, whose tests do the same every time.</summary>
    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("LMR_CAMPAIGN_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 1;

    /// <summary>How often whatever repeats by rounds does so.</summary>
    public static int Rounds { get; } = int.TryParse(Environment.GetEnvironmentVariable("LMR_CAMPAIGN_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 1;

    private static string? Results { get; } = Environment.GetEnvironmentVariable("LMR_CAMPAIGN_RESULTS");

    private static readonly Lock s_turn = new();

    /// <summary>Says a result, and keeps it where a campaign is under way.</summary>
    public static void Tell(ITestOutputHelper? told, string line)
    {
        told?.WriteLine(line);
        if (Results is null) return;
        lock (s_turn) File.AppendAllText(Results, line + "\n");
    }
}

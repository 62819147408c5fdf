using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs;

/// <summary>
/// What is looked at on every host of a stage before the first of them is touched, under the claim and with its script: that a job can be
/// started there, and that what it changes can be kept.
/// </summary>
internal sealed class StagePreflight(string run)
{
    private const string Look = "preflight";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly string s_script = EmbeddedScript.Read("Runs/stage-preflight.sh");

    public RequestItem Item(IEnumerable<Deed> deeds) => new(
        Look, Command.Sh(s_script, [run, .. deeds.OfType<ChangeDeed>().SelectMany(deed => deed.Change.Files).Distinct(StringComparer.Ordinal)]), s_patience);

    /// <summary>What stands against it; null where nothing does.</summary>
    public static string? Problem(IReadOnlyDictionary<string, CommandResult> results)
    {
        var result = results[Look];
        if (!result.Succeeded) return $"whether a job could run there is not known: {result.Complaint}";
        return result.Lines.Any() ? string.Join("; ", result.Lines) : null;
    }
}

using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Reports;

namespace LiveMigrationRunbooks.Cli.Views;

/// <summary>Prints a plan, as text or as JSON.</summary>
internal static class PlanView
{
    // Much of a plan came from hosts: nothing of it may move the cursor or turn the text round.
    public static void Print(Plan plan, bool json) => Console.Out.Write(json ? ResultJson.Of(plan) + "\n" : Safe(PlanText.Of(plan)));

    internal static string Safe(string text) => string.Join('\n', text.Split('\n').Select(Line));

    /// <summary>One line of it, cut where nobody would read on.</summary>
    internal static string Line(string text) => Brief.Of(DiagnosticText.Safe(text), Brief.Line);
}

using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Reports;

namespace LiveMigrationRunbooks.Cli.Views;

/// <summary>Prints a plan, as text or as JSON.</summary>
internal static class PlanView
{
    // Much of a plan came from hosts: nothing of it may move the cursor or turn the text round.
    public static void Print(Plan plan, bool json) => Console.Out.Write(json ? ResultJson.Of(plan) + "\n" : Safe(PlanText.Of(plan)));

    internal static string Safe(string text) => string.Join('\n', text.Split('\n').Select(DiagnosticText.Safe));
}

using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Reports;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Shows a run, what it meant to do and what became of it; or a saved plan.</summary>
internal static class ShowVerb
{
    public static Command Command()
    {
        var choice = new RunChoice();
        var json = new Option<bool>("--json") { Description = "The run as JSON on standard output." };
        var command = new Command("show", "Show a run, its plan and what became of it; or a plan that 'lmr plan -o' saved.") { json };
        choice.AddTo(command);
        choice.Run.Description += " Or the file of a saved plan.";
        command.SetAction(parse =>
        {
            if (parse.GetValue(choice.Run) is { } path && SavedPlan.Is(path)) return Saved(path, parse.GetValue(json));
            if (choice.Find(parse) is not { } found || RunChoice.Read(found.Store, found.Id) is not { } run) return ExitCodes.Refused;
            var report = RunReport.Of(found.Id, run.Plan, run.Journal);
            if (parse.GetValue(json)) Console.Out.WriteLine(ResultJson.Of(new { Format = 1, run.Plan, Report = report }));
            else Console.Out.Write(PlanView.Safe(PlanText.Of(run.Plan) + RunText.Of(report) + MeasureText.Of(run.Plan, report)));
            return ExitCodes.Done;
        });
        return command;
    }

    private static int Saved(string path, bool json)
    {
        var findings = new Findings();
        var saved = SavedPlan.Read(path, findings);
        DiagnosticsView.Print(findings, json);
        if (saved is null) return ExitCodes.Refused;
        if (json) Console.Out.WriteLine(ResultJson.Of(new { Format = 1, saved.Digest, saved.Plan }));
        else Console.Out.Write(PlanView.Safe(PlanText.Of(saved.Plan) + SavedPlanText.Of(saved, TimeProvider.System.GetUtcNow())));
        return ExitCodes.Done;
    }
}

using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Reports;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Shows a run: what it meant to do and what became of it.</summary>
internal static class ShowVerb
{
    public static Command Command()
    {
        var choice = new RunChoice();
        var json = new Option<bool>("--json") { Description = "The run as JSON on standard output." };
        var command = new Command("show", "Show a run: its plan and what became of it.") { json };
        choice.AddTo(command);
        command.SetAction(parse =>
        {
            if (choice.Find(parse) is not { } found || RunChoice.Read(found.Store, found.Id) is not { } run) return ExitCodes.Refused;
            var report = RunReport.Of(found.Id, run.Plan, run.Journal);
            if (parse.GetValue(json)) Console.Out.WriteLine(ResultJson.Of(new { Format = 1, run.Plan, Report = report }));
            else Console.Out.Write(PlanView.Safe(PlanText.Of(run.Plan) + RunText.Of(report) + MeasureText.Of(run.Plan, report)));
            return ExitCodes.Done;
        });
        return command;
    }
}

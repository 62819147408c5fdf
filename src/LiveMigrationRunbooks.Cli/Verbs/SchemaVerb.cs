using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Schemas;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Writes the JSON Schema of one kind of file, for editors.</summary>
internal static class SchemaVerb
{
    public static Command Command()
    {
        var name = new Argument<string>("name")
        {
            Description = $"Whose: {string.Join(", ", SchemaCatalogue.All.Select(schema => $"{schema.Name} ({schema.About})"))}.",
            DefaultValueFactory = _ => "runbook",
        };
        var command = new Command("schema", "Print the JSON Schema of runbooks and their like, for editors.") { name };
        command.SetAction(parse =>
        {
            var asked = parse.GetValue(name) ?? "";
            if (SchemaCatalogue.Of(asked) is { } schema)
            {
                Console.Out.Write(schema.Text);
                return ExitCodes.Done;
            }

            var findings = new Findings();
            findings.Add(StarterProblems.NoSchema(asked, SchemaCatalogue.All.Select(known => known.Name)));
            DiagnosticsView.Print(findings, json: false);
            return ExitCodes.Refused;
        });
        return command;
    }
}

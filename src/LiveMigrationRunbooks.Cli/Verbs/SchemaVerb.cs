using System.CommandLine;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Schemas;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Writes the JSON Schema of runbooks, for editors.</summary>
internal static class SchemaVerb
{
    public static Command Command()
    {
        var command = new Command("schema", "Print the JSON Schema of runbooks, for editors.");
        command.SetAction(_ => Console.Out.WriteLine(ResultJson.Of(RunbookSchema.Make())));
        return command;
    }
}

using System.CommandLine;
using LiveMigrationRunbooks.Cli.Starter;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Writes a folder to start from; never over anything that is there.</summary>
internal static class InitVerb
{
    public static Command Command()
    {
        var folder = new Argument<string>("folder") { Description = "The folder; it is made where it does not exist.", DefaultValueFactory = _ => "." };
        var command = new Command("init", "Write a working starter folder: inventory, runbooks, guest catalogue, schemas.") { folder };
        command.SetAction(parse =>
        {
            var findings = new Findings();
            var written = Write(parse.GetValue(folder) ?? ".", findings);
            DiagnosticsView.Print(findings, json: false);
            if (findings.HasErrors) return ExitCodes.Refused;
            foreach (var file in written) Console.Out.WriteLine(file);
            Console.Error.WriteLine("Write your hosts into inventories/hosts.yml; README.md says what comes next.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static IReadOnlyList<string> Write(string folder, Findings findings)
    {
        var taken = StarterFolder.Files.Keys.Where(file => Path.Exists(Path.Combine(folder, file))).ToList();
        if (taken.Count > 0) findings.Add(StarterProblems.IsThere(folder, taken));
        if (findings.HasErrors) return [];
        var path = folder;
        try
        {
            foreach (var (file, text) in StarterFolder.Files)
            {
                path = Path.Combine(folder, file);
                Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
                // CreateNew: what appeared since is not overwritten either.
                using var writer = new StreamWriter(new FileStream(path, FileMode.CreateNew));
                writer.Write(text);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            findings.Add(StarterProblems.Unwritable(path, problem.Message));
        }

        return [.. StarterFolder.Files.Keys];
    }
}

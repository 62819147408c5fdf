using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Secrets.Vaults;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Steps.Facts;

namespace LiveMigrationRunbooks.Cli.Verbs;

/// <summary>Prints what a template gives for a host; no host is asked.</summary>
internal static class RenderVerb
{
    private const string Facts = "facts";

    public static Command Command()
    {
        var options = new VerbOptions();
        var file = new Argument<string>("file") { Description = "The template, a text file." };
        var host = new Option<string?>("--host") { Description = "The host of the inventory whose variables the template sees." };
        var command = new Command("render", "Print what a template gives for a host; no host is asked.") { file, options.Inventory, host, options.Extra, options.Vaults };
        command.SetAction(parse =>
        {
            var findings = new Findings();
            var text = Render(parse, options, parse.GetValue(file) ?? "", parse.GetValue(host), findings);
            DiagnosticsView.Print(findings, json: false);
            if (text is null || findings.HasErrors) return ExitCodes.Refused;
            // As it is: the template says whether a line ends here.
            Console.Out.Write(text);
            return ExitCodes.Done;
        });
        return command;
    }

    private static string? Render(ParseResult parse, VerbOptions options, string path, string? host, Findings findings)
    {
        var extra = options.ExtraValues(parse, findings);
        var (scope, variables) = HostScope(parse.GetValue(options.Inventory) ?? [], host, options.Passwords(parse, findings), findings);
        if (SourceFile.ReadGiven(path, findings) is not { } file) return null;
        if (Template.Parse(file.Text, new SourceSpan(file, 0, file.Text.Length), findings) is not { } template || findings.HasErrors) return null;

        // What -e gives hides what the host has, with everything that stands against it.
        foreach (var (name, value) in extra) scope = scope.With(name, Datum.From(value));
        foreach (var problem in variables?.Problems(template.Names.Where(use => !extra.ContainsKey(use.Root))) ?? []) findings.Add(problem);
        var evaluation = template.Render(scope);
        foreach (var problem in evaluation.Problems) findings.Add(problem);
        if (evaluation.IsUnknown && !findings.HasErrors)
            findings.Add(CliProblems.NoFacts(template.Names.FirstOrDefault(use => evaluation.Unknown.Contains(use.Path))?.Span, string.Join(", ", evaluation.Unknown)));
        // Secrets are not read here, so that what is printed can go into a review.
        return evaluation.Value is DatumSecret { Secret: var hidden } ? hidden.Masked : evaluation.Value?.Text;
    }

    /// <summary>The variables of a host, and its facts without values; without a host only what is handed in can be seen.</summary>
    private static (Scope Scope, HostVariables? Variables) HostScope(string[] inventories, string? name, VaultPasswords passwords, Findings findings)
    {
        if ((name is null) != (inventories.Length == 0)) findings.Add(CliProblems.HalfAHost());
        var nobody = (Scope.Empty.WithUnknown(Facts, FactShape.KindOf), default(HostVariables));
        if (name is null || inventories.Length == 0 || InventoryReader.Read(inventories, findings, passwords) is not { } inventory) return nobody;
        if (inventory.Host(name) is not { } host)
        {
            findings.Add(CliProblems.UnknownHost(name, inventory.Hosts.Select(known => known.Name)));
            return nobody;
        }

        var variables = inventory.Variables(host);
        return (variables.Scope.WithUnknown(Facts, FactShape.KindOf), variables);
    }
}

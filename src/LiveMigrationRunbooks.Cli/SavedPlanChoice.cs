using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans.Saved;

namespace LiveMigrationRunbooks.Cli;

/// <summary>A saved plan that somebody wants applied, and what it was made from, read again.</summary>
internal sealed record SavedPlanChoice(SavedPlan Saved, Loaded Loaded)
{
    /// <summary>Null where it cannot be applied, which has been printed. No host is asked.</summary>
    public static SavedPlanChoice? From(ParseResult parse, VerbOptions options, DateTimeOffset now)
    {
        var findings = new Findings();
        var choice = Read(parse, options, now, findings);
        DiagnosticsView.Print(findings, parse.GetValue(options.Json));
        return findings.HasErrors ? null : choice;
    }

    private static SavedPlanChoice? Read(ParseResult parse, VerbOptions options, DateTimeOffset now, Findings findings)
    {
        var path = parse.GetValue(options.Runbook) ?? "";
        if (SavedPlan.Read(path, findings) is not { } saved) return null;
        saved.CheckTime(path, now, findings);
        foreach (var option in Given(parse, options, saved.Source)) findings.Add(PlanUseProblems.NotWithPlan(option.Name));
        // One go for the file; whether the world moved is asked only where it could be applied at all.
        if (findings.HasErrors) return null;
        var loaded = Loaded.Again(saved.Source, Runbook(saved.Source, path), parse.GetValue(options.Extra) ?? [], parse.GetValue(options.Vaults) ?? [], findings);
        return loaded is null ? null : new SavedPlanChoice(saved, loaded);
    }

    // What is planned stands in the plan; only what it withheld is given once more.
    private static IEnumerable<Option> Given(ParseResult parse, VerbOptions options, PlanSource source) =>
        new Option[] { options.Inventory, options.Limit, options.Tags, options.SkipTags, options.Extra }
            .Where(option => parse.GetResult(option) is { Implicit: false } && !(option == options.Extra && source.Withheld is not null));

    // As it was given, from the current folder; or from the plan's.
    private static string Runbook(PlanSource source, string path) =>
        File.Exists(source.Runbook) || Path.IsPathRooted(source.Runbook) ? source.Runbook : Path.Combine(Path.GetDirectoryName(path) ?? "", source.Runbook) is var beside && File.Exists(beside) ? beside : source.Runbook;
}

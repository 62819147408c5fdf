using LiveMigrationRunbooks.Inventories.Guests;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Schedules;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Reads a runbook file and what it includes: shape, kinds, names. Everything that is wrong is told, and reading goes on.</summary>
public static class RunbookReader
{
    /// <summary>The runbook, or null when it cannot be read as one; look at <paramref name="findings"/> for errors in either case.</summary>
    public static Runbook? Read(string path, Findings findings) => WithTerms(path, findings)?.Runbook;

    /// <summary>The same, with the ways to move guests that it knows.</summary>
    internal static (Runbook Runbook, Policies Policies, GuestPolicies Guests)? WithTerms(string path, Findings findings)
    {
        if (SourceFile.ReadGiven(path, findings) is not { } file) return null;
        return YamlReader.Read(file, YamlDialect.Core, findings) is { } tree ? Read(file, tree, findings) : null;
    }

    private static (Runbook, Policies, GuestPolicies)? Read(SourceFile file, YamlNode tree, Findings findings)
    {
        if (new YamlExpect(findings).Mapping(tree) is not { } root) return null;
        var form = RecordBinder.Bind<RunbookForm>(root, findings);
        if (form?.Plays.List.Items.Count == 0) findings.Add(RunbookProblems.Empty("plays", root.Entry("plays")?.Key.Span ?? root.Span));
        var inputs = InputReader.Read(root["inputs"], form?.Inputs, findings);
        var variables = VariableReader.Read(form?.Vars, findings);
        foreach (var both in variables.Where(variable => inputs.Any(input => input.Name == variable.Name)))
            findings.Add(StructureProblems.BadName(new YamlScalar(both.Name, true, both.Span), "It is an input already; one of them could never be seen."));
        var policies = Policies.Of(form?.Policies, findings);
        var catalogue = form?.Guests is { } guests ? Catalogue(guests, (root["guests"] ?? root).Span, findings) : null;
        var guestPolicies = GuestPolicies.Of(catalogue ?? GuestCatalogue.Empty, policies, findings);
        var inclusions = new Inclusions(file, findings);
        var plays = form is null ? [] : new PlayReader(inclusions, policies, guestPolicies, findings).Read(form.Plays.List);
        Requirements.Check(plays, findings);
        var runbook = new Runbook(file.Path, form?.Name ?? Path.GetFileNameWithoutExtension(file.Path), inputs, variables, plays, [.. inclusions.Files])
        {
            Guests = catalogue ?? GuestCatalogue.Empty,
            Window = form?.Window is { } window ? WindowReader.Read(window, findings) : null,
        };
        return (runbook, policies, guestPolicies);
    }

    private static GuestCatalogue? Catalogue(string guests, SourceSpan named, Findings findings)
    {
        var path = Path.Combine(Path.GetDirectoryName(named.File.Path) ?? "", guests);
        return SourceFile.ReadWithin(ReviewedFolder.Of(named.File.Path), path, named, findings) is { } file ? GuestCatalogue.Read(file, findings) : null;
    }
}

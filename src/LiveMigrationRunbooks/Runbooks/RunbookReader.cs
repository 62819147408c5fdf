using LiveMigrationRunbooks.Inventories.Guests;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Schedules;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Reads a runbook file: its shape, its kinds, its names. Everything that is wrong is told, and reading goes on.</summary>
public static class RunbookReader
{
    /// <summary>The runbook, or null when it cannot be read as one; look at <paramref name="findings"/> for errors in either case.</summary>
    public static Runbook? Read(string path, Findings findings)
    {
        if (SourceFile.Read(path, findings) is not { } file) return null;
        return YamlReader.Read(file, YamlDialect.Core, findings) is { } tree ? Read(path, tree, findings) : null;
    }

    private static Runbook? Read(string path, YamlNode tree, Findings findings)
    {
        if (new YamlExpect(findings).Mapping(tree) is not { } root) return null;
        var form = RecordBinder.Bind<RunbookForm>(root, findings);
        if (form?.Plays.List.Items.Count == 0) findings.Add(RunbookProblems.Empty("plays", root.Entry("plays")?.Key.Span ?? root.Span));
        var policies = Policies.Of(form?.Policies, findings);
        var catalogue = form?.Guests is { } guests ? GuestCatalogue.Read(Path.Combine(Path.GetDirectoryName(path) ?? "", guests), findings) : null;
        var guestPolicies = GuestPolicies.Of(catalogue ?? GuestCatalogue.Empty, policies, findings);
        var plays = new List<Play>();
        foreach (var item in form?.Plays.List.Items ?? [])
            if (PlayReader.Read(item, plays.Count + 1, policies, guestPolicies, findings) is { } play) plays.Add(play);
        Requirements.Check(plays, findings);
        return new Runbook(path, form?.Name ?? Path.GetFileNameWithoutExtension(path), InputReader.Read(root["inputs"], form?.Inputs, findings), [.. plays])
        {
            Guests = catalogue ?? GuestCatalogue.Empty,
            Window = form?.Window is { } window ? WindowReader.Read(window, findings) : null,
        };
    }
}

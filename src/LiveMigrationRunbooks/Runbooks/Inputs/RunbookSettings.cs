using LiveMigrationRunbooks.Inventories.Listing;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// What a runbook and <c>-e</c> set above the inventory, for whoever asks where a variable comes from. Whatever else a runbook may set
/// comes in here, each with the words for what sets it.
/// </summary>
public static class RunbookSettings
{
    /// <param name="runbook">Null where none is given: then <c>-e</c> may set any name.</param>
    public static IReadOnlyList<UpperSetting> Of(Runbook? runbook, IReadOnlyDictionary<string, YamlNode> extra, Findings findings)
    {
        var settings = new List<UpperSetting>();
        foreach (var input in runbook?.Inputs ?? [])
            settings.Add(new(ExplainedLayer.Runbook, input.Name, input.Default is { } value ? AsTyped(input, value) : null, input.Span, "input"));
        foreach (var variable in runbook?.Variables ?? [])
            settings.Add(new(ExplainedLayer.Runbook, variable.Name, variable.Value, variable.Span, "vars"));
        foreach (var (name, value) in extra)
        {
            var input = runbook?.Inputs.FirstOrDefault(input => input.Name == name);
            if (runbook is not null && input is null && !RunbookVariables.Names(runbook).Contains(name))
                findings.Add(RunbookProblems.UndeclaredInput(name, value.Span, runbook.Inputs.Select(known => known.Name), RunbookVariables.Names(runbook)));
            else if (input is not null && InputCheck.Wrong(input, value) is { } wrong)
                findings.Add(RunbookProblems.WrongInput(input, value.Span, wrong));
            settings.Add(new(ExplainedLayer.ExtraVars, name, input is null ? value : AsTyped(input, value), value.Span, "command line"));
        }

        return settings;
    }

    // An input of type string is text whatever it looks like, and one of another type is not, whatever its quotes.
    private static YamlNode AsTyped(Input input, YamlNode value) =>
        value is YamlScalar scalar ? scalar with { Plain = input.Type is not (InputType.String or InputType.Duration or InputType.Rate) } : value;
}

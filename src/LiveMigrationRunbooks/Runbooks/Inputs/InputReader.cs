using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Reads <c>inputs:</c> of a runbook and <c>parameters:</c> of a file that is included.</summary>
internal static class InputReader
{
    public static ValueList<Input> Read(YamlNode? node, ValueMap<InputForm>? forms, Findings findings)
    {
        var inputs = new List<Input>();
        foreach (var entry in (node as YamlMapping)?.Entries ?? [])
        {
            if (forms is null || !forms.TryGetValue(entry.Key.Text, out var form)) continue;
            if (VariableReader.WrongName(entry.Key.Text) is { } wrongName) findings.Add(StructureProblems.BadName(entry.Key, wrongName));
            var input = new Input(entry.Key.Text, form.Type, form.Default, form.Description, form.Allowed ?? [], form.Required, form.Pattern, form.Min, form.Max, entry.Key.Span);
            if (Contradiction(input, entry.Value) is var (at, why)) findings.Add(StructureProblems.BadInput(input, at, why));
            else if (input.Default is { } value && InputCheck.Wrong(input, value) is { } wrong) findings.Add(RunbookProblems.WrongInput(input, value.Span, wrong));
            foreach (var problem in input.Default is { } written ? SecretForm.Problems(written) : []) findings.Add(problem);
            inputs.Add(input);
        }
        return [.. inputs];
    }

    // What the declaration says must make sense whatever value comes.
    private static (SourceSpan At, string Why)? Contradiction(Input input, YamlNode form)
    {
        if (input.Pattern is { } pattern)
        {
            var at = (form as YamlMapping)?["pattern"]?.Span ?? input.Span;
            if (input.Type != InputType.String) return (at, "Only a string has a pattern.");
            if (Unusable(pattern) is { } reason) return (at, reason);
        }
        foreach (var limit in new[] { input.Min, input.Max }.OfType<YamlScalar>())
        {
            if (!InputCheck.HasAmount(input.Type)) return (limit.Span, "Only numbers, durations, sizes and rates have a least and a most.");
            if (InputCheck.AmountOf(input.Type, limit) is null) return (limit.Span, $"It must be {InputCheck.FormOf(input.Type)}.");
        }
        if (input.Default is { } value && TemplateNames.Holds(value)) return (value.Span, "It cannot hold a template: an input is known before any host is. Compute it in 'vars'.");
        return null;
    }

    private static string? Unusable(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking);
            return null;
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return problem.Message;
        }
    }
}

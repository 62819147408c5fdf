using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Reads <c>inputs:</c>, and the values given with <c>-e</c> against it.</summary>
internal static class InputReader
{
    public static ValueList<Input> Read(YamlNode? node, ValueMap<InputForm>? forms, Findings findings)
    {
        var inputs = new List<Input>();
        foreach (var entry in (node as YamlMapping)?.Entries ?? [])
        {
            if (forms is null || !forms.TryGetValue(entry.Key.Text, out var form)) continue;
            var input = new Input(entry.Key.Text, form.Type, form.Default, form.Description, form.Allowed ?? [], entry.Key.Span);
            if (input.Default is { } value && Wrong(input, value) is { } wrong) findings.Add(RunbookProblems.WrongInput(input, value.Span, wrong));
            foreach (var problem in input.Default is { } written ? SecretForm.Problems(written) : []) findings.Add(problem);
            inputs.Add(input);
        }
        return [.. inputs];
    }

    /// <summary>Why a value does not fit its input; null where it does.</summary>
    public static string? Wrong(Input input, YamlNode value)
    {
        if (value is YamlMapping mapping && SecretForm.Is(mapping))
            return input.Type != InputType.String ? "A secret is always a string." : input.Allowed.Count > 0 ? "A secret cannot be one of allowed values, for it is not looked at." : null;
        var scalar = value as YamlScalar;
        var fits = input.Type switch
        {
            InputType.List => value is YamlSequence,
            InputType.Integer => scalar is not null && long.TryParse(scalar.Text, out _),
            InputType.Bool => scalar?.Text is "true" or "false",
            _ => scalar is not null,
        };
        if (!fits) return $"It must be {input.Type switch { InputType.List => "a list", InputType.Integer => "a whole number", InputType.Bool => "true or false", _ => "text" }}.";
        return input.Allowed.Count > 0 && !input.Allowed.Contains(scalar?.Text ?? "") ? $"Allowed are {string.Join(", ", input.Allowed)}." : null;
    }
}

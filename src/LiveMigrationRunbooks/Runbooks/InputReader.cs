using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Reads <c>inputs:</c>, and the values given with <c>-e</c> against it.</summary>
internal static class InputReader
{
    private static readonly string[] s_keys = ["type", "default", "description", "allowed"];

    private static IEnumerable<string> Words => Enum.GetNames<InputType>().Select(name => name.ToLowerInvariant());

    public static IEnumerable<Input> Read(YamlNode? node, Findings findings)
    {
        var expect = new YamlExpect(findings);
        if (node is null || expect.Mapping(node) is not { } inputs) yield break;
        foreach (var entry in inputs.Entries)
        {
            if (expect.Mapping(entry.Value) is not { } about) continue;
            expect.UnknownKeys(about, s_keys);
            var allowed = about["allowed"] is YamlSequence list ? list.Items.OfType<YamlScalar>().Select(item => item.Text) : [];
            var input = new Input(
                entry.Key.Text, TypeOf(about["type"], findings), about["default"], (about["description"] as YamlScalar)?.Text, [.. allowed], entry.Key.Span);
            if (input.Default is { } value && Wrong(input, value) is { } wrong) findings.Add(RunbookProblems.WrongInput(input, value.Span, wrong));
            yield return input;
        }
    }

    /// <summary>Why a value does not fit its input; null where it does.</summary>
    public static string? Wrong(Input input, YamlNode value)
    {
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

    private static InputType TypeOf(YamlNode? node, Findings findings)
    {
        if (node is null) return InputType.String;
        if (node is YamlScalar scalar && Words.FirstOrDefault(word => word == scalar.Text) is { } type) return Enum.Parse<InputType>(type, ignoreCase: true);
        findings.Add(RunbookProblems.UnknownWord("type", node, Words));
        return InputType.String;
    }
}

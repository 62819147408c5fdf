using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>Reads nodes as the kind their place wants. What is of another kind is told to the findings, and null comes back.</summary>
public sealed class YamlExpect(Findings findings)
{
    /// <summary>A text, as it is written; numbers and truth values without quotes are texts too where a text is wanted.</summary>
    public string? Text(YamlNode node) => node is YamlScalar { IsNull: false } scalar
        ? scalar.Text
        : Refuse<string>(node, "A text", "Write a text; quote it if it begins with a special character.");

    public YamlMapping? Mapping(YamlNode node) => node as YamlMapping
        ?? Refuse<YamlMapping>(node, "A mapping", "Write 'key: value' lines, indented below the key.");

    public YamlSequence? Sequence(YamlNode node) => node as YamlSequence
        ?? Refuse<YamlSequence>(node, "A list", "Write '- ' entries below the key, or [a, b].");

    public bool? Bool(YamlNode node)
    {
        if (node is YamlScalar scalar)
        {
            if (CoreSchema.Bool(scalar) is { } value) return value;
            if (scalar.Plain && OnOff(scalar.Text.ToLowerInvariant()) is { } meant)
            {
                findings.Add(ShapeProblems.LegacyBool(scalar, meant));
                return null;
            }
        }

        return Missing<bool>(node, "A truth value", "Write true or false.");
    }

    public long? Integer(YamlNode node, long from = long.MinValue, long to = long.MaxValue)
    {
        if (node is not YamlScalar scalar || !CoreSchema.LooksInteger(scalar))
            return Missing<long>(node, "A whole number", "Write digits only, without quotes, unit or separators.");
        if (CoreSchema.Integer(scalar) is not { } value) findings.Add(ShapeProblems.TooLarge(scalar.Span, scalar.Text));
        else if (value < from || value > to) findings.Add(ShapeProblems.OutOfRange(scalar.Span, value, from, to));
        else return value;
        return null;
    }

    /// <summary>The value of a key that must be there.</summary>
    public YamlNode? Required(YamlMapping mapping, string key)
    {
        if (mapping[key] is { } value) return value;
        findings.Add(ShapeProblems.MissingKey(mapping.Span, key));
        return null;
    }

    /// <summary>Tells every key that is not among <paramref name="known"/>, with the one that was probably meant.</summary>
    public void UnknownKeys(YamlMapping mapping, params IReadOnlyList<string> known)
    {
        foreach (var (key, _) in mapping.Entries)
            if (!known.Contains(key.Text)) findings.Add(ShapeProblems.UnknownKey(key.Span, key.Text, known));
    }

    private static bool? OnOff(string word) => word switch { "yes" or "on" or "y" => true, "no" or "off" or "n" => false, _ => null };

    private T? Refuse<T>(YamlNode node, string wanted, string fix) where T : class
    {
        findings.Add(ShapeProblems.Wanted(node, wanted, fix));
        return null;
    }

    private T? Missing<T>(YamlNode node, string wanted, string fix) where T : struct
    {
        findings.Add(ShapeProblems.Wanted(node, wanted, fix));
        return null;
    }
}

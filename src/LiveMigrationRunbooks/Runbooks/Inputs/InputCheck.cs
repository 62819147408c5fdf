using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Whether a value fits its input, and what it is to expressions.</summary>
internal static class InputCheck
{
    /// <summary>Why a value does not fit its input; null where it does.</summary>
    public static string? Wrong(Input input, YamlNode value)
    {
        if (value is SecretNode || (value is YamlMapping mapping && SecretForm.Is(mapping)))
            return input.Type != InputType.String ? "A secret is always a string."
                : input.Allowed.Count > 0 || input.Pattern is not null ? "A secret cannot be one of allowed values, for it is not looked at." : null;
        if (value is YamlScalar { IsNull: true }) return input.Required ? $"It must be {FormOf(input.Type)}." : null;
        var amount = value is YamlScalar given ? AmountOf(input.Type, given) : null;
        var fits = input.Type switch
        {
            InputType.List => value is YamlSequence,
            InputType.Map => value is YamlMapping,
            InputType.String => value is YamlScalar,
            InputType.Bool => value is YamlScalar { Text: "true" or "false" },
            InputType.Switch => value is YamlScalar { Text: "on" or "off" },
            _ => amount is not null,
        };
        if (!fits) return $"It must be {FormOf(input.Type)}.";
        var text = (value as YamlScalar)?.Text ?? "";
        if (input.Allowed.Count > 0 && !input.Allowed.Contains(text)) return $"Allowed are {string.Join(", ", input.Allowed)}.";
        if (input is { Pattern: { } pattern, Type: InputType.String } && !Matches(pattern, text)) return $"It must match {pattern} as a whole.";
        if (amount is null) return null;
        if (input.Min is { } min && AmountOf(input.Type, min) is { } least && amount < least) return $"It must be at least {min.Text}.";
        return input.Max is { } max && AmountOf(input.Type, max) is { } most && amount > most ? $"It must be at most {max.Text}." : null;
    }

    /// <summary>The value for expressions. An input of type string keeps 0123 and yes as they were typed.</summary>
    public static Datum Typed(Input input, YamlNode value) => (input.Type, value) switch
    {
        (_, YamlScalar { IsNull: true }) => Datum.Null,
        (InputType.String or InputType.Duration or InputType.Rate, YamlScalar scalar) => new DatumText(scalar.Text),
        (_, YamlScalar scalar) => Datum.From(scalar with { Plain = true }),
        _ => Datum.From(value),
    };

    public static bool HasAmount(InputType type) => type is InputType.Integer or InputType.Number or InputType.Duration or InputType.Size or InputType.Rate;

    /// <summary>How much a value is, for limits; null where it is not of the type, or the type has no amount.</summary>
    public static double? AmountOf(InputType type, YamlScalar value) => type switch
    {
        InputType.Integer => CoreSchema.Integer(value with { Plain = true }),
        InputType.Number => CoreSchema.Integer(value with { Plain = true }) ?? CoreSchema.Number(value with { Plain = true }),
        InputType.Duration => Quantity.TryDuration(value.Text, out var duration, out _) ? duration.TotalSeconds : null,
        InputType.Size => Quantity.TrySize(value.Text, out var bytes, out _) ? bytes : null,
        InputType.Rate => Quantity.TryRate(value.Text, out var rate, out _) ? rate : null,
        _ => null,
    };

    public static string FormOf(InputType type) => type switch
    {
        InputType.String => "text",
        InputType.Integer => "a whole number",
        InputType.Number => "a number",
        InputType.Bool => "true or false",
        InputType.Switch => "on or off",
        InputType.Duration => "a duration: 30s, 2m",
        InputType.Size => "a size: 512MiB, 4GiB",
        InputType.Rate => ByteRate.Form,
        InputType.List => "a list",
        _ => "a mapping",
    };

    // A pattern that cannot be used was told where it is written.
    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.NonBacktracking);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return true;
        }
    }
}

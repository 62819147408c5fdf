using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps;

/// <summary>A type of argument with a form of its own in YAML: it reads itself and says what it expects.</summary>
public interface IArgument<TSelf> : IForm<TSelf> where TSelf : class, IArgument<TSelf>;

/// <summary>Turns one YAML value into one argument by the argument's type.</summary>
internal static class ArgumentBinder
{
    public static object? Bind(StepArgument argument, YamlNode node, Findings findings)
    {
        var number = node is YamlScalar { Plain: true } scalar && CoreSchema.LooksInteger(scalar);
        if (ValueBinder.Bind(argument.Type, node) is not { } bound)
        {
            var tooLarge = number && ValueTypes.Bare(argument.Type) == typeof(int) && node is YamlScalar digits && digits.Text.All(char.IsAsciiDigit);
            findings.Add(tooLarge ? StepProblems.OutOfRange(argument, node, RangeOf(argument.About)) : StepProblems.WrongForm(argument.Name, node, ValueTypes.FormOf(argument.Type)));
            return null;
        }
        if (argument.About.Quoted && number)
        {
            findings.Add(StepProblems.Unquoted(argument.Name, node));
            return null;
        }
        if (ValueBinder.OutsideOf(argument.About, bound) is not { } allowed) return bound;
        findings.Add(bound is string ? StepProblems.WrongForm(argument.Name, node, allowed) : StepProblems.OutOfRange(argument, node, allowed));
        return null;
    }

    private static string RangeOf(KeyAttribute about) => $"from {Math.Max(about.Min, int.MinValue)} to {Math.Min(about.Max, int.MaxValue)}";
}

using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// What is the same on every host: the runbook's inputs (what <c>-e</c> gave, else the default), and the variables that <c>-e</c> sets. An
/// input without a good value was told once; where it is used it is a name without a value.
/// </summary>
/// <param name="Given">The names that <c>-e</c> sets: they win over every variable.</param>
internal sealed record InputValues(IReadOnlyDictionary<string, Datum> Values, IReadOnlyList<string> Names, IReadOnlySet<string> Given)
{
    /// <summary>A scope in which the inputs hide what has their names.</summary>
    public Scope Over(Scope scope) =>
        Names.Aggregate(scope, (known, name) => Values.TryGetValue(name, out var value) ? known.With(name, value) : known.WithUnknown(name));

    public static InputValues Of(Runbook runbook, IReadOnlyDictionary<string, YamlNode> extra, Findings findings)
    {
        var values = new Dictionary<string, Datum>(StringComparer.Ordinal);
        foreach (var input in runbook.Inputs)
        {
            var given = extra.GetValueOrDefault(input.Name);
            if (given is not null && InputCheck.Wrong(input, given) is { } wrong) findings.Add(RunbookProblems.WrongInput(input, given.Span, wrong));
            else if ((given ?? input.Default) is { } value)
            {
                SecretLook.At(input.Name, value, ReferenceEquals(value, input.Default), findings);
                values[input.Name] = InputCheck.Typed(input, value);
            }
            else if (!input.Required) values[input.Name] = Datum.Null;
            else findings.Add(RunbookProblems.InputMissing(input));
        }
        foreach (var (name, value) in extra.Where(pair => runbook.Inputs.All(input => input.Name != pair.Key)))
        {
            SecretLook.At(name, value, inFile: false, findings);
            values[name] = Datum.From(value);
        }
        return new InputValues(values, [.. runbook.Inputs.Select(input => input.Name).Union(extra.Keys)], extra.Keys.ToHashSet(StringComparer.Ordinal));
    }
}

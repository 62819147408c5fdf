using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// The values of a runbook's inputs: what <c>-e</c> gave, else the default; the same on every host. An input without a good value was told
/// once; where it is used it is a name without a value.
/// </summary>
internal sealed record InputValues(IReadOnlyDictionary<string, Datum> Values, IReadOnlyList<string> Names)
{
    /// <summary>A scope in which the inputs hide what has their names.</summary>
    public Scope Over(Scope scope) =>
        Names.Aggregate(scope, (known, name) => Values.TryGetValue(name, out var value) ? known.With(name, value) : known.WithUnknown(name));

    public static InputValues Of(Runbook runbook, IReadOnlyDictionary<string, YamlNode> extra, Findings findings)
    {
        var values = new Dictionary<string, Datum>(StringComparer.Ordinal);
        foreach (var name in extra.Keys.Where(name => runbook.Inputs.All(input => input.Name != name)))
            findings.Add(RunbookProblems.UndeclaredInput(name, runbook.Inputs.Select(input => input.Name)));
        foreach (var input in runbook.Inputs)
        {
            var given = extra.GetValueOrDefault(input.Name);
            if (given is not null && InputReader.Wrong(input, given) is { } wrong) findings.Add(RunbookProblems.WrongInput(input, input.Span, wrong));
            else if ((given ?? input.Default) is { } value) values[input.Name] = Typed(input, value, findings);
            else findings.Add(RunbookProblems.InputMissing(input));
        }
        return new InputValues(values, [.. runbook.Inputs.Select(input => input.Name)]);
    }

    // A literal on the command line is seen by everyone who may list processes, as one in a file is by everyone who reads it.
    private static void Look(Input input, YamlNode value, Findings findings)
    {
        foreach (var problem in SecretForm.Problems(value)) findings.Add(problem);
        if (!SecretLiteral.In(input.Name, value).Any()) return;
        var inFile = ReferenceEquals(value, input.Default);
        findings.Add(SecretProblems.Literal(inFile ? value.Span : null, input.Name, inFile ? $"{value.Span.File.Path}:{value.Span.Line}" : "the command line"));
    }

    // An input of type string keeps 0123 and yes as they were typed.
    private static Datum Typed(Input input, YamlNode value, Findings findings)
    {
        Look(input, value, findings);
        return (input.Type, value) switch
        {
            (InputType.String, YamlScalar scalar) => new DatumText(scalar.Text),
            (_, YamlScalar scalar) => Datum.From(scalar with { Plain = true }),
            _ => Datum.From(value),
        };
    }
}

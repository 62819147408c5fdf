using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Reads what an entry says for itself and for everything inside of it.</summary>
internal static class FrameReader
{
    public static Frame Read(StepKeys about, YamlMapping own, Findings findings)
    {
        var loop = own.Entry("foreach") is { } given ? new ForEach(given.Value, about.As ?? "item", given.Value.Span) : null;
        if (loop is null && own.Entry("as") is { } name) findings.Add(StructureProblems.Misplaced(name.Key, "It names the item of 'foreach', which is not there.", "Add 'foreach:', or remove it."));
        if (loop?.Over is YamlScalar { IsNull: false } scalar && !Template.Holds(scalar.Text)) findings.Add(StructureProblems.NothingToRepeat(scalar.Span, $"the text '{scalar.Text}'"));
        else if (loop?.Over is YamlScalar { IsNull: true } nothing) findings.Add(StructureProblems.NothingToRepeat(nothing.Span, "empty"));
        if (own.Entry("as") is { Value: { } word } && VariableReader.WrongName(loop?.As ?? "item") is { } wrong && word is YamlScalar taken) findings.Add(StructureProblems.BadName(taken, wrong));
        return new Frame(about.Name, Conditions(about.When, findings), about.Tags ?? [], VariableReader.Read(about.Vars, findings), loop, [], []);
    }

    private static ValueList<Condition> Conditions(ValueList<YamlScalar>? when, Findings findings) =>
    [
        .. (when ?? []).Select(text => Expression.Parse(text.Text, text.Span, findings) is { } expression ? new Condition(expression, text.Span) : null).OfType<Condition>(),
    ];
}

using System.Reflection;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Expressions;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Steps;

/// <summary>Binds the arguments that a runbook gives, templates already evaluated, to the record of a kind; all that is wrong is told at once.</summary>
public static class StepBinder
{
    /// <summary>
    /// Why a value of this kind can never be this argument, or null: what a template will give is not known before the facts are, but its
    /// kind may be.
    /// </summary>
    public static Diagnostic? Refuses(StepKind kind, YamlEntry argument, DatumKind given) =>
        kind.Arguments.FirstOrDefault(known => known.Name == argument.Key.Text) is { } known && !ArgumentKinds.Takes(known.Type, given)
            ? StepProblems.WrongForm(known.Name, argument.Value, ValueTypes.FormOf(known.Type)) : null;

    /// <summary>The step, or null when something in its arguments is wrong.</summary>
    /// <param name="at">The kind's name in the runbook; where a missing argument is told.</param>
    /// <param name="unresolved">Arguments whose templates have no value yet, or a wrong one that was told: they are not looked at, and there is no step.</param>
    public static Step? Bind(StepKind kind, YamlNode arguments, SourceSpan at, Findings findings, IReadOnlySet<string>? unresolved = null)
    {
        if (arguments is not YamlMapping mapping)
        {
            if (arguments is not YamlScalar { IsNull: true })
            {
                findings.Add(StepProblems.NotAMapping(kind, arguments));
                return null;
            }
            mapping = new YamlMapping([], arguments.Span);
        }

        var sound = true;
        foreach (var entry in mapping.Entries.Where(entry => kind.Arguments.All(argument => argument.Name != entry.Key.Text)))
        {
            findings.Add(StepProblems.UnknownArgument(kind, entry.Key));
            sound = false;
        }

        var values = new List<object?>();
        foreach (var argument in kind.Arguments)
        {
            if (unresolved?.Contains(argument.Name) ?? false)
            {
                sound = false;
                continue;
            }
            var given = mapping[argument.Name];
            if (given is null or YamlScalar { IsNull: true })
            {
                if (argument.Required) findings.Add(StepProblems.MissingArgument(kind, argument, given?.Span ?? at));
                sound &= !argument.Required;
                values.Add(argument.Parameter.HasDefaultValue ? argument.Parameter.DefaultValue : null);
                continue;
            }
            var bound = IsMisplaced(kind, argument, given, findings) ? null : ArgumentBinder.Bind(argument, given, findings);
            sound &= bound is not null;
            values.Add(bound);
        }
        if (!sound) return null;
        var constructor = kind.Type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)
            ?? throw new InvalidOperationException($"{kind.Type.Name} has no constructor.");
        return Sound(kind, (Step)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [.. values], null), mapping, at, findings);
    }

    // A secret stands in the place of a whole argument that takes one, never inside of a list or a mapping.
    private static bool IsMisplaced(StepKind kind, StepArgument argument, YamlNode given, Findings findings)
    {
        if (argument.About.Secret && given is SecretNode) return false;
        var misplaced = SecretNode.In(given).ToList();
        foreach (var secret in misplaced) findings.Add(SecretProblems.NotHere(secret.Span, $"'{argument.Name}' of '{kind.Name}'", StepCatalogue.SecretPlaces));
        return misplaced.Count > 0;
    }

    private static Step? Sound(StepKind kind, Step step, YamlMapping mapping, SourceSpan at, Findings findings)
    {
        if (step is not ISelfChecked self) return step;
        var wrong = self.Wrong().ToList();
        foreach (var (argument, why, fix) in wrong)
        {
            findings.Add(StepProblems.Unsound(kind, argument, mapping.Entry(argument ?? "")?.Key.Span ?? at, why, fix));
        }
        return wrong.Count == 0 ? step : null;
    }
}

/// <summary>A kind whose arguments must agree with each other; what it says is told at the argument's place.</summary>
public interface ISelfChecked
{
    IEnumerable<(string? Argument, string Why, string Fix)> Wrong();
}

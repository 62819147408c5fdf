using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Envelopes;

/// <summary>Kinds by name, where * stands for any letters.</summary>
public sealed record KindPattern(string Text)
{
    /// <summary>Stands for moving guests, which is no step.</summary>
    public const string Evacuate = "evacuate";

    /// <summary>Everything that can be forbidden.</summary>
    public static IEnumerable<string> Known => StepCatalogue.Kinds.Keys.Append(Evacuate);

    public bool Matches(string kind) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(Text, kind, ignoreCase: false);

    /// <summary>Whether it could ever forbid something.</summary>
    public bool MatchesAny => Known.Any(Matches);
}

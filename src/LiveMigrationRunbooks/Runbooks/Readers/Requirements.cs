using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>Looks whether the plays that a play requires stand before it.</summary>
internal static class Requirements
{
    public static void Check(IReadOnlyList<Play> plays, Findings findings)
    {
        foreach (var (number, play) in plays.Index())
        {
            foreach (var name in play.Requires)
            {
                if (plays.Take(number).Any(earlier => earlier.Name == name.Value)) continue;
                findings.Add(play.Name == name.Value ? EvacuateProblems.RequiresItself(name)
                    : plays.Any(later => later.Name == name.Value) ? EvacuateProblems.RequiresLater(name)
                    : EvacuateProblems.RequiresUnknown(name, plays.Take(number).Select(earlier => earlier.Name)));
            }
        }
    }
}

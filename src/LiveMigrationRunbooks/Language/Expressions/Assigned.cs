namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>The names that a statement, or what stands inside of it, gives values.</summary>
internal static class Assigned
{
    public static IEnumerable<string> In(StatementSyntax statement) => statement switch
    {
        AssignSyntax assign => [assign.Name],
        IfSyntax choice => choice.Branches.SelectMany(branch => branch.Body).Concat(choice.Otherwise).SelectMany(In),
        CaseSyntax choice => choice.Branches.SelectMany(branch => branch.Body).Concat(choice.Otherwise).SelectMany(In),
        ForSyntax loop => loop.Body.Concat(loop.Otherwise).SelectMany(In),
        _ => [],
    };
}

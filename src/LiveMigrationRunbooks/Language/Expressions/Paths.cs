namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>The dotted paths of names that an expression uses.</summary>
internal static class Paths
{
    /// <summary><c>facts.nic["eth1"].mtu</c> as <c>facts.nic.eth1.mtu</c>; null where an index is computed.</summary>
    public static string? Of(Syntax syntax) => syntax switch
    {
        NameSyntax name => name.Name,
        MemberSyntax member when Of(member.Target) is { } target => $"{target}.{member.Name}",
        IndexSyntax { Index: LiteralSyntax literal } index when Of(index.Target) is { } target => $"{target}.{literal.Value.Text}",
        GroupSyntax group => Of(group.Inner),
        _ => null,
    };

    /// <summary>Every use, the longest path that is known without computing; optional where <c>??</c> stands behind it.</summary>
    public static IEnumerable<(string Path, int Start, int Length, bool Optional)> Uses(Syntax syntax, bool optional = false)
    {
        if (syntax is NameSyntax or MemberSyntax or IndexSyntax && Of(syntax) is { } path)
            return [(path, syntax.Start, syntax.Length, optional)];
        return syntax switch
        {
            MemberSyntax member => Uses(member.Target, optional),
            IndexSyntax index => [.. Uses(index.Target, optional), .. Uses(index.Index)],
            GroupSyntax group => Uses(group.Inner, optional),
            ListSyntax list => list.Items.SelectMany(item => Uses(item)),
            UnarySyntax unary => Uses(unary.Operand),
            BinarySyntax { Operator: "??" } choice => [.. Uses(choice.Left, true), .. Uses(choice.Right, optional)],
            BinarySyntax binary => [.. Uses(binary.Left), .. Uses(binary.Right)],
            CallSyntax call => call.Arguments.SelectMany(argument => Uses(argument)),
            _ => [],
        };
    }
}

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>
/// The functions of the language, by Scriban's names. Each gets its arguments with the kinds its signature states, and has an answer for all
/// of them, or tells why not.
/// </summary>
internal static class Functions
{
    private static readonly Dictionary<string, Function> s_byName = ((IEnumerable<Function>)
    [
        .. StringFunctions.All, .. StringParts.All, .. ArrayFunctions.All, .. ArrayParts.All, .. MathFunctions.All,
        .. ObjectFunctions.All, .. RegexFunctions.All, .. DateFunctions.All,
    ]).ToDictionary(function => function.Name, StringComparer.Ordinal);

    private static readonly HashSet<string> s_families = [.. s_byName.Keys.Select(name => name.Split('.')[0])];

    /// <summary>In ordinal order of their names.</summary>
    public static IEnumerable<Function> All => s_byName.Values.OrderBy(function => function.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => s_byName.Keys;

    public static bool IsFamily(string name) => s_families.Contains(name);

    public static Function? Find(string name) => s_byName.GetValueOrDefault(name);
}

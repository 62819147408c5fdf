using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>A name that expressions can use.</summary>
internal static partial class Identifier
{
    public const string Pattern = "[A-Za-z_][A-Za-z0-9_]*";

    public const string Words = "a name of letters, digits and _, not beginning with a digit";

    public static bool Is(string name) => Whole().IsMatch(name);

    [GeneratedRegex($@"\A(?:{Pattern})\z")]
    private static partial Regex Whole();
}

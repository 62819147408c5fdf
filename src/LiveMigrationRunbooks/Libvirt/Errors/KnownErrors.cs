using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Libvirt.Errors;

/// <summary>
/// The dictionary of error texts: of those that match a line the first counts, so the narrower stands before the wider. A text that is not
/// here is unknown, and an unknown text decides nothing.
/// </summary>
public static class KnownErrors
{
    public static IReadOnlyList<KnownError> All { get; } =
    [
        .. KnownMigrationErrors.All, .. KnownPathErrors.All, .. KnownHostErrors.All,
    ];

    /// <summary>What is known of a line; null where nothing is.</summary>
    public static KnownError? Of(string line) => All.FirstOrDefault(each => each.Text.IsMatch(line));

    internal static KnownError Row(string id, FaultOf fault, bool mayPass, string text, string cause, string remedy) =>
        new(id, fault, mayPass, cause, remedy, new Regex(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));
}

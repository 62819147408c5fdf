using System.Globalization;

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>How values look inside of a text, which is how Scriban writes them; YAML writes some of them in another way.</summary>
internal static class TextForm
{
    // In YAML 5.0 keeps its point so that it stays a number; in a text it is 5.
    public static string InText(this Datum datum) =>
        datum is DatumNumber { Value: var number } ? number.ToString("R", CultureInfo.InvariantCulture) : datum.Text;
}

using System.Globalization;

namespace LiveMigrationRunbooks.Cli.Views;

/// <summary>
/// How wide standard output is: what <c>COLUMNS</c> says where it is set, else the terminal's width; a file or a pipe has no end.
/// </summary>
internal static class TerminalWidth
{
    private const int Narrowest = 40;

    public static int Columns
    {
        get
        {
            if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0)
                return Math.Max(Narrowest, asked);
            return Console.IsOutputRedirected ? int.MaxValue : Told ?? int.MaxValue;
        }
    }

    /// <summary>How wide the terminal is that standard error goes to, as it is now: it may be made wider in mid-run.</summary>
    public static int OfTerminal => Told ?? Usual;

    private const int Usual = 80;

    private static int? Told
    {
        get
        {
            try
            {
                return Console.WindowWidth > 0 ? Math.Max(Narrowest, Console.WindowWidth) : null;
            }
            catch (IOException)
            {
                // A terminal that does not tell its size.
                return null;
            }
        }
    }
}

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
            if (Console.IsOutputRedirected) return int.MaxValue;
            try
            {
                return Console.WindowWidth > 0 ? Math.Max(Narrowest, Console.WindowWidth) : int.MaxValue;
            }
            catch (IOException)
            {
                // A terminal that does not tell its size.
                return int.MaxValue;
            }
        }
    }
}

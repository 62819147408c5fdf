namespace LiveMigrationRunbooks.Language.Text;

/// <summary>Letters that nobody sees and that change how the rest is shown: controls of both sets, marks of direction, joiners, odd spaces.</summary>
public static class UnsafeLetter
{
    public static bool Is(char letter) => char.IsControl(letter)
        || letter is (>= '\u200B' and <= '\u200F') or (>= '\u2028' and <= '\u202E') or (>= '\u2060' and <= '\u2069')
            or '\u061C' or '\uFEFF' or '\u00A0';
}

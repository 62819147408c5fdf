using LiveMigrationRunbooks.Language.Diagnostics;

namespace LiveMigrationRunbooks.Language.Text;

/// <summary>Problems of files as such, before anybody looks at what is written in them (LMR001 to LMR009, LMR960).</summary>
[ProblemFamily]
internal static class TextProblems
{
    public static Diagnostic Unreadable(string path, string reason, string fix) => new(
        "LMR001", Severity.Error, null, $"Cannot read '{path}'.", reason, fix);

    public static Diagnostic NotUtf8(SourceSpan span, string found) => new(
        "LMR002", Severity.Error, span, "The file is not UTF-8.", found, "Save the file as UTF-8 without a byte order mark.");

    public static Diagnostic ByteOrderMark(SourceSpan span) => new(
        "LMR003", Severity.Warning, span, "The file begins with a byte order mark.",
        "It is not part of the text and other tools may stumble over it; it was left out.",
        "Save the file as UTF-8 without a byte order mark.");

    public static Diagnostic ControlCharacter(SourceSpan span, int codePoint) => new(
        "LMR004", Severity.Error, span, $"The control character U+{codePoint:X4} stands in the text.",
        "Control characters are invisible and can change what a terminal shows.", "Remove it.");

    public static Diagnostic TooLarge(string path, long limit) => new(
        "LMR005", Severity.Error, null, $"'{path}' is too large.", $"A file that people write may have {limit / 1024 / 1024} MiB at most.",
        "Split the file, or name the file that was meant.");

    public static Diagnostic DirectionMark(SourceSpan span, int codePoint) => new(
        "LMR006", Severity.Error, span, $"The invisible character U+{codePoint:X4} changes the direction of the text.",
        "What a reviewer sees would differ from what is read.", "Remove it.");

    public static Diagnostic Outside(SourceSpan? named, string path) => new(
        "LMR960", Severity.Error, named, $"'{path}' lies outside of the repository that names it.",
        "A change under review could have any file of this machine read and shown. Without a repository, the folder of the file that names it counts.",
        "Put the file itself into the repository.");

    public static Diagnostic LineSeparator(SourceSpan span, int codePoint) => new(
        "LMR007", Severity.Error, span, $"The invisible line separator U+{codePoint:X4} stands here.",
        "Some programs begin a new line there and others do not.", "Remove it, or begin a new line.");
}

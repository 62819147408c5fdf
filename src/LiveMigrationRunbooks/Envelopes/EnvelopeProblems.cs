using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Envelopes;

/// <summary>What can be wrong with the limits of a repository, and what they are going to refuse: codes LMR475 to LMR479, LMR325 and LMR326.</summary>
[ProblemFamily]
internal static class EnvelopeProblems
{
    public static Diagnostic NotADigest(Placed<string> digest) => new(
        "LMR475", Severity.Error, digest.Span, "This is no SHA-256.", "Programs are trusted by their content: 64 hexadecimal digits.", "Write what 'lmr trust --executable FILE', or the refusal of the command, shows.");

    public static Diagnostic UnknownKind(Placed<string> kind, IEnumerable<string> known) => new(
        "LMR476", Severity.Error, kind.Span, $"No kind is called '{kind.Value}'.", "It would forbid nothing.", Suggestion.Fix(kind.Value, known, "kind"));

    public static Diagnostic NobodyMaySign(SourceSpan span) => new(
        "LMR477", Severity.Error, span, "Signatures are required, but nobody may sign.", "'signers' is missing, so every plan would be refused.", "Name the file of allowed signers, as signers: signers.");

    public static Diagnostic NoSigners(Placed<string> signers, string why) => new(
        "LMR478", Severity.Error, signers.Span, $"The signers '{signers.Value}' cannot be read.", why, "Name a file of allowed signers, a line each: alice@example.org ssh-ed25519 AAAA….");

    public static Diagnostic LeadsOut(string path) => new(
        "LMR479", Severity.Error, null, $"The limits '{path}' are a link that leads out of the repository.", "Who reviews the repository would not see them change.", "Put the file itself there.");

    public static Diagnostic NotAtRoot(string path, string root) => new(
        "LMR325", Severity.Error, null, $"'{path}' limits nothing.", "Limits are those of a whole repository, so that no folder loosens them.", $"Move it to {root}, or give it another name.");

    public static Diagnostic WillBeRefused(SourceSpan step, string kind, string limits) => new(
        "LMR326", Severity.Warning, step, $"apply refuses '{kind}' here.", $"{limits} forbids it (forbidden_kinds).", "Remove the step, or let those who keep the limits decide.");
}

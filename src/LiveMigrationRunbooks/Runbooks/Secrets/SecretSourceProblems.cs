using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Trust;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What can go wrong when a secret is read (LMR407 to LMR412, LMR419, LMR910 to LMR912). No message holds a value, nor what a program said.</summary>
[ProblemFamily]
internal static class SecretSourceProblems
{
    public static Diagnostic NotSet(EnvironmentSecret variable) => new(
        "LMR407", Severity.Error, variable.Span, $"The environment variable {variable.Name} is not set.", "A secret is to come from it.",
        $"Set it for this command, and take care that your shell does not keep it: read -rs {variable.Name}; export {variable.Name}");

    public static Diagnostic Unreadable(FileSecret file, string why) => new(
        "LMR408", Severity.Error, file.Span, $"The secret in '{file.Path}' cannot be read.", why, "Paths are relative to the folder of the file that says them.");

    public static Diagnostic OpenToOthers(FileSecret file) => new(
        "LMR409", Severity.Error, file.Span, $"Others than its owner can read or write '{file.Path}'.", "What everyone on this machine can read is no secret.",
        $"Run chmod 600 {file.Path}, or encrypt it with ansible-vault.");

    public static Diagnostic NotTrusted(CommandSecret command, string digest) => new(
        "LMR410", Severity.Error, command.Span, $"{Named(command)} was not run.",
        "Whoever may change this repository could run anything here, so each command line must be trusted outside of it.",
        $"Look at it, then add to {TrustedExecutables.DefaultPath} the line: {digest}  {string.Join(' ', command.Argv)}");

    public static Diagnostic CommandFailed(CommandSecret command, string why) => new(
        "LMR411", Severity.Error, command.Span, $"{Named(command)} gave no secret.", why, "What it said is not shown here, for it may hold the secret: run it by hand.");

    public static Diagnostic TooShort(SecretReference reference) => new(
        "LMR412", Severity.Error, reference.Span, "This secret is empty or has one letter.", $"It comes from {reference.Source}.", "Look whether the source holds what it should.");

    public static Diagnostic NotText(SecretReference reference) => new(
        "LMR419", Severity.Error, reference.Span, "This secret is not text.", $"What comes from {reference.Source} is not UTF-8, or holds NUL.", "Encode it, as base64 does, and decode it where it is used.");

    public static Diagnostic NoProgram(CommandSecret command) => new(
        "LMR910", Severity.Error, command.Span, $"There is no program '{command.Argv[0]}'.",
        command.Argv[0].Contains('/') ? $"It was looked for from {command.Folder}." : "It was looked for in PATH.", "Install it, or write where it is.");

    public static Diagnostic Missing(FileSecret file) => new(
        "LMR911", Severity.Warning, file.Span, $"There is no file '{file.Path}' on this machine.", "A secret is to come from it; whoever applies must have it.",
        "Paths are relative to the folder of the file that says them.");

    private static string Named(CommandSecret command) => $"The command '{string.Join(' ', command.Argv)}'";
}

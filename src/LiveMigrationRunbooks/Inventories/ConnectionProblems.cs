using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>Problems of how a host is reached, and of the keys that are our own (LMR134 to LMR137, LMR140 to LMR159).</summary>
[ProblemFamily]
internal static class ConnectionProblems
{
    public static Diagnostic NotRead(SourceSpan span, string name, string instead) => new(
        "LMR140", Severity.Warning, span, $"'{name}' has no effect here.",
        "It configures something that Ansible does and lmr does differently.", instead);

    public static Diagnostic ProbablyMeant(SourceSpan span, string name, string meant) => new(
        "LMR141", Severity.Warning, span, $"'{name}' is no connection variable.", "Nothing would read it.", $"Did you mean '{meant}'?");

    public static Diagnostic FreeArgument(SourceSpan span, string name, string argument, string instead) => new(
        "LMR142", Severity.Error, span, $"'{argument}' in {name} is not passed on to ssh.",
        "Free arguments could switch off the check of host keys, or run programs; a jump host and UserKnownHostsFile are understood.",
        instead);

    public static Diagnostic OpenArgument(SourceSpan span, string name) => new(
        "LMR134", Severity.Error, span, $"A quote in {name} is never closed.", "The arguments are split at spaces as a shell does.",
        "Close the quote.");

    public static Diagnostic BadAddress(SourceSpan span, string address, string why) => new(
        "LMR143", Severity.Error, span, $"'{address}' is neither an address nor a host's name.", why,
        "Give an IPv4 or IPv6 address without brackets and port, or a name.");

    public static Diagnostic BadUser(SourceSpan span, string user) => new(
        "LMR144", Severity.Error, span, $"'{user}' cannot be a user's name.",
        "It may hold letters, digits, '_', '-', '.', '@' and '+', and does not begin with '-'.",
        "Give the name of the account on the host.");

    public static Diagnostic BadKeyFile(SourceSpan span, string why) => new(
        "LMR145", Severity.Error, span, "This cannot be the path of a key file.", why,
        "Give the path of a private key, for example ~/.ssh/id_ed25519.");

    public static Diagnostic UnknownConnection(SourceSpan span, string kind) => new(
        "LMR146", Severity.Error, span, $"There is no connection '{kind}'.",
        "Hosts are reached by OpenSSH, or are the machine lmr runs on.", "Write ssh or local.");

    public static Diagnostic BadJump(SourceSpan span, string jump) => new(
        "LMR147", Severity.Error, span, $"'{jump}' is not a jump host.",
        "It is [user@]host[:port], or several of them separated by commas.", "Write it as in ssh's ProxyJump.");

    public static Diagnostic NotAnIp(SourceSpan span, string text) => new(
        "LMR148", Severity.Error, span, $"'{text}' is not an IP address.",
        "Migration streams go to an address of the migration network, so that no resolver decides on the path.",
        "Give an IPv4 or IPv6 address without a port.");

    public static Diagnostic BadQuantity(SourceSpan span, string problem) => new(
        "LMR149", Severity.Error, span, "This is not an amount that can be used here.", problem, "Correct the amount or its unit.");

    public static Diagnostic BadDate(SourceSpan span, string text) => new(
        "LMR150", Severity.Error, span, $"'{text}' is not a date.", "A host is parked until a day.", "Write it as 2027-01-31.");

    public static Diagnostic UnknownUplink(SourceSpan span, string name, IEnumerable<string> known) => new(
        "LMR135", Severity.Error, span, $"There is no uplink '{name}'.", "Uplinks are described in the variable 'uplinks' of the group 'all'.",
        Suggestion.Fix(name, known, "uplink"));

    public static Diagnostic NotAPercentage(SourceSpan span, string text) => new(
        "LMR136", Severity.Error, span, $"'{text}' is no share of a link.", "It says how many hundredths of the speed migrations may take.",
        "Write a percentage from 1% to 100%.");

    public static Diagnostic UplinksElsewhere(SourceSpan span) => new(
        "LMR137", Severity.Warning, span, "'uplinks' has no effect here.", "Links are shared, so they are described once for all hosts.",
        "Move it to the variables of the group 'all'; here write 'uplink: NAME'.");
}

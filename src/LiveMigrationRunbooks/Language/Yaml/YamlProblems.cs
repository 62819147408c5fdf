using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Language.Yaml;

/// <summary>Problems of YAML that can be told without knowing what the file is for (LMR010 to LMR029).</summary>
[ProblemFamily]
internal static class YamlProblems
{
    public static Diagnostic Syntax(SourceSpan span, string what, string why, string fix) =>
        new("LMR010", Severity.Error, span, what, why, fix);

    public static Diagnostic DuplicateKey(SourceSpan span, string key, SourceSpan first) => new(
        "LMR011", Severity.Error, span, $"The key '{key}' stands twice.",
        $"It was first given in line {first.Line}, column {first.Column}; only one of the two could count.", "Keep one of them.");

    public static Diagnostic SeveralDocuments(SourceSpan span) => new(
        "LMR012", Severity.Error, span, "A second document begins here.", "A file holds one document.",
        "Put it into a file of its own, or remove it.");

    public static Diagnostic Empty(SourceSpan span) => new(
        "LMR013", Severity.Error, span, "The file holds nothing.", "It is empty or has only comments.",
        "Write its content, or name another file.");

    public static Diagnostic TooDeep(SourceSpan span, int limit) => new(
        "LMR014", Severity.Error, span, $"This is nested more than {limit} levels deep.", "What lies deeper was not read.", "Flatten it.");

    public static Diagnostic Tag(SourceSpan span, string tag) => new(
        "LMR015", Severity.Error, span, $"The tag '{tag}' is not allowed.",
        "Types follow from what a key expects; a tag could only contradict it.",
        "Remove the tag.");

    public static Diagnostic MergeKey(SourceSpan span) => new(
        "LMR016", Severity.Error, span, "Merge keys ('<<') are not part of YAML 1.2.", "Where a value comes from would be hidden.",
        "Repeat the keys, or put the values into variables.");

    public static Diagnostic MergeValue(SourceSpan span) => new(
        "LMR017", Severity.Error, span, "Only a mapping, or a list of mappings, can be merged.", "The value of '<<' is something else.",
        "Give an alias of a mapping.");

    public static Diagnostic UnknownAlias(SourceSpan span, string name, IEnumerable<string> known) => new(
        "LMR018", Severity.Error, span, $"There is no anchor '{name}' above.", "'*' begins an alias, which repeats an earlier value.",
        known.Any() ? Suggestion.Fix(name, known.Take(200), "anchor") : "If a text is meant, quote it.");

    public static Diagnostic CyclicAlias(SourceSpan span, string name) => new(
        "LMR019", Severity.Error, span, $"The alias '{name}' stands inside of what it repeats.", "It would never end.",
        "Write the value out.");

    public static Diagnostic AliasBudget(SourceSpan span, int limit) => new(
        "LMR020", Severity.Error, span, $"Aliases repeat more than {limit} values.", "A few lines could fill the memory that way.",
        "Write fewer aliases of aliases.");

    public static Diagnostic ComplexKey(SourceSpan span) => new(
        "LMR021", Severity.Error, span, "A key must be a word.", "This key is a list or a mapping.", "Use a text as key.");

    public static Diagnostic UnquotedTemplate(SourceSpan span) => new(
        "LMR022", Severity.Error, span, "A value that begins with '{{' must be quoted.", "Without quotes YAML reads braces as a mapping.",
        "Write it as \"{{ … }}\".");

    public static Diagnostic TypographicQuote(SourceSpan span, char quote) => new(
        "LMR023", Severity.Error, span, $"The typographic quote {quote} (U+{(int)quote:X4}) stands here.",
        "YAML and the programs behind it know only straight quotes, so this one would become part of the value.", "Write \" or '.");

    public static Diagnostic Dash(SourceSpan span, char dash, string meant) => new(
        "LMR028", Severity.Error, span, $"The {LookAlikes.Name(dash)} stands where a hyphen is meant.",
        "Web pages and word processors make it out of hyphens; no program takes it for one.",
        $"Did you mean '{meant}'? Where the dash is meant, write \"\\u{(int)dash:X4}\".");

    public static Diagnostic ForeignColon(SourceSpan span, char colon) => new(
        "LMR029", Severity.Error, span, $"The {LookAlikes.Name(colon)} is no colon of YAML's.",
        "It looks like one, but separates no key from its value.", "Write ':' and a space.");

    public static Diagnostic InvisibleCharacter(SourceSpan span, int codePoint) => new(
        "LMR024", Severity.Error, span, $"The {LookAlikes.Name((char)codePoint)} stands here.",
        "It looks like a space or like nothing, but is part of the word.",
        "Replace it with an ordinary space, or quote the text if it is meant.");

    public static Diagnostic SwallowedList(SourceSpan span) => new(
        "LMR025", Severity.Error, span, "This list entry becomes part of the text above.",
        "A text without quotes goes on in deeper lines, and the key above already has one.", "Remove the text after the key, or quote it.");

    public static Diagnostic LegacyNumber(SourceSpan span, string written, string read) => new(
        "LMR026", Severity.Warning, span, $"'{written}' is read as {read}.",
        "YAML 1.1, which Ansible reads, takes it for a number in base 8 or 60.",
        "Quote it if the text is meant.");

    public static Diagnostic LongScalar(SourceSpan span, int limit) => new(
        "LMR027", Severity.Error, span, "This text is too long.", $"A single value may have {limit / 1024} KiB at most.",
        "Put it into a file of its own.");
}

namespace LiveMigrationRunbooks.Language.Expressions;

/// <summary>What Scriban has and this subset has not, and what to do instead.</summary>
internal static class NotInSubset
{
    private const string NoClock = "The same input gives the same result, so there is no clock: hand the date in as an input.";
    private const string NoChance = "The same input gives the same result, so there is no chance: hand the value in as an input.";
    private const string NoEval = "Values are data and are never evaluated: write the expression where the value is used.";
    private const string NoHtml = "Nothing here makes HTML.";

    /// <summary>Words that begin a statement there.</summary>
    public static IReadOnlyDictionary<string, string> Statements { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["while"] = "Go through a list or a range: for x in 1..10.",
        ["tablerow"] = NoHtml,
        ["capture"] = "Give a name to an expression: x = a + b.",
        ["readonly"] = "Leave it out; names of the template live in the template only.",
        ["import"] = "Name the members in full: object.member.",
        ["with"] = "Name the members in full: object.member.",
        ["wrap"] = "Write the text out where it belongs.",
        ["include"] = "Give the step another template, or write the text out.",
        ["include_join"] = "Give the step another template, or write the text out.",
        ["func"] = "Use the functions that are there; a template defines none.",
        ["do"] = "Use the functions that are there; a template defines none.",
        ["ret"] = "Put what follows into an 'if'.",
    };

    public static IReadOnlyDictionary<string, string> Functions { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["array.cycle"] = "Index a list: list[for.index % list.size].",
        ["date.now"] = NoClock,
        ["date.utc_now"] = NoClock,
        ["date.parse_to_string"] = "Write date.parse x | date.to_string format.",
        ["html.escape"] = NoHtml,
        ["html.strip"] = NoHtml,
        ["html.url_encode"] = NoHtml,
        ["html.url_escape"] = NoHtml,
        ["html.newline_to_br"] = NoHtml,
        ["math.random"] = NoChance,
        ["math.uuid"] = NoChance,
        ["object.eval"] = NoEval,
        ["object.eval_template"] = NoEval,
        ["object.format"] = "Write math.format, or date.to_string.",
        ["object.from_json"] = "Hand the data in as a variable: it keeps its structure.",
        ["object.kind"] = "Write object.typeof.",
        ["object.to_json"] = "Write the members out where they belong.",
        ["string.hmac_sha1"] = "Make it outside of the runbook and hand it in as a variable.",
        ["string.hmac_sha256"] = "Make it outside of the runbook and hand it in as a variable.",
        ["string.hmac_sha512"] = "Make it outside of the runbook and hand it in as a variable.",
        ["string.md5"] = "Write string.sha256.",
        ["string.sha1"] = "Write string.sha256.",
        ["string.sha512"] = "Write string.sha256.",
        ["string.slice1"] = "Write string.slice with a length.",
        ["string.to_float"] = "Write string.to_double.",
        ["string.truncatewords"] = "Write string.truncate.",
    };

    /// <summary>Letters that begin something else there.</summary>
    public static (string What, string Instead)? Symbol(string letter) => letter switch
    {
        "$" => ("'$' (a local name or a text with expressions inside)", "Write the name without '$'; put texts together with '+'."),
        "^" => ("'^' (a power, or a list handed out as arguments)", "Write the multiplication, or each argument."),
        "&" => ("'&' (and of bits)", "Write '&&' for truth values."),
        _ => null,
    };
}

using System.Globalization;
using System.Text;

namespace LiveMigrationRunbooks.Steps.Firewall.Evaluation;

/// <summary>One line of <c>iptables-save</c>: to which chain it adds what.</summary>
internal static class SaveRule
{
    private static readonly HashSet<string> s_goesOn =
        ["LOG", "NFLOG", "ULOG", "MARK", "CONNMARK", "DSCP", "TOS", "TCPMSS", "CT", "NOTRACK", "CLASSIFY", "SET", "TRACE", "SECMARK", "CONNSECMARK", "AUDIT", "CHECKSUM", "TTL", "HL", "RATEEST", "IDLETIMER", "LED"];

    /// <summary>The chain, and the place that the rule is inserted at; null at its end.</summary>
    public sealed record Change(string Chain, int? At);

    public static (Change Change, Rule Rule)? Read(string line)
    {
        var words = Words(line);
        if (words is [['[', ..], ..]) words.RemoveAt(0);
        if (words.Count < 2 || words[0] is not ("-A" or "--append" or "-I" or "--insert")) return null;
        var rest = 2;
        int? at = words[0] is "-I" or "--insert" ? 1 : null;
        if (at is not null && words.Count > 2 && int.TryParse(words[2], CultureInfo.InvariantCulture, out var given)) (at, rest) = (given, 3);
        return (new Change(words[1], at), Of([.. words.Skip(rest)], line));
    }

    private static Rule Of(List<string> words, string line)
    {
        var options = SaveOptions.Of(words);
        Act act = options.Target switch
        {
            null => new Pass(),
            "ACCEPT" or "SNAT" or "MASQUERADE" => new Accept(),
            "DROP" or "REJECT" => new TurnAway(),
            "RETURN" => new Return(),
            "QUEUE" or "NFQUEUE" or "DNAT" or "REDIRECT" or "TPROXY" or "SYNPROXY" or "NETMAP" => new Obscure(),
            var target when s_goesOn.Contains(target) => new Pass(),
            var target => new Jump(target, !options.Goes),
        };
        return new Rule(line, options.Comment, options.Matches, act) { Admits = act is Accept ? Admits(words) : null };
    }

    private static (string From, string Ports)? Admits(List<string> words) => words switch
    {
        ["-s", var from, "-p", var protocol, "-m", _, "--dport" or "--dports", var ports, "-j", "ACCEPT"] when !ports.Contains(',', StringComparison.Ordinal) =>
            (from, $"{ports.Replace(':', '-')}/{protocol}"),
        _ => null,
    };

    /// <summary>The words of a line; quotes hold words together, and a backslash takes a quote's meaning away.</summary>
    public static List<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quoted, any) = (false, false);
        for (var index = 0; index < line.Length; index++)
        {
            var letter = line[index];
            if (letter == '\\' && quoted && index + 1 < line.Length) word.Append(line[++index]);
            else if (letter == '"') (quoted, any) = (!quoted, true);
            else if (char.IsWhiteSpace(letter) && !quoted)
            {
                if (any || word.Length > 0) words.Add(word.ToString());
                word.Clear();
                any = false;
            }
            else word.Append(letter);
        }
        if (any || word.Length > 0) words.Add(word.ToString());
        return words;
    }
}

using System.Globalization;
using System.Text;

namespace LiveMigrationRunbooks.Commands;

/// <summary>
/// Writes a request as the text that the session's shell reads. That shell only stores the text (a quoted here-document) and runs it
/// as a file in a fresh shell: a command that reads standard input would otherwise eat the rest of the script.
/// </summary>
public static class RequestScript
{
    /// <summary>
    /// The first word of a command that is no program: the request's own function takes (<c>take</c>) or gives back (<c>drop</c>)
    /// the lock that the session's shell holds open.
    /// </summary>
    public const string LockWord = "lmr_lock";

    /// <summary>After <see cref="LockWord"/>: the session shows that it lives, by a lock of its own.</summary>
    public const string LiveWord = "live";

    private const int Base64LineLength = 76 * 64;

    /// <summary>Pure: the same request and nonce give the same text. The nonce must not be guessable by what the commands print.</summary>
    public static string Render(Request request, string nonce)
    {
        if (!nonce.All(char.IsAsciiLetterOrDigit) || nonce.Length < 16)
            throw new ArgumentException("A nonce is 16 or more ASCII letters and digits.", nameof(nonce));
        var text = new StringBuilder();
        if (request.Items.Any(item => item.Command.Argv[0] == LockWord)) text.Append("lmr_open_lock\n");
        if (request.Items.Any(item => item.Command.Argv is [LockWord, LiveWord])) text.Append("lmr_open_live\n");
        text.Append($"cat >\"$lmr_dir/q\" <<'{nonce}'\nlmr_nonce={nonce}\nlmr_label=\"session=$lmr_session request=$lmr_count items={request.Items.Count}\"\n");
        text.Append(EmbeddedScript.Read("Commands/request.sh"));
        foreach (var (number, item) in request.Items.Index()) Append(text, number, item, nonce);
        return text.Append($"lmr_frames\n{nonce}\nlmr_serve {nonce}\n").ToString();
    }

    private static void Append(StringBuilder text, int number, RequestItem item, string nonce)
    {
        if (item.Command.Input is { } input) AppendInput(text, number, [.. input], nonce);
        var seconds = Math.Max(0.1, item.Timeout.TotalSeconds).ToString("0.###", CultureInfo.InvariantCulture);
        text.Append($"lmr_item {number} {seconds} {(item.Required ? 1 : 0)} {ShellQuote.Line(item.Command.Argv)}\n");
    }

    private static void AppendInput(StringBuilder text, int number, byte[] input, string nonce)
    {
        text.Append($"lmr_input {number} <<'{nonce}i'\n");
        var encoded = Convert.ToBase64String(input);
        for (var start = 0; start < encoded.Length; start += Base64LineLength)
            text.Append(encoded.AsSpan(start, Math.Min(Base64LineLength, encoded.Length - start))).Append('\n');
        text.Append($"{nonce}i\n");
    }
}

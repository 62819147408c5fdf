using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Journals;

/// <summary>
/// One line of the file: the record, its number, and a digest over it and the digest before it, so that a line that was changed, lost,
/// moved or put in from elsewhere is seen. The digest is over the record's text, so that a later version, whose records have more members,
/// still reads it. The time is a label only; order is the number.
/// </summary>
internal sealed record JournalLine(
    [property: JsonPropertyName("seq")] long Sequence,
    [property: JsonPropertyName("at")] string At,
    [property: JsonPropertyName("record")] JsonElement Record,
    [property: JsonPropertyName("digest")] string Digest)
{
    /// <summary>What stands before the first record of a journal.</summary>
    public const string Seed = "lmr-journal-1";

    private const int MostText = 8000;

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The line's text, and the digest that the next one builds on.</summary>
    public static (string Text, string Digest) Write(long sequence, string previous, DateTimeOffset now, JournalRecord record)
    {
        return Write(sequence, previous, now, PlainJson.Of(JsonSerializer.Serialize(Told(record), s_options)));
    }

    // Names and digests are the plan's, where no secret can be; what a host said of itself may hold anything, and be of any length.
    private static JournalRecord Told(JournalRecord record) => record switch
    {
        DeedEnded ended => ended with { Text = Told(ended.Text) },
        HostLost lost => lost with { What = Told(lost.What), Remedy = Told(lost.Remedy) },
        _ => record,
    };

    private static string Told(string text) => SecretNet.OfThisProcess.Clean(Brief.Of(text, MostText));

    /// <summary>The same for a record that is text already.</summary>
    public static (string Text, string Digest) Write(long sequence, string previous, DateTimeOffset now, string text)
    {
        var at = now.ToString("yyyy-MM-ddTHH:mm:ss.fffZ");
        var digest = DigestOf(sequence, previous, at, text);
        return ($$"""{"seq":{{sequence}},"at":"{{at}}","record":{{text}},"digest":"{{digest}}"}""", digest);
    }

    /// <summary>Null where the text is no line of a journal.</summary>
    public static JournalLine? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JournalLine>(text, s_options) is { Record.ValueKind: JsonValueKind.Object } line ? line : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public bool Follows(long sequence, string previous) => Sequence == sequence + 1 && Digest == DigestOf(Sequence, previous, At, Record.GetRawText());

    /// <summary>What is wrong with a line that does not follow record <paramref name="sequence"/>, as the end of a sentence.</summary>
    public string WhyNotAfter(long sequence) => Sequence == sequence + 1
        ? "does not follow from the one before it: it was changed, or comes from elsewhere"
        : $"has the number {Sequence}: records are missing, out of order, doubled or from elsewhere";

    /// <summary>Null where this version knows no such record.</summary>
    public JournalRecord? Read()
    {
        try
        {
            return Record.Deserialize<JournalRecord>(s_options);
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private static string DigestOf(long sequence, string previous, string at, string record) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{previous}\n{sequence}\n{at}\n{record}")))[..32];
}

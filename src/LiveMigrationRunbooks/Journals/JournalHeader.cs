using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveMigrationRunbooks.Journals;

/// <summary>
/// What the first line of a journal says of the file: which format it has and which <c>lmr</c> wrote it. The form of this line is the one thing
/// that no later version may change, because it is what tells an older one to keep its hands off.
/// </summary>
/// <param name="Tool">For people: the name and version of the program that wrote it.</param>
internal sealed record JournalHeader([property: JsonPropertyName("format")] int Format, [property: JsonPropertyName("tool")] string Tool)
{
    /// <summary>The format that this version writes, and the newest that it reads. Journals without a header are older, and are read too.</summary>
    public const int Current = 1;

    private const string Kind = "journal";

    public static string ThisTool { get; } = $"lmr {typeof(JournalHeader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0"}";

    /// <summary>The record of a new journal's first line.</summary>
    public static string Text => $$"""{"is":"{{Kind}}","format":{{Current}},"tool":"{{JsonEncodedText.Encode(ThisTool)}}"}""";

    /// <summary>Null where the record is none; a header that says nothing readable has the format 0, which nobody writes.</summary>
    public static JournalHeader? Of(JsonElement record)
    {
        if (!record.TryGetProperty("is", out var kind) || kind.ValueKind != JsonValueKind.String || kind.GetString() != Kind) return null;
        var format = record.TryGetProperty("format", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value) ? value : 0;
        var tool = record.TryGetProperty("tool", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() ?? "" : "";
        return new JournalHeader(format, tool);
    }

    /// <summary>Why this version does not read the journal; null where it does.</summary>
    public string? Refusal => Format is > 0 and <= Current ? null
        : $"It has format {Format}, written by {(Tool.Length > 0 ? Tool : "an unknown version")}; this is {ThisTool}, which reads format {Current} and older.";
}

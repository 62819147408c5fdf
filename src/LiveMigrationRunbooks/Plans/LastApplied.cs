using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans;

/// <summary>
/// The value that a run gave to one key of a host, as the host keeps it until another run gives it another: drift is told from it, on whichever
/// machine it is asked for.
/// </summary>
/// <param name="Arguments">Those of the whole step, which may have more keys.</param>
/// <param name="State">What the change was to bring, of the whole step.</param>
/// <param name="Runbook">Its name: a key of another runbook is not missed in this one.</param>
public sealed record LastApplied(int Format, string Key, string Kind, JsonNode Arguments, JsonNode State, string Step, string Run, string Runbook)
{
    public const int CurrentFormat = 1;

    /// <summary>When, in seconds since 1970 by the host's clock; the host adds it.</summary>
    public long? At { get; init; }

    /// <summary>In which boot of the host; the host adds it.</summary>
    public string? BootId { get; init; }

    /// <summary>One line of JSON, which begins with its brace: the host puts what it adds behind that.</summary>
    [JsonIgnore]
    public string Text => JsonSerializer.Serialize(this, StepJson.Options);

    /// <summary>What a key is kept under: a file name.</summary>
    public static string NameOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];

    /// <summary>What a change gives to each of its keys.</summary>
    public static IEnumerable<LastApplied> Of(ChangeDeed deed, string run, string runbook) => (StepCatalogue.FromJson(deed.Step.Kind, deed.Step.Arguments)?.Keys ?? [])
        .Select(key => new LastApplied(CurrentFormat, key, deed.Step.Kind, deed.Step.Arguments, deed.Change.After, deed.Step.Name, run, runbook));

    /// <summary>What a host keeps, a line each. A line that this version cannot read is left to the one that wrote it.</summary>
    public static ValueList<LastApplied> Read(CommandResult answer) => [.. answer.Lines.Select(Read).OfType<LastApplied>().Where(applied => applied is { Format: CurrentFormat, Key: not null, Kind: not null, Arguments: not null, State: not null, Run: not null, Runbook: not null })];

    private static LastApplied? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<LastApplied>(line, StepJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

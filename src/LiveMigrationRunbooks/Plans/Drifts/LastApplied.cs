using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans.Drifts;

/// <summary>
/// The value that a run gave to the keys of one step of a host, as the host keeps it under each of them until another run gives that another:
/// drift is told from it, on whichever machine it is asked for.
/// </summary>
/// <param name="Keys">Those of the step.</param>
/// <param name="State">What the change was to bring.</param>
/// <param name="Runbook">Its name: a key of another runbook is not missed in this one.</param>
public sealed record LastApplied(int Format, ValueList<string> Keys, string Kind, JsonNode Arguments, JsonNode State, string Step, string Run, string Runbook)
{
    public const int CurrentFormat = 1;

    /// <summary>The key under which it was found; empty before it is kept.</summary>
    [JsonIgnore]
    public string Key { get; init; } = "";

    /// <summary>When, in seconds since 1970 by the host's clock; the host adds it.</summary>
    public long? At { get; init; }

    /// <summary>In which boot of the host; the host adds it.</summary>
    public string? BootId { get; init; }

    /// <summary>One line of JSON, which begins with its brace: the host puts what it adds behind that.</summary>
    [JsonIgnore]
    public string Text => JsonSerializer.Serialize(this, StepJson.Options);

    /// <summary>What a key is kept under: a file name.</summary>
    public static string NameOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];

    /// <summary>What a change gives to the keys of its step.</summary>
    public static LastApplied Of(ChangeDeed deed, string run, string runbook) => new(
        CurrentFormat, StepCatalogue.FromJson(deed.Step.Kind, deed.Step.Arguments)?.Keys ?? [], deed.Step.Kind, deed.Step.Arguments, deed.Change.After, deed.Step.Name, run, runbook);

    /// <summary>
    /// What a host keeps: a line of JSON, then a line with each name under which it stands. A line that this version cannot read is left to the one that
    /// wrote it.
    /// </summary>
    public static ValueList<LastApplied> Read(CommandResult answer)
    {
        var found = new List<LastApplied>();
        LastApplied? last = null;
        foreach (var line in answer.Lines)
        {
            if (!line.StartsWith("= ", StringComparison.Ordinal)) last = Read(line);
            else if (last?.Keys.FirstOrDefault(key => NameOf(key) == line[2..]) is { } key) found.Add(last with { Key = key });
        }
        return [.. found];
    }

    private static LastApplied? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<LastApplied>(line, StepJson.Options) is { Format: CurrentFormat, Keys: not null, Kind: not null, Arguments: not null, State: not null, Run: not null, Runbook: not null } applied
                ? applied : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

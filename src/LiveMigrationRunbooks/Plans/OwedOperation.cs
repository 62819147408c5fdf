using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Plans;

/// <summary>
/// An operation that a change called for and that was not run, because the run ended before it. The host keeps it until somebody runs it, so
/// that no later plan finds everything as wanted while a daemon still has its old files.
/// </summary>
/// <param name="CalledBy">Names of the steps that called it.</param>
public sealed record OwedOperation(StepReference Step, ValueList<string> CalledBy, string Run)
{
    /// <summary>Names what is to be run, whatever it is called: kind and arguments.</summary>
    [JsonIgnore]
    public string Key => KeyOf(Step);

    /// <summary>One line of JSON.</summary>
    [JsonIgnore]
    public string Text => JsonSerializer.Serialize(this, StepJson.Options);

    public static string KeyOf(StepReference step) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(step.Kind + step.Arguments.ToJsonString(StepJson.Options))))[..32];

    /// <summary>What a host keeps, a line each. A line that this version cannot read is left to the one that wrote it.</summary>
    public static ValueList<OwedOperation> Read(CommandResult answer) => [.. answer.Lines.Select(Read).OfType<OwedOperation>()];

    private static OwedOperation? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<OwedOperation>(line, StepJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

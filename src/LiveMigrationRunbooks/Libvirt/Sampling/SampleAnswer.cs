using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Libvirt.Sampling;

/// <summary>What sampling the guests of a host came to.</summary>
/// <param name="Sampled">One for each guest that was.</param>
/// <param name="Passed">Guests that were not, each with why.</param>
/// <param name="Ended">Why it ended before all guests were; null where they were.</param>
/// <param name="Broken">Why it could not be done, or what is missing of its answer; null where it was.</param>
public sealed record SampleAnswer(ValueList<SampledGuest> Sampled, ValueList<string> Passed, string? Ended, string? Broken)
{
    private const int Fields = 7;

    /// <summary>For people, a line each; none where no guest runs.</summary>
    [JsonIgnore]
    public ValueList<string> Told =>
        [.. Sampled.Select(guest => $"{guest.Name} {guest.Sampling.Told}"), .. Passed.Select(guest => $"passed over {guest}"), .. Ended is { } why ? [$"ended early: {why}"] : Array.Empty<string>()];

    public static SampleAnswer Read(CommandResult result)
    {
        var lines = result.Lines.Select(line => line.Split(' ', Fields)).Where(words => words.Length == Fields).ToList();
        var ended = lines.Where(words => words[0] == "ended").Select(words => words[^1]).FirstOrDefault();
        return new SampleAnswer(
            [.. lines.Where(words => words[0] == "sampled").Select(words => GuestSampling.Of(words.AsSpan(1, 5)) is { } sampling ? new SampledGuest(words[^1], sampling) : null).OfType<SampledGuest>()],
            [.. lines.Where(words => words[0] == "passed").Select(words => words[^1])],
            result.Succeeded ? ended : null,
            result.Succeeded ? null : ended ?? result.Complaint);
    }
}

/// <summary>A guest by its name, and how it wrote to its memory.</summary>
public sealed record SampledGuest(string Name, GuestSampling Sampling);

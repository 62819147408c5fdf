using System.Text.Json.Serialization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Time;

/// <summary>Time sources in one form: directives of lmr's files, or names of what chronyd has.</summary>
/// <param name="Entries">Directives as chrony reads them, in order; of the running form the sources that were asked for and are there.</param>
/// <param name="SourcesFile">Where this host's chrony looks for sources that it can load while it runs; null where it does so nowhere.</param>
/// <param name="ConfFile">Where it looks for other directives, at its start.</param>
/// <param name="Running">Whether this is what chronyd has now.</param>
public sealed record TimeState(ValueList<string> Entries, string? SourcesFile = null, string? ConfFile = null, bool Running = false)
{
    private const string Header = "# Kept by lmr: time sources.";

    /// <summary>The name of a source's directive; null for other directives.</summary>
    public static string? SourceOf(string entry) => entry.Split(' ') is ["server" or "pool", var name, ..] ? name : null;

    /// <summary>The two numbers of makestep.</summary>
    [JsonIgnore]
    public string? Makestep => Entries.FirstOrDefault(entry => entry.StartsWith("makestep ", StringComparison.Ordinal))?["makestep ".Length..];

    [JsonIgnore]
    public string SourcesText => TextOf(Entries.Where(entry => SourceOf(entry) is not null));

    [JsonIgnore]
    public string ConfText => TextOf(Entries.Where(entry => SourceOf(entry) is null));

    private static string TextOf(IEnumerable<string> entries) => entries.ToList() is { Count: > 0 } lines ? $"{Header}\n{string.Join('\n', lines)}" : "";
}

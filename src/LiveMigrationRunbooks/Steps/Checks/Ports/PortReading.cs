using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Steps.Checks;

/// <summary>What one host says: on which ports it listened, which were in use, and how its connections to others ended.</summary>
/// <param name="Missing">A program that it lacks for this question.</param>
/// <param name="Silent">Ports that were free, and on which the host could not listen all the same.</param>
/// <param name="Tried">By address and port: <c>open</c>, <c>refused</c>, <c>rejected</c>, <c>dropped</c>.</param>
internal sealed record PortReading(string Host, string? Address, string? Missing, string Range, ValueList<int> Listens, ValueList<int> Busy, ValueList<int> Silent, IReadOnlyDictionary<(string Address, int Port), string> Tried)
{
    public static PortReading Of(HostAnswers host)
    {
        var told = host.Answers.Results[0].Lines.Select(line => line.Split(' ')).ToList();
        var tried = host.Answers.Results.Skip(1).SelectMany(answer => answer.Lines).Select(line => line.Split(' ')).ToList();
        return new(
            host.Scene.Host, host.Scene.Self.MigrationAddress,
            told.Concat(tried).FirstOrDefault(words => words is ["missing", _])?[1],
            told.FirstOrDefault(words => words is ["range", _, _]) is { } range ? $"{range[1]}-{range[2]}" : "",
            Ports("listens"), Ports("busy"), Ports("silent"),
            tried.Where(words => words.Length == 3).DistinctBy(words => (words[0], words[1])).ToDictionary(words => (words[0], Number(words[1])), words => words[2]));

        ValueList<int> Ports(string word) => [.. told.Where(words => words.Length == 2 && words[0] == word).Select(words => Number(words[1])).Order()];
    }

    /// <summary>How a connection to another host's port ended. What did not answer while we waited was dropped.</summary>
    public string To(PortReading other, int port) => other.Address is { } address && Tried.TryGetValue((address, port), out var word) ? word : "dropped";

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}

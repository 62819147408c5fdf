using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs.Readers;

/// <summary>Puts the probes of steps into a request, and takes their answers out of the results.</summary>
internal static class StepProbes
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // What is asked may be secret, and a digest of it could be tried out.
    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(32);

    // Steps that ask the same share the answer.
    public static IEnumerable<RequestItem> Items(IEnumerable<(string StepId, ValueList<Command> Probe)> probes) => Items(probes, _ => s_patience);

    /// <param name="patience">How long a step waits for each of its answers; for one that is shared the longest counts.</param>
    public static IEnumerable<RequestItem> Items(IEnumerable<(string StepId, ValueList<Command> Probe)> probes, Func<string, TimeSpan> patience)
    {
        var asked = probes.ToList();
        return Questions(asked).Select(command => new RequestItem(ItemId(command), command, asked.Where(probe => probe.Probe.Contains(command)).Max(probe => patience(probe.StepId))));
    }

    public static Dictionary<string, Answers> Answers(IEnumerable<(string StepId, ValueList<Command> Probe)> probes, IReadOnlyDictionary<string, CommandResult> results)
    {
        var asked = probes.ToList();
        var answers = Questions(asked).ToDictionary(command => command, command => results[ItemId(command)]);
        return asked.ToDictionary(probe => probe.StepId, probe => new Answers([.. probe.Probe.Select(command => answers[command])]), StringComparer.Ordinal);
    }

    private static IEnumerable<Command> Questions(IEnumerable<(string StepId, ValueList<Command> Probe)> probes) => probes.SelectMany(probe => probe.Probe).Distinct();

    // The question itself names its answer: whoever looks for one need not know what else was asked.
    private static string ItemId(Command command)
    {
        using var digest = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, s_key);
        Append(digest, command.Argv.Count);
        foreach (var part in command.Argv.Select(Encoding.UTF8.GetBytes).Concat(command.Input is { } input ? [[.. input]] : Array.Empty<byte[]>()))
        {
            Append(digest, part.Length);
            digest.AppendData(part);
        }
        return $"step#{Convert.ToHexStringLower(digest.GetHashAndReset())}";
    }

    private static void Append(IncrementalHash digest, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        digest.AppendData(bytes);
    }
}

using System.Security.Cryptography;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Runs.Guarding;

/// <summary>
/// Sends bulk data through a session both ways. A path that lets small packets through and loses large ones lets somebody log in and hangs with
/// the first long answer; both ends fill their packets to the size they have.
/// </summary>
internal static class PathProbe
{
    public const string Id = "path";
    private const int Blocks = 6144;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    // Nothing that a session with compression would make small.
    private static readonly Lazy<string> s_bulk = new(() => string.Concat(Enumerable.Range(0, Blocks).Select(number => Convert.ToBase64String(SHA256.HashData(BitConverter.GetBytes(number))))));

    /// <summary>264 KiB, sent and sent back.</summary>
    public static RequestItem Item => new(Id, Command.Of("cat").WithInput(s_bulk.Value), s_patience);

    public static bool Held(IReadOnlyDictionary<string, CommandResult> results) => results[Id] is { Succeeded: true, Lost: 0 } answer && answer.Text == s_bulk.Value;
}

using System.Text.Json;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Steps;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>What a hook reads on its standard input. A wire format: members are only added.</summary>
/// <param name="When"><c>before_guest</c> or <c>after_guest</c>.</param>
/// <param name="Again">Whether an earlier try of the same run began it, and nobody knows how that ended.</param>
/// <param name="Outcome"><c>moved</c> or <c>stayed</c>; null before the move.</param>
/// <param name="Serves">What its owner's question was answered after the move; null where nobody asked, or it was silent before.</param>
internal sealed record HookInput(string When, bool Again, string Run, string Runbook, string Play, string Wave, HookGuest Guest, string Source, string Target, string? Outcome, bool? Serves)
{
    public int LmrHook { get; init; } = 1;

    public static HookGuest Of(GuestMove move) => new(move.Uuid, move.Name, !move.Offline, move.MemoryKib / 1024, move.Autostart, move.Terms.Name);

    /// <summary>One line.</summary>
    public string Line() => JsonSerializer.Serialize(this, StepJson.Options) + "\n";
}

/// <param name="Running">Whether it runs; of one that does not only the definition moves.</param>
/// <param name="Policy">The name of the policy by which it moves.</param>
internal sealed record HookGuest(string Uuid, string Name, bool Running, long MemoryMib, bool Autostart, string Policy);

namespace LiveMigrationRunbooks.Hosts.Hypervisors.Simulated;

/// <summary>A guest as the model of a move knows it: M bytes in use, of which it writes to W again and again, at D bytes a second.</summary>
public sealed record SimulatedGuest(string Uuid, string Name, long MemoryBytes, long HotBytes, double DirtyBytesPerSecond)
{
    /// <summary>Whether an agent answers in it.</summary>
    public bool HasAgent { get; init; }

    /// <summary>What must be sent once more after a pass that took so long: min(W, D·t).</summary>
    /// <param name="throttle">The share of its time that it is kept from running, 0 to 1.</param>
    public double Again(double seconds, double throttle) => Math.Min(HotBytes, DirtyBytesPerSecond * (1 - throttle) * seconds);
}

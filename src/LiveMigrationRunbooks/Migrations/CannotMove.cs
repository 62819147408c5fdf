namespace LiveMigrationRunbooks.Migrations;

/// <summary>What becomes of a guest that no target can take.</summary>
/// <param name="Within">How long it may take to shut down; of no meaning for the other ways.</param>
public sealed record CannotMove(CannotMoveWay Way, TimeSpan Within = default)
{
    /// <summary>The time that <c>libvirt-guests</c> gives a guest too.</summary>
    public static readonly TimeSpan UsualWithin = TimeSpan.FromMinutes(5);

    public static CannotMove Refuse { get; } = new(CannotMoveWay.Refuse);

    public static CannotMove Leave { get; } = new(CannotMoveWay.Leave);

    public static CannotMove ManagedSave { get; } = new(CannotMoveWay.ManagedSave);

    public static CannotMove Shutdown(TimeSpan? within = null) => new(CannotMoveWay.Shutdown, within ?? UsualWithin);
}

public enum CannotMoveWay
{
    /// <summary>The evacuation is refused as a whole, before anything is touched.</summary>
    Refuse,

    /// <summary>The guest is left where it is and runs on; the others go, and the run ends as incomplete by rule.</summary>
    Leave,

    /// <summary>It is asked to shut down. One that does not go in time runs on, and its host is not changed; nothing ends it by force.</summary>
    Shutdown,

    /// <summary>Its memory is saved to its host's disk, and it goes on from there when it is started.</summary>
    ManagedSave,
}

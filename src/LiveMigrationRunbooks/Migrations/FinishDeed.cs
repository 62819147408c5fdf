namespace LiveMigrationRunbooks.Migrations;

/// <summary>What may be done after a move. Each deed reads its own precondition again on the host, in the same step; after the last of a list both sides are judged anew, until nothing is left to do.</summary>
public enum FinishDeed
{
    /// <summary>Give the guest back its own autostart setting on the target.</summary>
    SetAutostartOnTarget,

    /// <summary>Give it back on the source, where the guest has stayed.</summary>
    RestoreAutostartOnSource,

    /// <summary>Remove the inactive definition.</summary>
    UndefineSource,

    /// <summary>Destroy the paused copy that a finished move left behind.</summary>
    DestroySourceHusk,

    /// <summary>Let the guest go on after a move that stopped it and failed.</summary>
    ResumeSource,

    /// <summary>Remove the record of the unfinished move.</summary>
    ForgetMove,
}

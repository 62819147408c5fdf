namespace LiveMigrationRunbooks.Cli;

/// <summary>What <c>lmr</c> ends with. Apply, rollback and their kin have bits of their own, see <c>RunSummary</c>.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>No result: bad input, refused, nothing touched.</summary>
    public const int Refused = 1;

    /// <summary><c>plan --detailed-exitcode</c>: there is something to do.</summary>
    public const int Changes = 2;

    /// <summary><c>plan</c>: a host could not be read, so nobody can say that it is clean.</summary>
    public const int Unread = 4;

    public const int Interrupted = 130;

    /// <summary>SIGTERM, before a run was begun.</summary>
    public const int Terminated = 143;
}

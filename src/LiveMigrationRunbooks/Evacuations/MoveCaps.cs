namespace LiveMigrationRunbooks.Evacuations;

/// <summary>
/// How many guests may be on their way at the same time. One each unless somebody wrote more: two streams over one full link take as long as one
/// after the other at best, and each guest writes to its memory for longer meanwhile, so that it may not converge at all.
/// </summary>
public sealed record MoveCaps(int PerSource = 1, int PerTarget = 1, int PerUplink = 1)
{
    /// <summary>
    /// Moves that may be starting towards one host at once: each logs in there, and sshd turns logins away from the tenth on that is not done yet
    /// (<c>MaxStartups 10:30:100</c>); two are left for people.
    /// </summary>
    public const int Starts = 8;

    /// <summary>The migration ports of a host where its libvirt was not told otherwise (49152 to 49215).</summary>
    public const int Ports = 64;
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>What is to be done about a post-copy whose path broke. Nothing of it can lose the guest: both sides wait, each with its part of the memory.</summary>
public abstract record PostCopyMend
{
    private protected PostCopyMend()
    {
    }

    /// <summary>Look again later.</summary>
    public sealed record Wait(string Why) : PostCopyMend;

    /// <summary>End a connection whose other end is gone: a side to which nothing comes does not notice by itself, and takes nothing up again before it has.</summary>
    public sealed record HangUp(bool OnSource, MigrationLink Link) : PostCopyMend;

    /// <summary>Repeat the move, so that it goes on.</summary>
    public sealed record TakeUpAgain : PostCopyMend;

    /// <param name="here">The connections that the source has for the guest; null where they could not be read.</param>
    /// <param name="there">Those of the target.</param>
    /// <param name="path">Why the source does not reach the target; null where it does.</param>
    public static PostCopyMend Next(SideReading.Present source, SideReading.Present target, ValueList<MigrationLink>? here, ValueList<MigrationLink>? there, string? path)
    {
        if (here is null || there is null) return new Wait("the connections of its two halves could not be read");
        if (here.Any(link => there.Contains(link.Mirrored))) return new Wait("its two halves are connected, and QEMU goes on by itself");
        if (!Noticed(target) && there.Count > 0) return new HangUp(OnSource: false, there[0]);
        if (!Noticed(source) && here.Count > 0) return new HangUp(OnSource: true, here[0]);
        return path is null ? new TakeUpAgain() : new Wait(path);
    }

    private static bool Noticed(SideReading.Present side) => side.Condition.Reason == StateReason.PostCopyFailed;
}

using System.Globalization;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>
/// The commands of a move, all to be run on the source. Never <c>--unsafe</c>, never <c>--undefinesource</c> (undefining is a deed of its
/// own, after both sides were read), never <c>--timeout</c> (its default action suspends the guest).
/// </summary>
public static class MigrationCommand
{
    private const string Local = "qemu:///system";

    /// <summary>The move itself; it lasts as long as the migration does. <paramref name="peer"/> is the name under which the source's root knows the target.</summary>
    public static Command For(string uuid, string peer, string migrationAddress, MigrationPolicy policy)
    {
        List<string> argv = ["virsh", "-c", Local, "migrate", "--live", "--p2p", "--persistent"];
        if (policy.AutoConverge) argv.Add("--auto-converge");
        if (policy.BandwidthMibPerSecond is { } bandwidth) argv.AddRange(["--bandwidth", bandwidth.ToString(CultureInfo.InvariantCulture)]);
        argv.AddRange(["--migrateuri", "tcp://" + Bracketed(migrationAddress), "--domain", uuid, "--desturi", DestinationUri(peer)]);
        return new Command(argv.ToValueList());
    }

    /// <summary>Allows a longer or shorter pause at the end; libvirt takes it at any time while the guest runs.</summary>
    public static Command LimitDowntime(string uuid, int milliseconds) =>
        Command.Of("virsh", "-c", Local, "migrate-setmaxdowntime", uuid, milliseconds.ToString(CultureInfo.InvariantCulture));

    /// <summary>The only way a move is cancelled; never a signal to virsh.</summary>
    public static Command Abort(string uuid) => Command.Of("virsh", "-c", Local, "domjobabort", uuid);

    public static string DestinationUri(string peer) => $"qemu+ssh://{Bracketed(peer)}/system";

    private static string Bracketed(string address) => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
}

using System.Globalization;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Migrations.Preflights;

namespace LiveMigrationRunbooks.Migrations;

/// <summary>
/// The commands of a move, all to be run on the source. Never <c>--unsafe</c>, never <c>--undefinesource</c> (undefining is a deed of its
/// own, after both sides were read), never <c>--timeout</c> (its default action suspends the guest).
/// </summary>
public static class MigrationCommand
{
    private const string Local = "qemu:///system";
    private const string PostCopy = "--postcopy";
    private const string AfterFirstPass = "--postcopy-after-precopy";

    /// <summary>The move itself; it lasts as long as the migration does.</summary>
    public static Command For(string uuid, MoveWay way)
    {
        if (way.Offline) return Command.Of("virsh", "-c", Local, "migrate", "--offline", "--p2p", "--persistent", "--domain", uuid, "--desturi", way.Control);
        List<string> argv = ["virsh", "-c", Local, "migrate", "--live", "--p2p", "--persistent"];
        if (way.AutoConverge) argv.Add("--auto-converge");
        if (way.PostCopy != PostCopyUse.Never) argv.Add(PostCopy);
        if (way.PostCopy == PostCopyUse.AfterFirstPass) argv.Add(AfterFirstPass);
        if (way.PostCopyMibPerSecond is { } rest) argv.AddRange(["--postcopy-bandwidth", rest.ToString(CultureInfo.InvariantCulture)]);
        if (way.BandwidthMibPerSecond is { } bandwidth) argv.AddRange(["--bandwidth", bandwidth.ToString(CultureInfo.InvariantCulture)]);
        if (way.Tls) argv.Add("--tls");
        if (way.Connections is { } connections) argv.AddRange(["--parallel", "--parallel-connections", connections.ToString(CultureInfo.InvariantCulture)]);
        if (way.ZeroCopy) argv.Add("--zerocopy");
        if (way.Rdma) argv.Add("--rdma-pin-all");
        if (way.Compression is { } compression) argv.AddRange(["--compressed", "--comp-methods", compression.ToString().ToLowerInvariant()]);
        if (way.Copies.Count > 0) argv.AddRange([way.Copies.Any(copy => copy.Backing is not null) ? "--copy-storage-inc" : "--copy-storage-all", "--migrate-disks", string.Join(',', way.Copies.Select(copy => copy.Disk))]);
        argv.AddRange(way.Data is { } data ? ["--migrateuri", data] : ["--tunnelled"]);
        argv.AddRange(["--domain", uuid, "--desturi", way.Control]);
        return new Command(argv.ToValueList());
    }

    /// <summary>Whether a move may end by post-copy: only where it was begun so.</summary>
    public static bool MayPostCopy(Command move) => move.Argv.Contains(PostCopy);

    /// <summary>Lets the guest go on at the target at once. There is no way back from it.</summary>
    public static Command GoOnThere(string uuid) => Command.Of("virsh", "-c", Local, "migrate-postcopy", uuid);

    /// <summary>Takes a post-copy up again whose path was cut: the move as it was begun, and that it is to go on.</summary>
    public static Command TakeUpAgain(Command move) => new([.. move.Argv.Where(word => word != AfterFirstPass), "--postcopy-resume"]);

    /// <summary>Lets the guest stand still while its move goes on; libvirt lets it go on where it is when the move has ended, well or not.</summary>
    public static Command Suspend(string uuid) => Command.Of("virsh", "-c", Local, "suspend", uuid);

    /// <summary>Allows a longer or shorter pause at the end; libvirt takes it at any time while the guest runs.</summary>
    public static Command LimitDowntime(string uuid, int milliseconds) =>
        Command.Of("virsh", "-c", Local, "migrate-setmaxdowntime", uuid, milliseconds.ToString(CultureInfo.InvariantCulture));

    /// <summary>The only way a move is cancelled; never a signal to virsh.</summary>
    public static Command Abort(string uuid) => Command.Of("virsh", "-c", Local, "domjobabort", uuid);

    /// <summary>What is done about a move that goes on.</summary>
    public static Command Of(string uuid, MoveAction action) => action switch
    {
        MoveAction.Allow allow => LimitDowntime(uuid, allow.Milliseconds),
        MoveAction.GoOnThere => GoOnThere(uuid),
        MoveAction.Suspend => Suspend(uuid),
        MoveAction.CallOff => Abort(uuid),
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };

    /// <summary>How the source's libvirt calls that of the target: by the name that its root knows, or at the address that the certificate is for.</summary>
    public static string ControlUri(MoveTarget target, MoveControl control) =>
        control == MoveControl.Tls ? $"qemu+tls://{Bracketed(target.MigrationAddress)}/system" : $"qemu+ssh://{Bracketed(target.Peer)}/system";

    public static string DataUri(string migrationAddress, bool rdma = false) => (rdma ? "rdma://" : "tcp://") + Bracketed(migrationAddress);

    internal static string Bracketed(string address) => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
}

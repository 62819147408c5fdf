using LiveMigrationRunbooks.Inventories.Guests;
using LiveMigrationRunbooks.Language.Quantities;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>One of <c>policies</c> as it is written: what it leaves out it has from the policy that it extends.</summary>
public sealed record PolicyForm(
    SourceSpan Span,
    [Key("The policy that it changes: another one of these, or balanced, gentle, must-leave, huge. Without it balanced.", Example = "must-leave")] Placed<string>? Extends = null,
    [Key("Bandwidth for one guest, in steps of 1 MiB/s; without it as fast as the link.", Example = "800Mbit/s")] Placed<ByteRate>? BandwidthPerGuest = null,
    [Key("Slow a guest down that dirties memory faster than it can be sent.")] bool? AutoConverge = null,
    [Key("How long a guest may pause at the end of its move.")] PauseForm? Pause = null,
    [Key("The longest time that a move may take; then it is cancelled, and the guest stays.", Example = "30m")] Placed<TimeSpan>? Deadline = null,
    [Key("How long a move may go on without coming closer to its end, the pause at its ceiling: then it is cancelled, and the guest stays.", Example = "40s")] Placed<TimeSpan>? Stall = null,
    [Key("How often a move is begun anew that failed for a reason that may pass, while the guest is still at home.", Min = 0, Max = 5, Example = "1")] int? Retries = null,
    [Key("Who can read the guest's memory on its way: tls, by the certificates of libvirt.tls; tunnel, through the connection between the two libvirts, over which no disks go; none, in the clear, said aloud. Without it in the clear, and only to hosts with a migration_address.", Example = "tls")] Placed<MoveEncryption>? Encryption = null,
    [Key("How the source's libvirt reaches that of the target: ssh, as root by the host's name; tls, at port 16514 of its migration address. Without it ssh.", Example = "tls")] MoveControl? Control = null,
    [Key("Connections that share the memory between them: one fills no link of more than 10 Gbit/s.", Min = 2, Max = 255, Example = "4")] Placed<int>? Parallel = null,
    [Key("xbzrle for one connection: only what changed of pages that are sent again; zlib or zstd for parallel ones.", Example = "zstd")] Placed<MoveCompression>? Compression = null,
    [Key("Which disks go along that the target does not have: all, none, or those of these names; without it all. Images of the same size and format are made there, over the same backing file where both hosts see it, as volumes where a storage pool lies; the old ones are left where they are.", Example = "[vda]")] Placed<CopyDisksForm>? CopyDisks = null,
    [Key("Send memory without copying it first: for fast links, over parallel connections, in the clear and not compressed. The host must let QEMU lock the guest's memory.")] Placed<bool>? ZeroCopy = null,
    [Key("Send memory by RDMA, all of it pinned: where both hosts have a device for it, and the guest a memtune/hard_limit. In the clear, over one connection; no disks go along.")] Placed<bool>? Rdma = null,
    [Key("Let a guest go on at its target before all of its memory is there: never, when_stalled for one that does not come closer to its end, after_first_pass for every one. Only guests whose catalogue entry says accept_guest_loss: a network that fails in that time may lose them.", Example = "when_stalled")] Placed<PostCopyUse>? PostCopy = null,
    [Key("Bandwidth for the memory that follows a guest after it has gone on at its target; without it as fast as the link.", Example = "2Gbit/s")] Placed<ByteRate>? PostCopyBandwidth = null,
    [Key("Let a guest stand still, for as long as 'suspend' says, where nothing else ends its move.", Example = "true")] bool? AllowSuspend = null,
    [Key("The longest time that a guest stands still where allow_suspend lets it; then its move is cancelled, and it goes on where it was. Without it 1m.", Example = "30s")] Placed<TimeSpan>? Suspend = null,
    [Key("What is done about a guest that no target can take: refuse, the evacuation as a whole; leave, where it is, and the others go; shutdown, asked by its agent or by ACPI, and one that does not go in time (5m without within) runs on and its host is not changed; managed-save, its memory to the disk of its host. Without it refuse.", Example = "{ shutdown: { within: 5m } }")] CannotMoveForm? CannotMove = null);

/// <summary><c>pause</c> as it is written.</summary>
public sealed record PauseForm(
    SourceSpan Span,
    [Key("The pause that is allowed at first.", Example = "100ms")] Placed<TimeSpan>? Start = null,
    [Key("The longest pause that is ever allowed: a move that goes on and on is given more, step by step, up to this.", Example = "500ms")] Placed<TimeSpan>? Ceiling = null);

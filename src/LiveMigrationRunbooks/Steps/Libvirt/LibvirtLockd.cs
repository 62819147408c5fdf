using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;
using LiveMigrationRunbooks.Steps.Services;

namespace LiveMigrationRunbooks.Steps.Libvirt;

[StepKind("libvirt.lockd", "Has libvirt lock the disks of guests, so that no two guests, on one host or on two, write one disk.")]
[Risks("In effect when the daemon is restarted: notify a handler with libvirt.restart. Only guests that start or come here afterwards take locks. A lock counts only among hosts that all take it.", Rollback = "Rollback restores the files byte for byte, the socket as it was, and calls the handlers again; guests keep the locks that they took until they stop.")]
public sealed record LibvirtLockd(
    [Argument("Whether guests lock their disks; off takes lock_manager out of qemu.conf, which is as libvirt comes, and leaves virtlockd's socket alone.", Example = "on")] Switch Locks,
    [Argument("A folder on storage that all hosts share, for locks by the path of a disk (file_lockspace_dir): for disks that are block devices. Left as found when not given, which without an entry is the disk's own file.")] string? Lockspace = null,
    [Argument("The same for LVM volumes, by their UUID (lvm_lockspace_dir). Left as found when not given.")] string? LvmLockspace = null,
    [Argument("The same for SCSI disks, by their UUID (scsi_lockspace_dir). Left as found when not given.")] string? ScsiLockspace = null,
    [Argument("Whether every disk is locked (auto_disk_leases), or only what a guest's definition names as <lease>. Left as found when not given, which without an entry is true.")] bool? AutoLeases = null)
    : Setting<ValueMap<string>>, ISelfChecked, ILooksAtPeers
{
    private const string Qemu = "qemu.conf";
    private const string Lockd = "qemu-lockd.conf";
    private const string Manager = "lock_manager";
    private const string Socket = "virtlockd.socket";
    private const string Nothing = "absent";
    private const string Up = "up";

    // Seen with libvirt 9.0: resuming takes the lock for nobody whose end would give it back.
    private const string Unlocked = "without locks until stopped and started, or migrated, after the daemon has loaded this; one that is paused and resumed before leaves a lock that only a restart of virtlockd clears";

    public override ValueList<string> Keys =>
    [
        $"file:{PathOf(Manager)}#{Manager}",
        .. Given.Keys.Select(key => $"file:{PathOf(key)}#{key}"),
        .. IsOn ? [$"service/{Socket}#running", $"service/{Socket}#enabled"] : Array.Empty<string>(),
    ];

    protected override ValueList<string> Files => [PathOf(Manager), .. Given.Count > 0 ? [PathOf("")] : Array.Empty<string>(), .. IsOn ? [DaemonUnits.LinkOf(Socket)] : Array.Empty<string>()];

    protected override string RuntimeForm => "loaded";

    private bool IsOn => Locks == Switch.On;

    private ValueMap<string> Folders => Present(("lockspace", Lockspace), ("lvm_lockspace", LvmLockspace), ("scsi_lockspace", ScsiLockspace));

    private ValueMap<string> Given => Present(
        ("file_lockspace_dir", Quoted(Lockspace)), ("lvm_lockspace_dir", Quoted(LvmLockspace)), ("scsi_lockspace_dir", Quoted(ScsiLockspace)),
        ("auto_disk_leases", AutoLeases is { } auto ? auto ? "1" : "0" : null));

    /// <summary>None: what the others do is told, and waited for by nobody.</summary>
    public ValueList<string> NeededOfPeers() => [];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        foreach (var (argument, folder) in Folders)
        {
            foreach (var (_, why, fix) in AbsolutePath.Wrong(folder)) yield return (argument, why, fix);
            if (folder.Contains('"', StringComparison.Ordinal)) yield return (argument, "A path with '\"' cannot be written in libvirt's files.", "Take another folder.");
        }
        if (!IsOn && Given.Count > 0) yield return ("locks", "How disks are locked counts for nothing where they are not.", "Say locks: on, or leave the other arguments out.");
    }

    public override ValueList<Command> Probe(Scene scene) =>
        [LibvirtConf.Probe(Qemu, [Manager]), LibvirtConf.Probe(Lockd, Given.Keys), ServiceStep.Probe(Socket), Lockspaces.Probe(Folders.Values)];

    public override Dual<ValueMap<string>> Read(Answers answers, Scene scene)
    {
        if (Failed(answers, [0, 1, 2]) is { } failed) return new(Unreadable(failed.Complaint), Unreadable(failed.Complaint));
        var unit = ServiceReading.Of(answers[2]);
        var files = LibvirtConf.Entries(answers[0].Text).Concat(LibvirtConf.Entries(answers[1].Text)).ToValueMap();
        var entries = Given.Keys.Prepend(Manager).Select(key => KeyValuePair.Create(key, files.GetValueOrDefault(key)?.Rendered ?? Nothing)).ToList();
        string[] daemons = [Daemon(answers[0]), Daemon(answers[1])];
        var loaded = daemons.All(daemon => daemon == "daemon=current") ? entries : [];
        return new(
            daemons.Contains("daemon=older") ? Unreadable("the daemon has not loaded its files since they were written") : Some([.. loaded, .. WithSocket(unit.IsActive ? Up : "down")]),
            Some([.. entries, .. WithSocket(unit["UnitFileState"] is { Length: > 0 } boot ? boot : Nothing)]));
    }

    // What a daemon that does not run has loaded is not asked for either.
    public override Dual<ValueMap<string>> Want(Dual<ValueMap<string>> now, Scene scene)
    {
        var wanted = Given.Append(KeyValuePair.Create(Manager, IsOn ? "\"lockd\"" : Nothing)).ToList();
        var runs = now.Runtime.Is == Presence.Unreadable || now.Runtime.It?.ContainsKey(Manager) == true;
        return new(now.Runtime.Is == Presence.NotApplicable ? now.Runtime : Some([.. runs ? wanted : [], .. WithSocket(Up)]), Some([.. wanted, .. WithSocket("enabled")]));
    }

    public override bool Satisfied(Value<ValueMap<string>> now, Value<ValueMap<string>> want) =>
        now.IsKnown(out var found) && want.IsKnown(out var wanted) ? !Differing(found, wanted).Any() : now.Is == want.Is && now.Is != Presence.Unreadable;

    protected override IEnumerable<Refusal> Refuse(Dual<ValueMap<string>> now, Dual<ValueMap<string>> want, Answers answers, Scene scene)
    {
        if (Failed(answers, [0, 1, 2, 3]) is { } failed)
            return [new Refusal(null, $"It cannot be read how {scene.Host} locks disks: {failed.Complaint.TrimEnd('.')}.", "Install libvirt on this host, or leave it out.")];
        return [.. Unable(ServiceReading.Of(answers[2]), answers, scene), .. Lockspaces.Refuse(answers[3], Folders, scene)];
    }

    private IEnumerable<Refusal> Unable(ServiceReading unit, Answers answers, Scene scene)
    {
        if (Daemon(answers[0]) == "daemon=absent") yield return new Refusal(null, $"Nobody would load {PathOf(Manager)}: {scene.Host} has no virtqemud and no libvirtd.", "Install libvirt's daemon, or leave this host out.");
        else if (!IsOn) yield break;
        else if (!unit.IsThere) yield return new Refusal("locks", $"{scene.Host} has no {Socket}, so that no guest could take a lock.", "Install its package: libvirt-daemon-system on Debian and Ubuntu, libvirt-daemon-lock on Red Hat.");
        else if (unit.IsMasked) yield return new Refusal("locks", $"{Socket} is masked, so nothing can start it.", $"Take the mask away: `systemctl unmask {Socket}` on the host.");
    }

    protected override IEnumerable<string> Notes(Dual<ValueMap<string>> want, Answers answers, Scene scene)
    {
        if (ServiceReading.Of(answers[2]).Guests.ToList() is { Count: > 0 } guests)
            yield return $"{guests.Count} {(guests.Count == 1 ? "guest runs" : "guests run")} ({string.Join(", ", guests)}): {(IsOn ? Unlocked : "locks that were taken stay until the guest stops")}";
        if (!IsOn) yield break;
        if (AutoLeases is false) yield return "auto_leases: false: a guest whose definition has no <lease> for its disks does not start, unless require_lease_for_disks in qemu-lockd.conf is 0";
        foreach (var note in Lockspaces.Notes(answers[3], scene)) yield return note;
        foreach (var note in LockPeers.Notes(this, scene)) yield return note;
    }

    protected override string? Awaits(Answers answers, Scene scene) => IsOn && LockPeers.Unlike(this, scene).ToList() is { Count: > 0 } told ? string.Join("; ", told) : null;

    protected override bool TellsDaemon(Dual<ValueMap<string>> now) => IsOn && now.Persisted.It?.GetValueOrDefault(Socket) != "enabled";

    protected override IEnumerable<Command> WriteRuntime(Value<ValueMap<string>> from, Value<ValueMap<string>> to) =>
        to.It?.GetValueOrDefault(Socket) is { } word && from.It?.GetValueOrDefault(Socket) != word ? [ServiceStep.Run(word == Up ? "start" : "stop", Socket)] : [];

    protected override IEnumerable<Command> WritePersisted(Value<ValueMap<string>> from, Value<ValueMap<string>> to) => Differing(from.It, to.It).SelectMany(each => each.Key == Socket
        ? ServiceLinks.Write(from.It?.GetValueOrDefault(Socket) ?? "", new ServiceState(Socket, each.Value))
        : [LibvirtConf.Write(PathOf(each.Key), each.Key, each.Value == Nothing ? null : each.Value)]);

    protected override ValueMap<string> PartOf(ValueMap<string> state, string key) =>
        state.Where(each => key.EndsWith($"#{each.Key}", StringComparison.Ordinal) || key.StartsWith($"service/{each.Key}#", StringComparison.Ordinal)).ToValueMap();

    protected override string Text(ValueMap<string> state) => string.Join(", ", state.Select(each => each.Key == Socket ? $"{each.Key} {each.Value}" : $"{each.Key} = {each.Value}"));

    protected override IEnumerable<Difference> Differences(string form, Value<ValueMap<string>> now, Value<ValueMap<string>> want) =>
        Differing(now.It, want.It).Select(each => new Difference($"{form} {each.Key}", now.Is == Presence.Known ? now.It?.GetValueOrDefault(each.Key) ?? Nothing : now.Text(Text), each.Value));

    private IEnumerable<KeyValuePair<string, string>> WithSocket(string word) => IsOn ? [KeyValuePair.Create(Socket, word)] : [];

    // A daemon at rest has loaded nothing, which contradicts nothing. "nop" is the name of the manager that takes no locks.
    private static IEnumerable<KeyValuePair<string, string>> Differing(ValueMap<string>? found, ValueMap<string>? wanted) => (wanted ?? ValueMap<string>.Empty).Where(each =>
        found is null || (found.TryGetValue(each.Key, out var has) && has != each.Value && !(each.Key == Manager && has is Nothing or "\"nop\"" && each.Value is Nothing or "\"nop\"")));

    private static CommandResult? Failed(Answers answers, int[] asked) => asked.Select(which => answers[which]).FirstOrDefault(answer => !answer.Succeeded);

    private static string PathOf(string key) => $"/etc/libvirt/{(key == Manager ? Qemu : Lockd)}";

    private static string Daemon(CommandResult answer) => answer.Text.Split('\n')[0];

    private static string? Quoted(string? folder) => folder is null ? null : $"\"{folder}\"";

    private static ValueMap<string> Present(params (string Key, string? Value)[] all) =>
        all.Where(each => each.Value is not null).Select(each => KeyValuePair.Create(each.Key, each.Value!)).ToValueMap();

    private static Value<ValueMap<string>> Some(ValueList<KeyValuePair<string, string>> entries) =>
        entries.Count > 0 ? Value.Known(entries.ToValueMap()) : Value.NotApplicable<ValueMap<string>>("the daemon is not running; it loads its files when it starts");

    private static Value<ValueMap<string>> Unreadable(string why) => Value.Unreadable<ValueMap<string>>(why);
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Files;

namespace LiveMigrationRunbooks.Steps.Storage;

[StepKind("storage.mount", "Keeps a file system mounted at a path, now and at boot: NFS, a block device, a folder shown twice.")]
[Risks("In effect at once; at boot by a unit of its own in /etc/systemd/system, which a boot does not wait for when the storage is away. Options that the kernel does not tell take effect when it is mounted anew.",
    Disturbs = "Disturbs nobody: a folder with something in it is not hidden, and what somebody uses is not taken away.",
    Rollback = "Rollback takes away what was mounted, with a folder that was made for it, and restores the unit byte for byte; it does not while somebody uses it.")]
public sealed record StorageMount(
    [Argument("What is mounted: a device, UUID=…, HOST:/PATH, a folder.", Example = "nas.example.net:/export/guests")] string Source,
    [Argument("Absolute path at which it shall be seen; the folder is made where there is none.", Example = "/var/lib/libvirt/images/shared")] string Path,
    [Argument("Its type, as mount -t takes it; none with the option bind for a folder shown twice.", Example = "nfs", Pattern = "[a-z0-9][a-z0-9._-]{0,31}", PatternWords = "the name of a type")] string Type,
    [Argument("Options of the mount, one by one. _netdev says of a device that it needs the network.", Example = "[_netdev, hard, nosuid]")] ValueList<string>? Options = null,
    [Argument("Whether it shall be mounted; absent takes it away, now and at boot, unless somebody uses it.")] Existence State = Existence.Present)
    : Setting<MountState>, ISelfChecked
{
    private static readonly string s_probe = ShellText.Of("Steps/Storage/mount-state.sh");
    private static readonly string s_write = ShellText.Of("Steps/Storage/mount-write.sh");

    // Types that systemd itself takes for remote, and those whose mount is a program of some package.
    private static readonly string[] s_remote = ["nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs", "gfs2", "ocfs2", "fuse.sshfs"];
    private static readonly Dictionary<string, string> s_helpers = new(StringComparer.Ordinal)
    {
        ["nfs"] = "nfs-common (nfs-utils)", ["nfs4"] = "nfs-common (nfs-utils)", ["cifs"] = "cifs-utils", ["ceph"] = "ceph-common", ["glusterfs"] = "glusterfs-client (glusterfs-fuse)",
    };

    private ValueList<string> Asked => Options ?? [];

    private bool IsBind => Asked.Contains(MountOptions.Bind) || Asked.Contains("rbind");

    private MountUnit Unit => new(Path, s_remote.Contains(Type) || Asked.Contains("_netdev"));

    public override ValueList<string> Keys => [$"mount:{Path}", $"file:{Unit.File}"];

    protected override ValueList<string> Files => [Unit.File, Unit.Link];

    protected override IEnumerable<Command> AfterFiles => [Command.Of("systemctl", "daemon-reload")];

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        foreach (var wrong in AbsolutePath.Wrong(Path)) yield return wrong;
        if (Source.Length == 0 || Source.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter))) yield return ("source", "It is empty, or has white space in it.", "Write it as mount shows it.");
        foreach (var option in Asked.Where(option => option.Length == 0 || option.Any(letter => letter == ',' || char.IsControl(letter) || char.IsWhiteSpace(letter))))
            yield return ("options", $"'{option}' is not one option.", "Write them as a list: [_netdev, hard].");
        if (MountOptions.Secret(Asked) is { } secret) yield return ("options", $"'{secret}' holds a secret, which everybody on the host could see.", "Put it into a file with file: { content: { secret: … } }, and name that file (credentials=, secretfile=).");
        if (IsBind != (Type == "none")) yield return ("type", "A folder that is shown twice has type none and the option bind; nothing else has.", "Write type: none and options: [bind], or name the file system's own type.");
    }

    public override ValueList<Command> Probe(Scene scene) =>
        [Command.Sh(s_probe, Path, Source, Type, Unit.File, Unit.Link, IsBind ? MountOptions.Bind : "", State == Existence.Absent ? "users" : "")];

    public override Dual<MountState> Read(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return new(Value.Unreadable<MountState>(answers[0].Complaint), Value.Unreadable<MountState>(answers[0].Complaint));
        var told = Words(answers);
        return new(Value.Known(Mounted(told)), AtBoot(told));
    }

    private MountState Mounted(ILookup<string, string> told)
    {
        if (told["mounted"].FirstOrDefault()?.Split(' ') is not [var source, var type, var options, ..]) return new("", "", "", told["folder"].FirstOrDefault() != "absent");
        var same = told["same"].Any();
        var all = options.Split(',');
        return new(same ? Source : source, same && IsBind ? Type : type, State == Existence.Present ? MountOptions.InForce(Asked, all.ToHashSet(StringComparer.Ordinal))
            : MountOptions.Sorted(IsBind ? all.Where(MountOptions.IsVisible).Prepend(MountOptions.Bind) : all));
    }

    private static Value<MountState> AtBoot(ILookup<string, string> told)
    {
        if (told["boot"].FirstOrDefault() is { } boot)
            return Value.Known(new MountState(One("What"), One("Type"), MountOptions.Sorted(One("Options").Split(',')), boot == "yes"));
        return told["fstab"].FirstOrDefault()?.Split(' ') is [var source, var type, var options] ? Value.Known(new MountState(source, type, MountOptions.Sorted(options.Split(','))))
            : Value.Absent<MountState>();

        string One(string key) => MountUnit.Plain(told[$"unit.{key}"].FirstOrDefault() ?? "");
    }

    private static ILookup<string, string> Words(Answers answers) =>
        answers[0].Lines.Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1]);

    public override Dual<MountState> Want(Dual<MountState> now, Scene scene) => State == Existence.Absent
        ? new(Value.Known(new MountState("", "", "", now.Runtime.It is not { IsMounted: false, Folder: false })), Value.Absent<MountState>())
        : new(Value.Known(new MountState(Source, Type, MountOptions.Visible(Asked))), Value.Known(new MountState(Source, Type, MountOptions.Sorted(Asked))));

    // mount takes nfs for both; the kernel says which one it became.
    public override bool Satisfied(Value<MountState> now, Value<MountState> want) => base.Satisfied(now, want)
        || (now.IsKnown(out var have) && want.IsKnown(out var wanted) && have with { Type = wanted.Type } == wanted && have.Type == "nfs4" && wanted.Type == "nfs");

    protected override IEnumerable<Refusal> Refuse(Dual<MountState> now, Dual<MountState> want, Answers answers, Scene scene)
    {
        if (now.Runtime.Is == Presence.Unreadable) return [new Refusal("path", $"What is mounted at {Path} cannot be read: {now.Runtime.Why}.", "Look at findmnt on the host.")];
        var told = Words(answers);
        if (told["fstab"].Any() && !told["boot"].Any() && !Satisfied(now.Persisted, want.Persisted))
            return [new Refusal("path", $"/etc/fstab mounts something else at {Path} ({now.Persisted.Text(Text)}), or the same with other options.", "Remove that line by hand, or give the step the same values.")];
        return State == Existence.Absent ? InTheWay(told, now) : Hindered(told, now, scene);
    }

    private IEnumerable<Refusal> InTheWay(ILookup<string, string> told, Dual<MountState> now)
    {
        if (now.Runtime.It is { IsMounted: true } mounted && mounted.Source != Source) yield return new Refusal("source", $"Something else is mounted at {Path}: {mounted.Source}, {mounted.Type}.", "Name its source, if it shall go.");
        var users = told["user"].ToList();
        if (users.Count > 0) yield return new Refusal("path", $"{Path} is in use by {string.Join(", ", users.Take(5))}{(users.Count > 5 ? $" and {users.Count - 5} more" : "")}.", "Move or stop them first.");
    }

    private IEnumerable<Refusal> Hindered(ILookup<string, string> told, Dual<MountState> now, Scene scene)
    {
        if (now.Runtime.It is { IsMounted: true } mounted)
        {
            if (mounted.Source != Source || !Satisfied(Value.Known(mounted with { Options = "" }), Value.Known(new MountState(Source, Type, ""))))
                yield return new Refusal("path", $"Something else is mounted at {Path}: {mounted.Source}, {mounted.Type}.", "Unmount it by hand, or by a step with its source and state: absent.");
            yield break;
        }
        switch (told["folder"].FirstOrDefault())
        {
            case "full":
                yield return new Refusal("path", $"{Path} is not empty: what is in it would be hidden.", "Move it away, or name another path.");
                break;
            case "a link" or "below a link" or "a file":
                yield return new Refusal("path", $"{Path} is {told["folder"].First()}, not a folder.", "Name a folder by its own path; links are not followed.");
                break;
        }
        var parent = Path[..Path.LastIndexOf('/')];
        if (told["parent"].Any() && !scene.Coming.Contains($"file:{parent}")) yield return new Refusal("path", $"The directory of {Path} does not exist.", "Add a directory step before this one.");
        if (told["source"].FirstOrDefault() == "absent") yield return new Refusal("source", $"There is no {Source} on this host.", "Name one that is there, or bring it by an earlier run.");
        if (s_helpers.TryGetValue(Type, out var package) && !told["helper"].Any()) yield return new Refusal("type", $"This host has no mount.{Type}.", $"Install {package} there, or leave this host out.");
        else if (!told["kernel"].Any() && !Type.StartsWith("fuse", StringComparison.Ordinal) && Type != "glusterfs")
            yield return new Refusal("type", $"The kernel of this host knows no {Type}.", "Install the module, or name the type as /proc/filesystems does.");
    }

    protected override IEnumerable<string> Notes(Dual<MountState> want, Answers answers) =>
        State == Existence.Present && Words(answers) is var told && told["same"].Any() && AtBoot(told).It?.Options != want.Persisted.It?.Options
            ? ["options that the kernel does not tell take effect when it is mounted anew"] : [];

    protected override IEnumerable<Command> WriteRuntime(Value<MountState> from, Value<MountState> to)
    {
        if (!from.IsKnown(out var now) || !to.IsKnown(out var shall)) return [];
        if (now.IsMounted && shall.IsMounted) return [Command.Sh(s_write, "remount", Path, (IsBind ? "bind," : "") + MountOptions.Remount(Asked, shall.Options))];
        return shall.IsMounted ? [Command.Sh(s_write, "mount", Path, shall.Source, shall.Type, State == Existence.Absent ? shall.Options : MountOptions.Sorted(Asked))]
            : [Command.Sh(s_write, "umount", Path, shall.Folder ? "keep" : "remove")];
    }

    protected override IEnumerable<Command> WritePersisted(Value<MountState> from, Value<MountState> to) => [to.IsKnown(out var state) ? Unit.Write(state) : Unit.Remove()];

    protected override string Text(MountState state) => state.Shown + (state.IsMounted && !state.Folder ? ", not at boot" : "");
}

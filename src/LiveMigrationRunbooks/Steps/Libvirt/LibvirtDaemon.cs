using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Services;

namespace LiveMigrationRunbooks.Steps.Libvirt;

[StepKind("libvirt.daemon", "Decides which of libvirt's daemons serve a host, one for all or one for each driver, and whether they listen for others.")]
[Risks("In effect at once, and kept as systemd keeps it, in links below /etc/systemd/system. systemd's sockets listen: listen_tls and its kin in libvirtd.conf count for nothing.", Disturbs = "Guests keep running; libvirt does not answer for some seconds, and a host with a migration or another job under way is refused.", Rollback = "Rollback stops and starts the units again and restores every link.")]
public sealed record LibvirtDaemon(
    [Argument("Whether libvirtd does it all, or virtqemud and its fellows each do their part; the units of the other mode are stopped and disabled. Left as found when not given.", Example = "monolithic")] LibvirtMode? Mode = null,
    [Argument("Whether port 16514 is open to whoever has a certificate. Left as found when not given.")] Switch? Tls = null,
    [Argument("Whether port 16509 is open, without encryption. Left as found when not given.")] Switch? Tcp = null)
    : Setting<DaemonState>, ISelfChecked
{
    private const int Seconds = 90;
    private static readonly string s_probe = ShellText.Of("Steps/Libvirt/libvirt-daemon-state.sh");
    private static readonly string s_switch = LibvirtJobs.AsFunction + ShellText.Of("Steps/Libvirt/libvirt-daemon-switch.sh");

    public override ValueList<string> Keys =>
    [
        .. Mode is null ? [] : KeysOf("libvirtd.socket", "virtqemud.socket"),
        .. Tls is null ? [] : KeysOf("libvirtd-tls.socket", "virtproxyd-tls.socket"),
        .. Tcp is null ? [] : KeysOf("libvirtd-tcp.socket", "virtproxyd-tcp.socket"),
    ];

    private static IEnumerable<string> KeysOf(params string[] sockets) => sockets.SelectMany(socket => new[] { $"service/{socket}#running", $"service/{socket}#enabled" });

    protected override string RuntimeForm => "now";

    public IEnumerable<(string? Argument, string Why, string Fix)> Wrong()
    {
        if (Mode is null && Tls is null && Tcp is null) yield return (null, "It asks for nothing.", "Give mode, tls or tcp.");
    }

    public override ValueList<Command> Probe(Scene scene) => [Command.Sh(s_probe, [.. DaemonUnits.All]), LibvirtJobs.Probe()];

    public override Dual<DaemonState> Read(Answers answers, Scene scene)
    {
        if (!answers[0].Succeeded) return new(Value.Unreadable<DaemonState>(answers[0].Complaint), Value.Unreadable<DaemonState>(answers[0].Complaint));
        var reading = DaemonReading.Of(answers[0]);
        return new(Value.Known(reading.Now()), Value.Known(reading.AtBoot()));
    }

    public override Dual<DaemonState> Want(Dual<DaemonState> now, Scene scene)
    {
        if (!now.Runtime.IsKnown(out var running) || !now.Persisted.IsKnown(out var boot)) return now;
        var mode = Mode ?? running.Mode;
        return new(
            Value.Known(running.With((unit, word) => Shall(unit, mode, running) switch { true => DaemonState.Up, false => DaemonState.Down, _ => word }, Needed(mode))),
            Value.Known(boot.With((unit, word) => AtBoot(word, Shall(unit, mode, boot)), Needed(mode))));
    }

    private IEnumerable<string> Needed(LibvirtMode mode) =>
        [.. Mode is null ? [] : DaemonUnits.Required(mode), .. Tls == Switch.On ? [DaemonUnits.Remote(mode, "tls")] : Array.Empty<string>(), .. Tcp == Switch.On ? [DaemonUnits.Remote(mode, "tcp")] : Array.Empty<string>()];

    // What cannot be enabled, or cannot be started anyway, is not disabled.
    private static string AtBoot(string word, bool? shall) => (shall, word) switch
    {
        (null, _) or (_, "static" or "indirect" or "alias" or "generated" or "transient") => word,
        (true, _) => "enabled",
        (false, "masked" or "masked-runtime" or "linked" or "") => word,
        _ => "disabled",
    };

    // Whether a unit shall be there; null where it is left as it is. A mode that changes takes along how the host listened.
    private bool? Shall(string unit, LibvirtMode mode, DaemonState state)
    {
        if (DaemonUnits.ModeOf(unit) is not { } own) return null;
        if (DaemonUnits.IsRemote(unit))
        {
            var how = unit[^"tls.socket".Length..^".socket".Length];
            if (how == "tls" ? Tls is null : Tcp is null)
                return Mode is null ? null : own == mode && (state.IsOn(DaemonUnits.Remote(LibvirtMode.Monolithic, how)) || state.IsOn(DaemonUnits.Remote(LibvirtMode.Modular, how)));
            return own == mode && (how == "tls" ? Tls : Tcp) == Switch.On;
        }
        return Mode is null ? null : own == mode;
    }

    protected override IEnumerable<Refusal> Refuse(Dual<DaemonState> now, Dual<DaemonState> want, Answers answers, Scene scene)
    {
        if (!now.Runtime.IsKnown(out var running) || !want.Runtime.IsKnown(out var wanted)) return [new Refusal(null, $"systemd does not answer: {answers[0].Complaint.TrimEnd('.')}.", "Look at `systemctl status` on the host.")];
        var (reading, mode) = (DaemonReading.Of(answers[0]), Mode ?? running.Mode);
        return [.. Absent(reading, mode, scene), .. Unable(reading, mode, running, scene), .. wanted.Differing(running).Any() ? LibvirtJobs.Refuse(answers[1]) : []];
    }

    private IEnumerable<Refusal> Absent(DaemonReading reading, LibvirtMode mode, Scene scene)
    {
        if (DaemonUnits.Required(mode).Where(unit => !reading.Has(unit)).ToList() is { Count: > 0 } missing)
        {
            yield return new Refusal(Mode is null ? null : "mode", $"{scene.Host} has no {string.Join(", ", missing)}.", mode == LibvirtMode.Modular
                ? "Install the modular daemons (libvirt-daemon-driver-qemu and its fellows), which Debian and Ubuntu do not build, or say mode: monolithic." : "Install libvirtd (libvirt-daemon-system on Debian, libvirt-daemon on Red Hat), or say mode: modular.");
            yield break;
        }
        foreach (var (argument, how, asked) in new[] { ("tls", "tls", Tls), ("tcp", "tcp", Tcp) })
            if (asked == Switch.On && !reading.Has(DaemonUnits.Remote(mode, how))) yield return new Refusal(argument, $"{scene.Host} has no {DaemonUnits.Remote(mode, how)}.", "Install the package of libvirt's units (libvirt-daemon-system-systemd on Debian).");
    }

    private IEnumerable<Refusal> Unable(DaemonReading reading, LibvirtMode mode, DaemonState running, Scene scene)
    {
        var asked = DaemonUnits.All.Where(unit => Shall(unit, mode, running) == true).ToList();
        foreach (var masked in asked.Where(reading.IsMasked))
            yield return new Refusal(null, $"{masked} is masked, so nothing can start it.", $"Add a step before this one: service: {{ name: {masked}, enabled: true }}.");
        if (Mode is null && asked.Count > 0 && !running.IsOn(mode == LibvirtMode.Monolithic ? "libvirtd.socket" : "virtproxyd.socket"))
            yield return new Refusal(null, "libvirt's daemon is not started by systemd's sockets here, so it opens no socket that they listen on.", $"Say mode: {(mode == LibvirtMode.Monolithic ? "monolithic" : "modular")}, which has systemd listen for it.");
        foreach (var file in reading.ListenedBy(mode).Where(file => asked.Count > 0 && !scene.Coming.Any(key => key.StartsWith($"file:{file}", StringComparison.Ordinal))))
            yield return new Refusal(null, $"{file} starts the daemon with --listen, which it does not take together with systemd's sockets.", $"Take --listen out of {file}: a step line before this one.");
        if (!asked.Contains(DaemonUnits.Remote(mode, "tls"))) yield break;
        if (reading.Missing(mode).Where(file => !scene.Coming.Contains($"file:{file}")).ToList() is { Count: > 0 } missing)
            yield return new Refusal(Tls is null ? null : "tls", $"The daemon would not start: it listens for TLS, and {string.Join(", ", missing)} {(missing.Count == 1 ? "is" : "are")} not there.", "Put CA, certificate and key there by steps before this one (libvirt.tls), or say tls: off.");
    }

    protected override IEnumerable<string> Notes(Dual<DaemonState> want, Answers answers)
    {
        if (!want.Runtime.IsKnown(out var state)) yield break;
        var mode = Mode ?? state.Mode;
        if (state.IsOn(DaemonUnits.Remote(mode, "tcp"))) yield return "port 16509 is not encrypted: whoever reads the network reads what is said, and who says it";
        if (DaemonReading.Of(answers[0]).Idle(mode).ToList() is { Count: > 0 } idle)
            yield return $"{string.Join(", ", idle)} in {(mode == LibvirtMode.Monolithic ? "libvirtd.conf" : "virtproxyd.conf")} count for nothing: systemd's sockets listen";
    }

    protected override ValueList<string> FilesOf(Dual<DaemonState> now) => now.Persisted.IsKnown(out var boot)
        ? [.. boot.Units.Keys.Select(DaemonUnits.LinkOf).Concat(boot.Links ?? []).Distinct(StringComparer.Ordinal)] : [];

    protected override bool TellsDaemon(Dual<DaemonState> now) => true;

    protected override IEnumerable<Command> WriteRuntime(Value<DaemonState> from, Value<DaemonState> to)
    {
        if (!from.IsKnown(out var now) || !to.IsKnown(out var want)) yield break;
        // A socket is not opened beside a daemon that runs, and one that is closed stays open in it: the daemon goes and comes with all of its sockets.
        var services = now.Differing(want).Select(each => DaemonUnits.ServiceOf(each.Key)).ToHashSet(StringComparer.Ordinal);
        if (services.Count == 0) yield break;
        var units = want.Units.Where(each => services.Contains(DaemonUnits.ServiceOf(each.Key))).ToList();
        yield return Command.Sh(s_switch, [
            $"{Seconds}",
            .. units.Where(each => now.IsOn(each.Key) || !DaemonUnits.IsSocket(each.Key)).SelectMany(each => new[] { "-", each.Key }),
            .. units.Where(each => each.Value == DaemonState.Up && (DaemonUnits.IsSocket(each.Key) || DaemonUnits.IsTried(each.Key))).SelectMany(each => new[] { "+", each.Key })]);
    }

    protected override IEnumerable<Command> WritePersisted(Value<DaemonState> from, Value<DaemonState> to)
    {
        if (!from.IsKnown(out var now) || !to.IsKnown(out var want)) yield break;
        string[] off = [.. now.Differing(want).Where(each => each.Value != "enabled").Select(each => each.Key)];
        if (off.Length > 0) yield return ServiceLinks.Systemctl(["disable", .. off]);
        // Disabling a service disables what its file names besides.
        string[] on = [.. (off.Length > 0 ? want.Units.Where(each => each.Value == "enabled") : now.Differing(want).Where(each => each.Value == "enabled")).Select(each => each.Key)];
        if (on.Length > 0) yield return ServiceLinks.Systemctl(["enable", .. on]);
    }

    protected override DaemonState PartOf(DaemonState state, string key) => new(state.Units.Where(each => IsAbout(key, each.Key)).ToValueMap());

    // Of the keys of a mode each is about all of its units, and about those by which it listens where nothing is asked of these.
    private bool IsAbout(string key, string unit) => key.StartsWith($"service/{unit}#", StringComparison.Ordinal)
        || (!key.Contains("-t", StringComparison.Ordinal) && !(DaemonUnits.IsRemote(unit) && (unit.Contains("-tls", StringComparison.Ordinal) ? Tls : Tcp) is not null));

    public override bool Satisfied(Value<DaemonState> now, Value<DaemonState> want) =>
        now.IsKnown(out var found) && want.IsKnown(out var wanted) ? !found.Differing(wanted).Any() : now.Is == want.Is && now.Is != Presence.Unreadable;

    protected override string Text(DaemonState state) => state.ToString();

    protected override IEnumerable<Difference> Differences(string form, Value<DaemonState> now, Value<DaemonState> want)
    {
        if (!now.IsKnown(out var found) || !want.IsKnown(out var wanted)) return [new Difference(form, now.Text(Text), want.Text(Text))];
        if (found.ToString() is var was && was.Split(',')[0] != wanted.ToString().Split(',')[0]) return [new Difference(form, was, wanted.ToString())];
        return found.Differing(wanted).Select(each => new Difference($"{form} {each.Key}", found.Units.GetValueOrDefault(each.Key, "absent"), each.Value));
    }
}

using LiveMigrationRunbooks.LabTests.Guests;
using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Faults;

/// <summary>Two hosts of which tests break one: what is done to them, and how far a move between them is.</summary>
internal sealed class FaultPair(string source, string target)
{
    private const string Daemon = "$(pidof libvirtd)";

    public HostView Source { get; } = new(source);

    public HostView Target { get; } = new(target);

    // How often a kernel tries a silent connection again before it gives it up: as ours does, a quarter of an hour; or, where a cut is to be noticed, seconds.
    private const int UsualRetries = 15;
    private const int FewRetries = 4;

    /// <summary>The guests alone, so slowly that they are under way for minutes. Where the link stays dead there is little patience; where it is only cut, more than a busy machine takes to see it.</summary>
    public string Runbook(Fault fault) => $$"""
        name: Lab
        guests: guests.yml
        policies:
          faults: { extends: balanced, bandwidth_per_guest: 1MiB/s, post_copy: when_stalled, post_copy_bandwidth: 1MiB/s, stall: {{(fault == Fault.LinkDead ? "20s" : "3m")}}, retries: 0 }
        plays:
          - name: Empty {{Source.Name}}
            hosts: {{Source.Name}}
            evacuate: { to: {{Target.Name}}, policy: faults }
        """;

    /// <summary>Only where a phase risks it is the guest said to be one that may be lost.</summary>
    public static string Guests(Phase phase) => $"guests:\n  - {{ name: \"*\", accept_guest_loss: {(phase == Phase.PostCopy ? "true" : "false")} }}\n";

    public string TargetAddress => Target.Address.Replace("192.0.2.", "198.51.100.", StringComparison.Ordinal);

    public static string Ports => $"- firewall.ports: {{ ports: {Evacuation.Ports}, from: [\"198.51.100.0/24\"] }}";

    public static Task KillDaemonAsync(HostView host) => host.AskAsync($"kill -9 {Daemon}");

    public static Task FreezeDaemonAsync(HostView host) => host.AskAsync($"kill -STOP {Daemon}");

    /// <summary>Harmless where it does not stand still.</summary>
    public static Task ThawDaemonAsync(HostView host) => host.AskAsync($"kill -CONT {Daemon} 2>/dev/null || true");

    public static Task KillQemuAsync(HostView host, Guest guest) => host.AskAsync($"kill -9 {Qemu(guest)}");

    public static async Task<bool> HasQemuAsync(HostView host, Guest guest) => (await host.RunAsync($"[ -n \"{Qemu(guest)}\" ]")).ExitCode == 0;

    /// <summary>The way that memory takes; the one of logins and of libvirt's own words is another.</summary>
    public Task LinkAsync(bool up) => Underway.RunAsync("ip", "-n", "lmr-hub", "link", "set", $"x-{Target.Name}", up ? "up" : "down");

    /// <summary>Lets a slow move end soon, in whichever phase it is.</summary>
    public Task HurryAsync(Guest guest) => Source.RunAsync($"timeout 20 virsh migrate-setspeed {guest.Uuid} 1024; timeout 20 virsh migrate-setspeed {guest.Uuid} 1024 --postcopy");

    /// <summary>Lets it go on at the target before its memory is there.</summary>
    public Task GoOnThereAsync(Guest guest) => Source.RunAsync($"timeout 20 virsh migrate-postcopy {guest.Uuid}");

    public async Task<string> StateAsync(HostView host, Guest guest) => (await host.RunAsync($"timeout 20 virsh -q domstate {guest.Uuid} --reason | head -n 1")).Output.Trim();

    /// <summary>Lets both kernels give a connection up soon over which nothing comes, or as late as they do.</summary>
    public Task GiveUpSoonAsync(bool soon = true) => Task.WhenAll(new[] { Source, Target }.Select(host => host.AskAsync($"echo {(soon ? FewRetries : UsualRetries)} > /proc/sys/net/ipv4/tcp_retries2")));

    /// <summary>Bytes that have left so far; 0 where no move is under way.</summary>
    public async Task<long> SentAsync(Guest guest) =>
        long.TryParse((await Source.RunAsync($"timeout 20 virsh domjobinfo {guest.Uuid} --rawstats | sed -n 's/^memory_processed: //p'")).Output.Trim(), out var sent) ? sent : 0;

    /// <summary>What the source's libvirt has written down about its job: its phase, to go on after its own death.</summary>
    public async Task<bool> IsInPhaseAsync(Guest guest, string phase) => (await Source.RunAsync($"grep -q \"phase='{phase}'\" /run/libvirt/qemu/{guest.Name}.xml")).ExitCode == 0;

    /// <summary>
    /// Whether the source has sent the word to start the guest, and the target's daemon, which stands still, has not taken it yet: 5 KB, where keepalive is 28 bytes. A source that dies before leaves a
    /// paused guest that the target lets go of, and <c>lmr</c> resumes it.
    /// </summary>
    public async Task<bool> HasWordAsync() => (await Target.RunAsync("ss -xH | awk '/libvirt-sock/ && $3 > 1000 { told = 1 } END { exit !told }'")).ExitCode == 0;

    /// <summary>
    /// The source's daemon dies after the target has started the guest, and before it hears of it. One that dies earlier may leave the target with a word and a closed session at once,
    /// and which of the two libvirt follows is chance.
    /// </summary>
    public async Task LoseFinishAsync(Func<Task> isStarted)
    {
        await FreezeDaemonAsync(Source);
        await ThawDaemonAsync(Target);
        await isStarted();
        await KillDaemonAsync(Source);
    }

    /// <summary>Whether the target's libvirt has ended the source's session with it: nobody else has one there.</summary>
    public async Task<bool> IsHungUpAsync() => (await Target.RunAsync("pgrep -f '[v]irt-ssh-helper|[n]c .*libvirt-sock' >/dev/null")).ExitCode == 1;

    /// <summary>Nothing stands still and nothing is cut any more; claims and records of an earlier test are gone.</summary>
    public async Task MendAsync()
    {
        await Task.WhenAll(LinkAsync(up: true), ThawDaemonAsync(Source), ThawDaemonAsync(Target), GiveUpSoonAsync(soon: false));
        await Leftovers.RemoveAsync(Source.Name, Target.Name);
    }

    private static string Qemu(Guest guest) => $"$(pgrep -f '[q]emu-system-x86.*guest={guest.Name},')";
}

using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>
/// Hosts that answer and cannot do what is asked: each says what it lacks and what helps, before anything is changed; and what can only be
/// found on the way leaves no half of a batch.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class PoorHostsTests : IClassFixture<Leftovers>
{
    private const string Mark = "/etc/lmr-trip-poor";
    private readonly HostView _host = new("kvm2");

    [Fact]
    public async Task A_missing_program_is_named_with_the_package_that_brings_it() => await RefusesAsync(
        "mv /usr/sbin/ethtool /usr/sbin/ethtool.away", "mv /usr/sbin/ethtool.away /usr/sbin/ethtool",
        "nic.offload: { device: eth1, gro: off }", "kvm2 has no ethtool", "Install ethtool there");

    [Fact]
    public async Task A_read_only_etc_is_found_in_the_plan() => await RefusesAsync(
        "mount --bind /etc /etc && mount -o remount,ro,bind /etc", "umount /etc",
        $"file: {{ path: {Mark}, content: x }}", $"/etc is read-only, and {Mark} is written there", "Mount it read-write");

    [Fact]
    public async Task A_full_file_system_is_found_in_the_plan() => await RefusesAsync(
        "mount -t tmpfs -o size=64k none /etc/sysctl.d && head -c 60000 /dev/zero >/etc/sysctl.d/full", "umount /etc/sysctl.d",
        "sysctl: { set: { net.ipv4.tcp_fin_timeout: 31 } }", "KiB left, and /etc/sysctl.d/90-lmr.conf is written there", "Free some room");

    [Fact]
    public async Task What_only_fails_on_the_way_takes_its_whole_batch_back()
    {
        const string Small = "/srv/lmr-trip-small";
        using var lmr = Lmr.Steps("kvm2", $$"""
            - file: { path: {{Mark}}, content: x }
            - sysctl: { set: { net.ipv4.tcp_fin_timeout: 31 } }
            - file: { path: {{Small}}/big, content: "{{new string('x', 90_000)}}" }
            """);
        var before = await StateAsync();
        await _host.AskAsync($"mkdir -p {Small}; mount -t tmpfs -o size=64k none {Small}");
        try
        {
            var ended = await lmr.RunAsync("apply", "--yes");
            Assert.True(ended.ExitCode == 2, ended.All);
            Assert.Contains("No space left on device", ended.Output, StringComparison.Ordinal);
            Assert.Contains("taken back", ended.Output, StringComparison.Ordinal);
            Assert.Equal(before, await StateAsync());
            Assert.Equal("", await _host.AskAsync($"ls -A {Small}"));
        }
        finally
        {
            await _host.AskAsync($"umount {Small}; rmdir {Small}");
        }
    }

    [Fact]
    public async Task An_interface_that_goes_away_under_the_run_takes_the_batch_back()
    {
        using var lmr = Lmr.Steps("kvm2", $"- file: {{ path: {Mark}, content: x }}\n{HeldStep.Yaml}\n- nic.mtu: {{ device: lmr-a, mtu: 1400 }}");
        await _host.AskAsync("ip link add lmr-a type veth peer name lmr-b");
        try
        {
            await using var held = await HeldStep.OnAsync("kvm2");
            using var run = lmr.Start("apply", "--yes");
            await held.IsReachedAsync(run);
            await _host.AskAsync("ip link del lmr-a");
            await held.LetGoAsync();
            var ended = await run.EndAsync();
            // Of the interface itself nothing can be taken back, and a human is told; all else is.
            Assert.True(ended.ExitCode == 10, ended.All);
            Assert.Contains("Cannot find device", ended.Output, StringComparison.Ordinal);
            Assert.Equal("gone", await _host.AskAsync($"if [ -e {Mark} ] || [ -e /etc/lmr-held ] || [ -e /etc/systemd/network/00-lmr-lmr-a.link ]; then echo there; else echo gone; fi"));
        }
        finally
        {
            await _host.RunAsync("ip link del lmr-a");
            // The run holds its host for whoever looks at the interface.
            await Leftovers.RemoveAsync(_host.Name);
        }
    }

    [Fact]
    public async Task The_language_of_the_host_does_not_matter()
    {
        // A program that answers in C only, first in the path of sessions and jobs.
        const string Shim = "/usr/local/sbin/ip";
        using var lmr = Lmr.Steps("kvm2", "- nic.mtu: { device: eth1, mtu: 8300 }");
        await _host.AskAsync($"printf '#!/bin/sh\\n[ \"$LC_ALL\" = C ] || exit 3\\nexec /usr/sbin/ip \"$@\"\\n' >{Shim}; chmod 755 {Shim}; echo LC_ALL=de_DE.UTF-8 >>/etc/environment");
        try
        {
            await lmr.ApplyAsync();
            await lmr.PlansAsync(0);
            await lmr.RollsBackAsync();
        }
        finally
        {
            await _host.AskAsync($"rm -f {Shim}; sed -i '/LC_ALL=de_DE/d' /etc/environment");
        }
    }

    [Fact]
    public async Task Programs_of_busybox_serve_or_are_named()
    {
        using var lmr = Lmr.Steps("kvm2", $$"""
            - file: { path: {{Mark}}, content: "x\n", mode: "0640", group: daemon }
            - directory: { path: {{Mark}}.d, mode: "0750" }
            - sysctl: { set: { net.ipv4.tcp_fin_timeout: 31 } }
            - nic.mtu: { device: eth1, mtu: 8300 }
              on_refusal: leave
            """);
        var before = await StateAsync();
        // All of its programs come first in the path; what it does not have (flock) stays.
        await _host.AskAsync("mkdir -p /usr/local/sbin; for name in $(busybox --list); do [ -e /usr/local/sbin/$name ] || ln -s /usr/bin/busybox /usr/local/sbin/$name; done; ls -l /usr/local/sbin/stat >/dev/null");
        try
        {
            Assert.Contains("left out: ip of kvm2 is BusyBox's", await lmr.PlansAsync(2), StringComparison.Ordinal);
            await lmr.ApplyAsync();
            await lmr.PlansAsync(0);
            Assert.Equal("x 640", await _host.AskAsync($"echo $(/usr/bin/cat {Mark}) $(/usr/bin/stat -c %a {Mark})"));
            await lmr.RollsBackAsync();
        }
        finally
        {
            await _host.AskAsync("for name in $(busybox --list); do [ \"$(readlink /usr/local/sbin/$name)\" != /usr/bin/busybox ] || rm /usr/local/sbin/$name; done");
        }
        Assert.Equal(before, await StateAsync());
    }

    private async Task RefusesAsync(string given, string back, string step, string why, string remedy)
    {
        using var lmr = Lmr.Steps("kvm2", $"- {step}");
        await _host.AskAsync(given);
        try
        {
            var plan = await lmr.RunAsync("plan");
            Assert.Contains(why, plan.Output, StringComparison.Ordinal);
            Assert.Contains(remedy, plan.Output, StringComparison.Ordinal);
            var apply = await lmr.RunAsync("apply", "--yes");
            Assert.True(apply.ExitCode == 1, apply.All);
        }
        finally
        {
            await _host.AskAsync(back);
        }
    }

    private Task<string> StateAsync() => _host.AskAsync($"{HostView.Files(Mark, Mark + ".d", "/etc/sysctl.d/90-lmr.conf")}; sysctl net.ipv4.tcp_fin_timeout; cat /sys/class/net/eth1/mtu");
}

using Xunit;

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>
/// Takes from the hosts what a test that failed in mid-run left: its claim, its records of moves, a step that it held, its files. Without this one
/// failure would be told as many, because <c>lmr</c> rightly refuses a host that belongs to a run it does not know.
/// </summary>
public class Leftovers : IAsyncLifetime
{
    // Of tests that begin with files that are not there.
    private const string Files = "/etc/lmr-held /etc/lmr-two-* /etc/lmr-trip-* /etc/lmr-recovered /etc/lmr-pair-* /run/lmr-pair-*";

    // What stands under a timer is taken back before the claim goes: nobody would confirm it, and it keeps every other run away.
    private const string Remove = $"""
        {HeldStep.LetGo}
        armed=$(readlink /var/lib/lmr/armed) && systemctl start "lmr-$(echo "$armed" | tr / -).service"
        for _ in $(seq 300); do [ -h /var/lib/lmr/armed ] || break; sleep 0.2; done
        [ ! -e /var/lib/lmr/job.lock ] || flock -w 60 /var/lib/lmr/job.lock true
        grep -qx state=done /var/lib/lmr/claim 2>/dev/null || rm -f /var/lib/lmr/claim
        rm -rf /var/lib/lmr/guests/* /var/lib/lmr/reserved {Files}
        if [ -e {ManagementLink} ]; then rm {ManagementLink}; ip link set eth0 mtu 1500; fi
        """;

    private const string ManagementLink = "/etc/systemd/network/00-lmr-eth0.link";

    /// <param name="hosts">Hosts of the test's own lane.</param>
    public static Task RemoveAsync(params string[] hosts) => Task.WhenAll(hosts.Select(host => new HostView(host).AskAsync(Remove)));

    /// <summary>The hosts of the lane.</summary>
    protected virtual string[] Hosts => ["kvm1", "kvm2", "kvm3"];

    public Task InitializeAsync() => RemoveAsync(Hosts);

    public Task DisposeAsync() => Task.CompletedTask;
}

/// <summary>The same for <see cref="Lanes.Trust"/>.</summary>
public sealed class PairLeftovers : Leftovers
{
    protected override string[] Hosts => [Pair.One, Pair.Two];
}

/// <summary>The same for <see cref="Lanes.Odd"/>.</summary>
public sealed class OddLeftovers : Leftovers
{
    protected override string[] Hosts => ["kvm4", "kvm5"];
}

/// <summary>The same for <see cref="Lanes.Trust"/>.</summary>
public sealed class TrustLeftovers : Leftovers
{
    protected override string[] Hosts => ["kvm6", "kvm7"];
}

/// <summary>The same for <see cref="Lanes.Bare"/>.</summary>
public sealed class BareLeftovers : Leftovers
{
    protected override string[] Hosts => ["kvm8", "kvm9"];
}

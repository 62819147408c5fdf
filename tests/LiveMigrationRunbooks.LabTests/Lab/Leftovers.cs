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

    /// <param name="hosts">Hosts of the test's own lane.</param>
    public static Task RemoveAsync(params string[] hosts) => Task.WhenAll(hosts.Select(host => new HostView(host).AskAsync(
        $"{HeldStep.LetGo}; grep -qx state=done /var/lib/lmr/claim 2>/dev/null || rm -f /var/lib/lmr/claim; rm -rf /var/lib/lmr/guests/* /var/lib/lmr/reserved {Files}")));

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

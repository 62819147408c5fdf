using Xunit;
using Xunit.Abstractions;

// One lane beside the other; within a lane one test after the other.
[assembly: CollectionBehavior(MaxParallelThreads = 6)]
[assembly: TestCollectionOrderer("LiveMigrationRunbooks.LabTests.Lab.SlowestFirst", "LiveMigrationRunbooks.LabTests")]

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>
/// Which tests may run side by side. A test that moves a guest while another restarts its libvirtd would prove nothing, so whatever changes
/// a host or counts what is done there takes its turn; what leaves no more behind than a login does not have to wait for it.
/// </summary>
public static class Lanes
{
    /// <summary>Tests that change kvm1, kvm2 or kvm3.</summary>
    public const string Hosts = "Hosts";

    /// <summary>Tests that change kvm4 and kvm5, whose network and firewall are other people's choice.</summary>
    public const string Odd = "Odd";

    /// <summary>Tests of what lets a team trust a run (guards, claims, recovery, drift, what was approved) on kvm6 and kvm7.</summary>
    public const string Trust = "Trust";

    /// <summary>Tests that prepare hosts from nothing, kvm8 and kvm9, and that move guests between them: nobody else counts on what they had.</summary>
    public const string Bare = "Bare";

    /// <summary>Tests that move guests from kvm14 to kvm15 and kvm16, several at once or otherwise than usual.</summary>
    public const string Waves = "Waves";

    /// <summary>Tests that use vm1 alone: it is emulated, and most of what they do is to wait for it.</summary>
    public const string Vm = "Vm";

    /// <summary>Tests of sessions, each with a state folder of its own. They log in to kvm16, and to kvm15 on the way: hosts that nobody restarts, and where nobody counts logins.</summary>
    public const string Sessions = "Sessions";

    /// <summary>Tests that break kvm10 and kvm11 in the midst of a move.</summary>
    public const string Faults = "Faults";

    /// <summary>The same for kvm12 and kvm13.</summary>
    public const string OtherFaults = "OtherFaults";

    /// <summary>Tests of what the documents show, on hosts as they were made; they come after the lanes.</summary>
    public const string Alone = "Alone";
}

/// <summary>
/// The emulated host takes most of a processor: begun last, it would be all that runs for a quarter of an hour. What counts on libvirt's patience, and what is quick, can wait for a
/// lane to end: most of what runs comes to the machine's processors at the beginning.
/// </summary>
public sealed class SlowestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(lane => lane.DisplayName switch { Lanes.Vm => 0, Lanes.Faults or Lanes.OtherFaults => 2, Lanes.Sessions => 3, _ => 1 }).ThenBy(lane => lane.DisplayName, StringComparer.Ordinal);
}

/// <summary>Runs when all lanes are at their end.</summary>
[CollectionDefinition(Lanes.Alone, DisableParallelization = true)]
public static class AloneLane;

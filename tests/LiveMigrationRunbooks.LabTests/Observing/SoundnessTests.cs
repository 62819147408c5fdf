using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Observing;

/// <summary>The observer must see a fork, an overlap and a step back when there is one; else its silence means nothing.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Sessions)]
public sealed class SoundnessTests
{
    [Fact]
    public void A_handover_is_sound() =>
        Assert.Empty(Soundness.OfCopies([.. Copy("kvm1", 1, true, 0, 1000), .. Copy("kvm1", 1, false, 1100, 2000), .. Copy("kvm2", 2, false, 500, 1000), .. Copy("kvm2", 2, true, 1050, 2000)]));

    [Fact]
    public void Two_copies_that_run_at_once_are_found() =>
        Assert.Contains("two copies ran at once", Assert.Single(Soundness.OfCopies([.. Copy("kvm1", 1, true, 0, 1500), .. Copy("kvm2", 2, true, 1000, 2000)])), StringComparison.Ordinal);

    [Fact]
    public void A_second_copy_on_the_same_host_is_found() =>
        Assert.Single(Soundness.OfCopies([.. Copy("kvm1", 1, true, 0, 1500), .. Copy("kvm1", 2, true, 700, 900)]));

    [Fact]
    public void A_source_that_runs_again_after_its_target_is_found() =>
        Assert.Single(Soundness.OfCopies([.. Copy("kvm1", 1, true, 0, 500), .. Copy("kvm2", 2, true, 600, 900), .. Copy("kvm1", 1, true, 1000, 1200)]));

    [Fact]
    public void A_guest_that_nobody_saw_is_not_sound() => Assert.Equal("no copy was ever seen running", Assert.Single(Soundness.OfCopies(Copy("kvm1", 1, null, 0, 500))));

    [Theory]
    [InlineData("tick 1\ntick 2\ntick 3\n", null)]
    [InlineData("\n\ntick 7\ntick 8\ntick", null)]
    [InlineData("tick 1\ntick 2\ntick 2\ntick 3\n", null)]
    [InlineData("tick 1\ntick 2\ntick 2\ntick 3\ntick 3\n", "a fork")]
    [InlineData("tick 1\ntick 2\ntick 3\ntick 2\ntick 3\n", "a step back")]
    [InlineData("tick 5\ntick 6\ntick 3\n", "a step back")]
    [InlineData("tick 5\ntick 7\n", "lost")]
    [InlineData("tick 5\ntitick 6\nck 6\n", "mixed up")]
    [InlineData("", "no tick")]
    public void The_count_is_read(string serial, string? fault)
    {
        var faults = Soundness.OfTicks(serial).ToList();
        if (fault is null) Assert.Empty(faults);
        else Assert.Contains(fault, Assert.Single(faults), StringComparison.Ordinal);
    }

    private static IEnumerable<Sample> Copy(string host, int process, bool? running, long from, long to)
    {
        for (var at = from; at < to; at += 100) yield return new Sample(at, at + 5, host, process, "u", running);
    }
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt.Sampling;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

/// <summary>What kvm5 (libvirt 9.0.0, QEMU 7.2 without KVM) said of a guest of 256 MiB that writes 20 MiB/s to 48 MiB.</summary>
public sealed class GuestMemoryReaderTests
{
    [Fact]
    public void With_everything_else_a_host_tells_what_guests_have_in_use_and_the_last_measurement()
    {
        var host = Transcript.Host("kvm5");

        Assert.Equal(new GuestMemory(262144, 248448, null, [new DirtySample(5, 11, 2, "page-sampling")]), Assert.Single(host.Guests).Memory);
        Assert.Equal(["eth0", "eth1"], host.Networks.Speeds.Keys);
        Assert.Equal(10000, host.Networks.Speeds["eth1"]);
    }

    [Fact]
    public void A_host_that_was_not_asked_tells_nothing() => Assert.All(Transcript.Host("kvm2").Guests, guest => Assert.Null(guest.Memory));

    [Fact]
    public void Five_windows_are_five_samples_and_what_the_kernel_gave_is_what_is_used()
    {
        var memory = Measured(Transcript.Of("memory-measured"));

        Assert.True(memory.IsMeasured);
        Assert.Equal([(1L, 22L), (1, 28), (1, 22), (3, 14), (6, 8)], memory.Samples.Select(sample => (sample.PeriodSeconds, sample.MibPerSecond)));
        Assert.Equal((145408, 145408), (memory.TouchedKib!.Value, memory.UsedKib(262144)));
        Assert.Null(memory.NotMeasured);
    }

    [Fact]
    public void Where_the_script_breaks_off_the_windows_before_it_count()
    {
        var text = Transcript.Of("memory-measured").Text;
        var memory = Measured(CommandResult.OfText(text[..text.IndexOf("%%lmr calc afdb41d6-1df4-52b9-894c-3f1bb2a51b3c/long", StringComparison.Ordinal)]));

        Assert.Equal((4, true), (memory.Samples.Count, memory.IsMeasured));
        Assert.All(memory.Samples, sample => Assert.Null(sample.AgeSeconds));
    }

    [Theory]
    [InlineData("\n%%lmr calc afdb41d6-1df4-52b9-894c-3f1bb2a51b3c/1 1 0 67\nerror: failed to get domain '00000000-0000-4000-8000-000000000001'\n\n%%lmr end\n", "error: failed to get domain")]
    [InlineData("\n%%lmr window 1 0 43 0\nDomain: 'fc-a'\n  dirtyrate.calc_status=1\n\n\n%%lmr end\n", "QEMU did not end its measurement in time")]
    [InlineData("", "the answer of the read script breaks off")]
    public void A_guest_that_was_not_measured_says_why(string answer, string why)
    {
        var memory = Measured(CommandResult.OfText(answer));

        Assert.False(memory.IsMeasured);
        Assert.StartsWith(why, memory.NotMeasured, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, null, 1000)]
    [InlineData(800, 900, null, 800)]
    [InlineData(1000, 300, null, 300)]
    [InlineData(1000, 300, 200, 200)]
    [InlineData(1000, 0, 0, 1000)]
    [InlineData(1000, 300, 5000, 1000)]
    public void What_is_used_is_never_more_than_there_is(int? current, int? resident, int? touched, int used) =>
        Assert.Equal(used, new GuestMemory(current, resident, touched, []).UsedKib(1000));

    private static GuestMemory Measured(CommandResult result) => GuestMemoryReader.ReadMeasured(result, Transcript.Host("kvm5").Guests).Values.Single();
}

using LiveMigrationRunbooks.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Libvirt;

public sealed class MoveRecordTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_written_is_read(bool autostart)
    {
        var move = new MoveRecord(Transcript.Guest, "run-1", "kvm2", "198.51.100.12", autostart, "started");

        Assert.True(move.IsWritable);
        Assert.Equal(move, MoveRecord.Parse(Transcript.Guest, move.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("run=r\ntarget=kvm2\naddress=a\nstage=s\n")]
    [InlineData("run=r\ntarget=kvm2\naddress=a\nautostart=perhaps\nstage=s\n")]
    [InlineData("run=r\nrun=q\ntarget=kvm2\naddress=a\nautostart=yes\nstage=s\n")]
    [InlineData("nonsense\n")]
    public void Half_a_record_decides_nothing(string text) => Assert.Null(MoveRecord.Parse(Transcript.Guest, text));

    [Fact]
    public void A_value_with_a_second_line_is_refused() =>
        Assert.False(new MoveRecord(Transcript.Guest, "r\nautostart=no", "kvm2", "a", true, "s").IsWritable);
}

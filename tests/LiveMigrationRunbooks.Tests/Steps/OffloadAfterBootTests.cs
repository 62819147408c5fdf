using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Nic;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>What of an offload no file can keep off over a boot is told before it is switched off.</summary>
public sealed class OffloadAfterBootTests
{
    [Theory]
    [InlineData(Switch.Off, "on", "tx-tcp-mangleid-segmentation off")]
    [InlineData(Switch.Off, "off [fixed]", null)]
    [InlineData(Switch.On, "off", null)]
    public void It_is_noted_where_it_will_be_lost(Switch to, string mangleid, string? lost)
    {
        var now = to == Switch.Off ? "on" : "off";
        var answers = new Answers([
            CommandResult.OfText($"Features for eth1:\ntcp-segmentation-offload: {now}\n\ttx-tcp-segmentation: {now}\n\ttx-tcp-mangleid-segmentation: {mangleid}\n\ttx-tcp6-segmentation: {now}\n"),
            CommandResult.OfText("governs=\nfile=absent\n")]);
        var change = Assert.IsType<Verdict.Change>(new NicOffload("eth1", Tso: to).Judge(answers, StepFixture.Load("nic.offload/whole-and-parts.yaml").Scene)).Planned;

        if (lost is null) Assert.Null(change.Notes);
        else Assert.EndsWith(lost, Assert.Single(change.Notes ?? []), StringComparison.Ordinal);
    }
}

using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

/// <summary>Every verb that takes <c>--limit @failed</c> looks for the run that it names.</summary>
public sealed class FailedLimitTests
{
    [Theory]
    [InlineData("validate")]
    [InlineData("plan")]
    [InlineData("apply")]
    [InlineData("drift")]
    public void Where_nothing_was_applied_it_is_told(string verb)
    {
        using var folder = new RunbookFolder("plays: [{ hosts: kvm1, steps: [{ directory: { path: /srv/a } }] }]\n");
        using var lmr = new Lmr();

        var (exitCode, _, errors) = lmr.Run(folder.Root, verb, "runbook.yml", "-i", "hosts.yml", "--limit", "@failed");

        Assert.Equal(1, exitCode);
        Assert.Contains("error LMR932", errors, StringComparison.Ordinal);
        Assert.Empty(lmr.SshCalls);
    }
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.Tests.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Jobs;

/// <summary>A host whose disk is full is not claimed, so nothing of it is changed.</summary>
public sealed class HostRoomTests
{
    public static TheoryData<string, string, int> Disks
    {
        get
        {
            var disks = new TheoryData<string, string, int>();
            foreach (var shell in ShellRun.Shells)
            {
                disks.Add(shell, "/dev/mapper/vg0-root 41152736 41152732 4 100% /var/lib/lmr", 71);
                disks.Add(shell, "tmpfs 16384 1 16383 1% /", 71);
                disks.Add(shell, "tmpfs 16384 0 16384 0% /", 0);
                disks.Add(shell, "df: cannot read table of mounted file systems", 0);
            }
            return disks;
        }
    }

    [Theory]
    [MemberData(nameof(Disks))]
    public void Room_is_looked_for_before_the_claim_is_written(string shell, string disk, int exitCode)
    {
        using var folder = new TemporaryFolder();
        var text = $$"""
            df() { printf 'Filesystem 1024-blocks Used Available Capacity Mounted on\n%s\n' '{{disk}}'; }
            LMR_ROOT='{{folder["."]}}'
            exec 9>>"$LMR_ROOT/host.lock"
            flock 9
            {{EmbeddedScript.Read("Hosts/Jobs/claim.sh")}}
            """;
        var (exit, said, error) = ShellRun.Run(shell, text, "", "take", "20260101-120000-abcd", "here", "0");

        Assert.Equal((exitCode, exitCode == 0), (exit, folder.Entries.Contains("claim")));
        if (exitCode == 0) return;
        var problem = ClaimReading.Problem("kvm1", CommandResult.OfText(""), CommandResult.OfText(said, exit, error));
        Assert.Equal("host.full", problem?.Reason);
        Assert.Matches("^On kvm1 only [0-9]+ KiB are free where .* lies\\.$", problem?.What);
    }
}

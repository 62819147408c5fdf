using LiveMigrationRunbooks.Hosts.Connections;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Connections;

/// <summary>Texts as OpenSSH 9.2, sudo 1.9.13 and Debian's shells print them.</summary>
public sealed class HostProblemsTests
{
    [Theory]
    [InlineData("hostkey.changed", 255, "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key for kvm1 has changed and you have requested strict checking.\nHost key verification failed.\n")]
    [InlineData("hostkey.unknown", 255, "No ED25519 host key is known for kvm1 and you have requested strict checking.\nHost key verification failed.\n")]
    [InlineData("auth.refused", 255, "ops@192.0.2.11: Permission denied (publickey,password).\n")]
    [InlineData("auth.refused", 255, "Received disconnect from 192.0.2.11 port 22:2: Too many authentication failures\n")]
    [InlineData("host.unreachable", 255, "ssh: connect to host 192.0.2.11 port 22: No route to host\n")]
    [InlineData("host.unreachable", 255, "ssh: connect to host 192.0.2.11 port 22: Connection refused\n")]
    [InlineData("host.unreachable", 255, "ssh: connect to host 192.0.2.11 port 22: Connection timed out\n")]
    [InlineData("host.unreachable", 255, "ssh: Could not resolve hostname kvm9: Name or service not known\n")]
    [InlineData("host.unreachable", 255, "Connection timed out during banner exchange\n")]
    [InlineData("host.unreachable", 255, "kex_exchange_identification: Connection closed by remote host\n")]
    [InlineData("sudo.password", 1, "sudo: a password is required\n")]
    [InlineData("sudo.password", 1, "sudo: a terminal is required to read the password; either use the -S option\n")]
    [InlineData("sudo.refused", 1, "Sorry, user ops is not allowed to execute '/bin/sh -s' as root on kvm1.\n")]
    [InlineData("sudo.refused", 1, "ops is not in the sudoers file.\n")]
    [InlineData("sudo.refused", 127, "/bin/sh: 1: exec: sudo: not found\n")]
    [InlineData("shell.unusable", 1, "This account is currently not available.\n")]
    [InlineData("shell.unusable", 3, "")]
    [InlineData("ssh.missing", 127, "setsid: failed to execute ssh: No such file or directory\n")]
    [InlineData("host.unreachable", 255, "")]
    public void The_reason_is_read_from_what_was_said(string reason, int exitCode, string error)
    {
        var problem = HostProblems.Explain("kvm1", exitCode, error, opening: true);
        Assert.Equal(reason, problem.Reason);
        Assert.Contains("kvm1", problem.What, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void The_key_of_a_jump_host_is_named_as_the_jump_hosts()
    {
        var problem = HostProblems.Explain("kvm1", 255,
            "No ED25519 host key is known for bastion and you have requested strict checking.\nHost key verification failed.\nConnection closed by UNKNOWN port 65535\n", opening: true);
        Assert.Equal("hostkey.unknown", problem.Reason);
        Assert.Contains("bastion", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_tool_is_told_with_its_package()
    {
        var problem = HostTools.Problem("kvm1", ["flock", "stat"]);
        Assert.Equal(("tool.missing", "kvm1 lacks flock, stat.", "Install util-linux, coreutils on kvm1."), (problem.Reason, problem.What, problem.Remedy));
    }

    [Fact]
    public void A_host_that_had_greeted_is_lost_whatever_ssh_says() =>
        Assert.Equal("host.lost", HostProblems.Explain("kvm1", 255, "Timeout, server 192.0.2.11 not responding.\n", opening: false).Reason);
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans.Drifts;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

public sealed class LastAppliedTests
{
    private const string Line = """{"at":1795285113,"boot_id":"608c25ec","format":1,"keys":["nic/eth1#mtu"],"kind":"nic.mtu","arguments":{"device":"eth1","mtu":8000},"state":{"runtime":{"is":"known","it":8000},"persisted":{"is":"known","it":8000}},"step":"nic.mtu eth1","run":"r1","runbook":"Tuning"}""";

    private static readonly string Name = "= " + LastApplied.NameOf("nic/eth1#mtu");

    [Fact]
    public void What_a_host_keeps_is_read_as_it_was_written()
    {
        var applied = Assert.Single(LastApplied.Read(CommandResult.OfText($"{Line}\n{Name}\n= of another key\n")));

        Assert.Equal(("nic/eth1#mtu", "nic.mtu", "r1", "Tuning", 1795285113L, "608c25ec"), (applied.Key, applied.Kind, applied.Run, applied.Runbook, applied.At, applied.BootId));
        Assert.Equal(Line.Replace("""{"at":1795285113,"boot_id":"608c25ec",""", "{", StringComparison.Ordinal), (applied with { At = null, BootId = null }).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"format":1}""")]
    [InlineData("""{"format":1,"keys":null,"kind":"nic.mtu"}""")]
    [InlineData("""{"format":2,"keys":["nic/eth1#mtu"],"kind":"b","arguments":{},"state":{},"step":"","run":"r","runbook":"b"}""")]
    [InlineData("\u0000\u001b[2J")]
    public void A_line_that_is_none_is_left_to_whoever_wrote_it(string line) => Assert.Single(LastApplied.Read(CommandResult.OfText($"{line}\n{Name}\n{Line}\n{Name}\n")));

    [Fact]
    public void Of_what_happened_people_and_programs_are_told_and_no_arguments()
    {
        var origin = OriginReader.Read(CommandResult.OfText(string.Join('\n',
            "start\t50",
            "package\t/etc/x\tchrony",
            "run\t/etc/x\t",
            "file\tthere\t200\troot\t/etc/x",
            "event\t180\tdpkg: upgrade chrony:amd64 4.3",
            "journal\t" + """{"SYSLOG_IDENTIFIER":"sudo","MESSAGE":"   alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/mysql -phunter2","__REALTIME_TIMESTAMP":"190000000"}""",
            "journal\t" + """{"SYSLOG_IDENTIFIER":"sshd","MESSAGE":"Accepted publickey for bob from 192.0.2.7 port 5 ssh2: ED25519 SHA256:x","__REALTIME_TIMESTAMP":"185000000"}""",
            "journal\t" + """{"SYSLOG_IDENTIFIER":"NetworkManager","MESSAGE":"<info> password=hunter2","__REALTIME_TIMESTAMP":"186000000"}""",
            "journal\t" + """{"SYSLOG_IDENTIFIER":"sudo","MESSAGE":[1,2],"__REALTIME_TIMESTAMP":"1"}""",
            "journal\tnonsense",
            "file\tthere\tnever")), new DriftApplied("r1", DateTimeOffset.FromUnixTimeSeconds(100), "boot", null), "boot");

        Assert.Equal(["dpkg: upgrade chrony:amd64 4.3", "bob logged in from 192.0.2.7 by ssh", "NetworkManager was at work", "alice ran /usr/bin/mysql by sudo"], origin.Events.Select(each => each.What));
        Assert.Equal(new OriginFile("/etc/x", "there", DateTimeOffset.FromUnixTimeSeconds(200), "root", "chrony", null), Assert.Single(origin.Files));
        Assert.False(origin.Restarted);
    }
}

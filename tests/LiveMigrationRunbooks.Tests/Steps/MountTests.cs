using System.Runtime.Versioning;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Steps.Storage;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>What systemd calls the unit of a path, and what the text that mounts never does.</summary>
[SupportedOSPlatform("linux")]
public sealed class MountTests
{
    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    // As systemd-escape --path --suffix=mount of systemd 252 prints them.
    [Theory]
    [InlineData("/srv", "srv.mount")]
    [InlineData("/srv/lmr-lab", "srv-lmr\\x2dlab.mount")]
    [InlineData("/srv/.hidden/a.b", "srv-.hidden-a.b.mount")]
    [InlineData("/.x", "\\x2ex.mount")]
    [InlineData("/srv/a b:c_d", "srv-a\\x20b:c_d.mount")]
    [InlineData("/srv/\u00e4", "srv-\\xc3\\xa4.mount")]
    public void A_unit_is_called_as_systemd_calls_it(string path, string name) => Assert.Equal(name, MountUnit.NameOf(path));

    [Fact]
    public void Every_asked_option_is_undone_by_its_contrary()
    {
        ValueList<string> asked = ["hard", "nosuid", "rw", "noatime"];
        Assert.Equal("noatime,nosuid,rw", MountOptions.Visible(asked));
        Assert.Equal("noatime,rw", MountOptions.InForce(asked, new HashSet<string> { "rw", "noatime" }));
        Assert.Equal("", MountOptions.InForce(asked, new HashSet<string> { "ro", "relatime" }));
        Assert.Equal("suid,rw,noatime", MountOptions.Remount(asked, "noatime,rw"));
        Assert.Equal("secret", MountOptions.Secret(["name=lmr", "secret=x"]));
        Assert.Null(MountOptions.Secret(["secretfile=/etc/ceph/x", "credentials=/etc/x"]));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void What_stands_in_a_folder_is_not_hidden(string shell)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["full/x"]);
        var (exit, _, error) = ShellRun.Run(shell, ShellText.Of("Steps/Storage/mount-write.sh"), "", "mount", folder["full"], "tmpfs", "tmpfs", "");
        Assert.Equal((1, $"{folder["full"]} is not empty, and what is in it would be hidden\n"), (exit, error));
    }
}

using System.Runtime.Versioning;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Libvirt;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Steps;

/// <summary>The digest of a value that libvirt shall keep; virsh is a stand-in that knows no secret.</summary>
[SupportedOSPlatform("linux")]
public sealed class LibvirtSecretShellTests
{
    private const string Uuid = "2a5b08e4-3dca-4ff9-9a1d-40389758d081";

    public static TheoryData<string> Shells => [.. ShellRun.Shells];

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_value_is_told_by_a_digest_of_its_own(string shell)
    {
        using var folder = new TemporaryFolder();
        var one = Run(shell, folder, "one");
        Assert.Equal((0, ""), (one.Exit, one.Error));
        Assert.Matches("^wanted=[0-9a-f]{64}\n$", one.Out);
        Assert.Equal(one, Run(shell, folder, "one"));
        Assert.NotEqual(one, Run(shell, folder, "two"));
    }

    private static (int Exit, string Out, string Error) Run(string shell, TemporaryFolder folder, string value)
    {
        var virsh = folder["virsh"];
        File.WriteAllText(virsh, "#!/bin/sh\n");
        File.SetUnixFileMode(virsh, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var probe = new LibvirtSecret(Uuid, SecretUsage.Ceph, "client.libvirt").Probe(new Scene("kvm1", HostFacts.None, new Peer("kvm1", null), []))[0];
        return ShellRun.Run(shell, $"PATH='{Path.GetDirectoryName(virsh)}':$PATH LMR_ROOT='{folder["state"]}'\n{probe.Argv[2]}", value, Uuid, "ceph client.libvirt", "wanted");
    }
}

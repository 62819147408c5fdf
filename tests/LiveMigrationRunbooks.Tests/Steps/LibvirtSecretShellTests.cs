using System.Runtime.Versioning;
using LiveMigrationRunbooks.Commands;
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

    // libvirt 9.0 started a pool of type rbd with the bytes that a key stands for, and with its letters did not.
    [Theory]
    [MemberData(nameof(Shells))]
    public void A_Ceph_key_is_kept_as_what_it_stands_for_and_all_else_as_it_is(string shell)
    {
        const string Key = "AQBSdFhnAAAAABAAMnmLSLOxWmSpzVdHZBSqyw==";
        Assert.Equal(Key, Encoded("ceph", Key));
        Assert.Equal(Key, Encoded("ceph", Key + "\n"));
        Assert.Equal("bm8ga2V5", Encoded("ceph", "no key"));
        Assert.Equal("QVFCU2RGaG4=", Encoded("ceph", Key[..8]));
        Assert.Equal(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Key)), Encoded("iscsi", Key));

        string Encoded(string usage, string value) => ShellRun.Run(shell, ShellText.Of("Steps/Libvirt/Secrets/secret-value.sh") + "secret_encoded \"$1\"", value, usage).Out;
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

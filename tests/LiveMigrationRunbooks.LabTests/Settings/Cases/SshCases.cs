using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Keys.</summary>
internal static class SshCases
{
    private const string Path = "/root/.ssh/id_ecdsa";

    public static IReadOnlyList<SettingCase> All { get; } =
    [
        new("ssh.key", "kvm5", "ssh.key: { type: ecdsa, comment: root of kvm5 }",
            $"cut -d ' ' -f 1,3- {Path}.pub 2>/dev/null; ssh-keygen -y -P '' -f {Path} 2>/dev/null | cut -d ' ' -f 1; {HostView.Files(Path, $"{Path}.pub")}",
            ["ecdsa-sha2-nistp256 root of kvm5", "ecdsa-sha2-nistp256", $"{Path} regular file 600 0:0", $"{Path}.pub regular file 644 0:0"],
            $"chmod 0644 {Path}", $"chmod 0600 {Path}")
        { Lasts = true, Any = random => $"ssh.key: {{ type: ecdsa, comment: c{random.Next()} }}" },
    ];
}

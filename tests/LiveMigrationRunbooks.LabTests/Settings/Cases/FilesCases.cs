using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Files and folders.</summary>
internal static class FilesCases
{
    public static IReadOnlyList<SettingCase> All { get; } =
    [
        new("file", "kvm2", "file: { path: /etc/lmr-lab.conf, content: \"one\\ntwo\\n\", mode: \"0640\", group: daemon }",
            $"cat /etc/lmr-lab.conf 2>/dev/null; {HostView.Files("/etc/lmr-lab.conf")}",
            ["one", "two", "/etc/lmr-lab.conf regular file 640 0:1"], "chmod 0600 /etc/lmr-lab.conf", "chmod 0640 /etc/lmr-lab.conf"),
        new("file", "kvm3", "file: { path: /etc/lmr-lab-old.conf, content: \"new\\n\" }",
            $"cat /etc/lmr-lab-old.conf; {HostView.Files("/etc/lmr-lab-old.conf")}",
            ["new", "/etc/lmr-lab-old.conf regular file 604 2:3"], "echo hand >/etc/lmr-lab-old.conf", "echo new >/etc/lmr-lab-old.conf")
        { Given = "printf 'old\\0bytes' >/etc/lmr-lab-old.conf; chmod 0604 /etc/lmr-lab-old.conf; chown 2:3 /etc/lmr-lab-old.conf; setfattr -n user.kept -v yes /etc/lmr-lab-old.conf 2>/dev/null || python3 -c 'import os; os.setxattr(\"/etc/lmr-lab-old.conf\", \"user.kept\", b\"yes\")' || true", After = "rm -f /etc/lmr-lab-old.conf" },
        new("directory", "kvm2", "directory: { path: /etc/lmr-lab.d, mode: \"0750\", group: daemon }", HostView.Files("/etc/lmr-lab.d"),
            ["/etc/lmr-lab.d directory 750 0:1"], "chmod 0700 /etc/lmr-lab.d", "chmod 0750 /etc/lmr-lab.d"),
    ];
}

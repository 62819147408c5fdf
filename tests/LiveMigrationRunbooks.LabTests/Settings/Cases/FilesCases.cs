using LiveMigrationRunbooks.LabTests.Lab;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>Files and folders.</summary>
internal static class FilesCases
{
    public static IReadOnlyList<SettingCase> All { get; } =
    [
        new("file", "kvm2", "file: { path: /etc/lmr-lab.conf, content: \"one\\ntwo\\n\", mode: \"0640\", group: daemon }",
            $"cat /etc/lmr-lab.conf 2>/dev/null; {HostView.Files("/etc/lmr-lab.conf")}",
            ["one", "two", "/etc/lmr-lab.conf regular file 640 0:1"], "chmod 0600 /etc/lmr-lab.conf", "chmod 0640 /etc/lmr-lab.conf")
        { Lasts = true, Any = random => $"file: {{ path: /etc/lmr-lab.conf, content: \"{random.Next()}\\n\", mode: \"0{random.Next(4, 8)}{random.Next(8)}{random.Next(8)}\" }}" },
        new("file", "kvm3", "file: { path: /etc/lmr-lab-old.conf, content: \"new\\n\" }",
            $"cat /etc/lmr-lab-old.conf; {HostView.Files("/etc/lmr-lab-old.conf")}",
            ["new", "/etc/lmr-lab-old.conf regular file 604 2:3"], "echo hand >/etc/lmr-lab-old.conf", "echo new >/etc/lmr-lab-old.conf")
        { Given = "printf 'old\\0bytes' >/etc/lmr-lab-old.conf; chmod 0604 /etc/lmr-lab-old.conf; chown 2:3 /etc/lmr-lab-old.conf; setfattr -n user.kept -v yes /etc/lmr-lab-old.conf 2>/dev/null || python3 -c 'import os; os.setxattr(\"/etc/lmr-lab-old.conf\", \"user.kept\", b\"yes\")' || true", After = "rm -f /etc/lmr-lab-old.conf" },
        new("directory", "kvm2", "directory: { path: /etc/lmr-lab.d, mode: \"0750\", group: daemon }", HostView.Files("/etc/lmr-lab.d"),
            ["/etc/lmr-lab.d directory 750 0:1"], "chmod 0700 /etc/lmr-lab.d", "chmod 0750 /etc/lmr-lab.d")
        { Lasts = true, Any = random => $"directory: {{ path: /etc/lmr-lab.d, mode: \"07{random.Next(8)}{random.Next(8)}\" }}" },
        new("file", "kvm5", "file: { path: /etc/lmr-lab-source.conf, source: source.conf, xattrs: { user.origin: \"a b\" }, validate: [grep, -q, two, \"%s\"] }",
            $"cat /etc/lmr-lab-source.conf; {Xattrs("/etc/lmr-lab-source.conf")}; {HostView.Files("/etc/lmr-lab-source.conf")}",
            ["two", "user.kept=b'yes'", "user.origin=b'a b'", "/etc/lmr-lab-source.conf cap_net_raw=ep", "/etc/lmr-lab-source.conf regular file 755 0:0"], "printf 'three\\n' >>/etc/lmr-lab-source.conf", "printf 'one\\ntwo\\n' >/etc/lmr-lab-source.conf")
        {
            Given = "printf 'one\\n' >/etc/lmr-lab-source.conf; chmod 0755 /etc/lmr-lab-source.conf; setcap cap_net_raw+ep /etc/lmr-lab-source.conf; python3 -c 'import os; os.setxattr(\"/etc/lmr-lab-source.conf\", \"user.kept\", b\"yes\")'",
            After = "rm -f /etc/lmr-lab-source.conf",
            Beside = new Dictionary<string, string> { ["source.conf"] = "one\ntwo\n" },
        },
        new("template", "kvm5", "template: { source: hosts.tpl, path: /etc/lmr-lab-template.conf, mode: \"0600\", vars: { ports: [1, 2] } }",
            $"cat /etc/lmr-lab-template.conf 2>/dev/null; {HostView.Files("/etc/lmr-lab-template.conf")}",
            ["host kvm5 of debian 12", "port 1", "port 2", "/etc/lmr-lab-template.conf regular file 600 0:0"], "sed -i 's/port 2/port 3/' /etc/lmr-lab-template.conf", "sed -i 's/port 3/port 2/' /etc/lmr-lab-template.conf")
        { Beside = new Dictionary<string, string> { ["hosts.tpl"] = "host {{ inventory_hostname }} of {{ facts.os }}\n{{~ for port in ports ~}}\nport {{ port }}\n{{~ end ~}}\n" }, Any = random => $"template: {{ source: hosts.tpl, path: /etc/lmr-lab-template.conf, vars: {{ ports: [{random.Next()}, {random.Next()}] }} }}" },
        new("line", "kvm5", "line: { path: /etc/ssh/sshd_config, line: \"MaxSessions 37\", match: \"^#?MaxSessions[ \\\\t]\", validate: [/usr/sbin/sshd, -t, -f, \"%s\"] }",
            $"grep -E '^#?MaxSessions' /etc/ssh/sshd_config; {HostView.Files("/etc/ssh/sshd_config")}",
            ["MaxSessions 37"], "sed -i 's/^MaxSessions 37/MaxSessions 38/' /etc/ssh/sshd_config", "sed -i 's/^MaxSessions 38/MaxSessions 37/' /etc/ssh/sshd_config")
        { Any = random => $"line: {{ path: /etc/ssh/sshd_config, line: \"MaxSessions {random.Next(11, 99)}\", begins_with: MaxSessions, before: Subsystem, validate: [/usr/sbin/sshd, -t, -f, \"%s\"] }}" },
        new("unit", "kvm5", "unit: { name: ssh.service, drop_in: 10-lmr-lab, content: \"[Service]\\nLimitNOFILE=4711\\n\" }",
            $"systemctl show -p LimitNOFILE,DropInPaths,NeedDaemonReload ssh.service; {HostView.Files("/etc/systemd/system/ssh.service.d", "/etc/systemd/system/ssh.service.d/10-lmr-lab.conf")}",
            ["LimitNOFILE=4711", "DropInPaths=/etc/systemd/system/ssh.service.d/10-lmr-lab.conf", "NeedDaemonReload=no"],
            "sed -i s/4711/4712/ /etc/systemd/system/ssh.service.d/10-lmr-lab.conf", "sed -i s/4712/4711/ /etc/systemd/system/ssh.service.d/10-lmr-lab.conf; systemctl daemon-reload")
        { Any = random => $"unit: {{ name: ssh.service, drop_in: 10-lmr-lab, content: \"[Service]\\nLimitNOFILE={random.Next(4096, 65536)}\\n\" }}" },
        new("unit", "kvm5", "unit: { name: lmr-lab.service, content: \"[Service]\\nType=oneshot\\nExecStart=/bin/true\\n\" }",
            $"systemctl show -p LoadState,NeedDaemonReload lmr-lab.service; {HostView.Files("/etc/systemd/system/lmr-lab.service")}",
            ["LoadState=loaded", "NeedDaemonReload=no"], "rm /etc/systemd/system/lmr-lab.service", "printf '[Service]\\nType=oneshot\\nExecStart=/bin/true\\n' >/etc/systemd/system/lmr-lab.service; systemctl daemon-reload"),
    ];

    // The hosts have no getfattr.
    private static string Xattrs(string path) => $"python3 -c 'import os; [print(name, os.getxattr(\"{path}\", name), sep=\"=\") for name in sorted(os.listxattr(\"{path}\"))]'; getcap {path}";
}

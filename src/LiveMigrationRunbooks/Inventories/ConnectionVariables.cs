using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// The <c>ansible_*</c> variables: which are read, which are not and what to write instead. What does no harm here is passed over.
/// </summary>
internal static class ConnectionVariables
{
    private static readonly IReadOnlyList<string> Read = RecordShape.Of(typeof(ConnectionKeys))?.Names ?? [];

    // Asks nothing of the way a host is reached, so a fleet that is shared with Ansible keeps them.
    internal static readonly string[] Harmless =
    [
        "ansible_python_interpreter", "ansible_become_method", "ansible_become_user", "ansible_ssh_pipelining", "ansible_pipelining",
        "ansible_shell_type",
    ];

    internal static readonly Dictionary<string, string> Instead = new(StringComparer.Ordinal)
    {
        ["ansible_ssh_host"] = "Write ansible_host.",
        ["ansible_ssh_port"] = "Write ansible_port.",
        ["ansible_ssh_user"] = "Write ansible_user.",
        ["ansible_private_key_file"] = "Write ansible_ssh_private_key_file.",
        ["ansible_sudo"] = "Write ansible_become.",
        ["ansible_password"] = "Log in with a key; passwords are not read from files.",
        ["ansible_ssh_pass"] = "Log in with a key; passwords are not read from files.",
        ["ansible_ssh_password"] = "Log in with a key; passwords are not read from files.",
        ["ansible_become_pass"] = "Give sudo's password with -K, or allow the account to use sudo without one.",
        ["ansible_become_password"] = "Give sudo's password with -K, or allow the account to use sudo without one.",
        ["ansible_sudo_pass"] = "Give sudo's password with -K, or allow the account to use sudo without one.",
        ["ansible_become_flags"] = "sudo is called as 'sudo -n'; set what else is needed in sudoers.",
        ["ansible_become_exe"] = "sudo is found by its name in PATH.",
        ["ansible_host_key_checking"] = "Host keys are always checked; 'lmr trust' writes known_hosts.",
        ["ansible_ssh_host_key_checking"] = "Host keys are always checked; 'lmr trust' writes known_hosts.",
        ["ansible_ssh_executable"] = "ssh is found by its name in PATH.",
        ["ansible_ssh_args"] = "Put the options into ~/.ssh/config for this host.",
        ["ansible_sftp_extra_args"] = "Files do not travel by sftp; remove it.",
        ["ansible_scp_extra_args"] = "Files do not travel by scp; remove it.",
        ["ansible_ssh_timeout"] = "Put ConnectTimeout into ~/.ssh/config for this host.",
        ["ansible_timeout"] = "Put ConnectTimeout into ~/.ssh/config for this host.",
        ["ansible_shell_executable"] = "Scripts run under /bin/sh.",
    };

    public static void Check(IEnumerable<VariableSet> sets, Findings findings)
    {
        foreach (var (key, _) in sets.SelectMany(set => set.Values.Entries))
        {
            var name = key.Text;
            if (!name.StartsWith("ansib", StringComparison.Ordinal) || Read.Contains(name) || Harmless.Contains(name)) continue;
            if (Instead.TryGetValue(name, out var instead)) findings.Add(ConnectionProblems.NotRead(key.Span, name, instead));
            else if (Suggestion.For(name, Read) is { } meant) findings.Add(ConnectionProblems.ProbablyMeant(key.Span, name, meant));
        }
    }
}

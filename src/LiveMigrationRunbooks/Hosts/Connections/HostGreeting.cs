using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>
/// What a host said of itself when the session began. <paramref name="User"/> is the login, also where sudo made it root;
/// <paramref name="SshConnection"/> is sshd's <c>client port server port</c>, empty on this machine.
/// </summary>
public sealed record HostGreeting(
    int Uid,
    string User,
    string HostName,
    string BootId,
    string MachineId,
    string Kernel,
    string Shell,
    bool Systemd,
    bool SudoUsed,
    string SshConnection,
    ValueList<string> MissingTools)
{
    public bool IsRoot => Uid == 0;

    /// <summary>Reads the <c>key=value</c> lines of the prelude; what is missing is empty, an unreadable uid is -1.</summary>
    public static HostGreeting Read(string text)
    {
        var values = text.Split('\n')
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First()[1], StringComparer.Ordinal);
        string Value(string key) => values.GetValueOrDefault(key, "");
        return new HostGreeting(
            int.TryParse(Value("uid"), out var uid) ? uid : -1,
            Value("user"),
            Value("hostname"),
            Value("boot_id"),
            Value("machine_id"),
            Value("kernel"),
            Value("shell"),
            Value("systemd") == "yes",
            Value("sudo") == "yes",
            Value("ssh_connection"),
            Value("missing").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToValueList());
    }
}

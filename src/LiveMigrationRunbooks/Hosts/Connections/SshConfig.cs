using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>
/// Writes the configuration that ssh is given with <c>-F</c>. ssh keeps the first value it meets, so ours stand first and the user's
/// own files are included after; a file, not <c>-o</c> options, because the ssh of a jump host is handed the file only.
/// </summary>
public static partial class SshConfig
{
    /// <summary>What holds for every host on the way, jump hosts too. No file included later can weaken the checks of host keys.</summary>
    private const string Fixed = """
            BatchMode yes
            StrictHostKeyChecking yes
            GlobalKnownHostsFile none
            KnownHostsCommand none
            UpdateHostKeys no
            VerifyHostKeyDNS no
            CheckHostIP no
            NoHostAuthenticationForLocalhost no
            ControlMaster no
            ControlPath none
            ControlPersist no
            RequestTTY no
            RemoteCommand none
            SessionType default
            StdinNull no
            ForkAfterAuthentication no
            ForwardAgent no
            ForwardX11 no
            ClearAllForwardings yes
            Tunnel no
            PermitLocalCommand no
            EscapeChar none
            AddKeysToAgent no
            ConnectTimeout 10
            ConnectionAttempts 1
            ServerAliveInterval 5
            ServerAliveCountMax 3
            LogLevel ERROR
        """;

    public static string Render(SshTarget target)
    {
        List<string> own = [$"HostName {Quote(target.Address)}", $"Port {target.Port}", $"HostKeyAlias {target.Alias}"];
        if (target.User is { } user) own.Add($"User {user}");
        if (target.KeyFile is not null) own.Add("IdentitiesOnly yes");
        if (target.ProxyJump is { } jump) own.Add($"ProxyJump {jump}");
        return $"""
            Host {target.Alias}
                {string.Join("\n    ", own)}
            Host *
                UserKnownHostsFile {Quote(target.KnownHostsFile)}{KeyLine(target)}
            {Fixed}
            Include ~/.ssh/config
            Include /etc/ssh/ssh_config

            """;
    }

    /// <summary>Why a target cannot be written into a configuration, or null: its values must not be able to become options.</summary>
    public static string? Fault(SshTarget target) => target switch
    {
        _ when !Name().IsMatch(target.Alias) => $"the name {target.Alias} is not made of letters, digits, dots, dashes and underscores",
        _ when !Address().IsMatch(target.Address) => $"{target.Address} is not an address",
        _ when target.Port is < 1 or > 65535 => $"{target.Port} is not a port",
        _ when target.User is { } user && !Name().IsMatch(user) => $"{user} is not a user name",
        _ when target.ProxyJump is { } jump && !Jump().IsMatch(jump) => $"{jump} is not a jump host (user@host:port, several with commas)",
        _ when !IsPath(target.KnownHostsFile) => $"the path {target.KnownHostsFile} cannot be given to ssh",
        _ when target.KeyFile is { } key && !IsPath(key) => $"the path {key} cannot be given to ssh",
        _ => null,
    };

    /// <summary>A jump host is offered the same key; a key may stand in the user's own configuration for it as well.</summary>
    private static string KeyLine(SshTarget target) => target.KeyFile is { } key ? $"\n    IdentityFile {Quote(key)}" : "";

    /// <summary>ssh expands <c>%</c> and <c>${…}</c> in paths and cannot quote a quote.</summary>
    private static bool IsPath(string path) =>
        path.Length > 0 && !path.Any(char.IsControl) && !path.Contains('"', StringComparison.Ordinal) && !path.Contains("${", StringComparison.Ordinal);

    private static string Quote(string value) => "\"" + value.Replace("%", "%%", StringComparison.Ordinal) + "\"";

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,252}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9_:][A-Za-z0-9._:%-]{0,252}\z")]
    private static partial Regex Address();

    [GeneratedRegex(@"\A[A-Za-z0-9_\[][A-Za-z0-9._:@,\[\]-]{0,252}\z")]
    private static partial Regex Jump();
}

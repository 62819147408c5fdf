using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Inventories.Ini;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>
/// What is understood of <c>ansible_ssh_common_args</c> and <c>ansible_ssh_extra_args</c>: a jump host, in its three usual spellings, and the
/// file of known hosts. Everything else is refused with what to write instead, because free arguments could weaken the check of host keys.
/// </summary>
internal sealed partial class SshArguments(string name, Findings findings)
{
    private static readonly Dictionary<string, string> Instead = new(StringComparer.OrdinalIgnoreCase)
    {
        ["StrictHostKeyChecking"] = "Remove it: host keys are always checked; 'lmr trust' pins them.",
        ["GlobalKnownHostsFile"] = "Remove it: host keys are looked up in one file; 'lmr trust' writes it.",
        ["ControlMaster"] = "Remove it: lmr keeps one session to each host open.",
        ["ControlPersist"] = "Remove it: lmr keeps one session to each host open.",
        ["ControlPath"] = "Remove it: lmr keeps one session to each host open.",
        ["IdentityFile"] = "Write ansible_ssh_private_key_file.",
        ["-i"] = "Write ansible_ssh_private_key_file.",
        ["User"] = "Write ansible_user.",
        ["-l"] = "Write ansible_user.",
        ["Port"] = "Write ansible_port.",
        ["-p"] = "Write ansible_port.",
        ["ForwardAgent"] = "Remove it: keys are not lent to hosts; hosts trust each other by a step.",
        ["-A"] = "Remove it: keys are not lent to hosts; hosts trust each other by a step.",
        ["ProxyCommand"] = "Only 'ssh -W %h:%p HOST' is a jump host; write proxy_jump: HOST, or put the command into ~/.ssh/config.",
        ["UserKnownHostsFile"] = "Name one file, which keeps its keys; 'lmr trust' writes it.",
    };

    public string? Jump { get; private set; }

    public string? KnownHostsFile { get; private set; }

    public void Read(string text, SourceSpan span)
    {
        var (words, open) = IniWords.Split(text);
        if (words is null) findings.Add(ConnectionProblems.OpenArgument(new TextPlace(text, span).Of(open, 1), name));
        for (var index = 0; index < words?.Count; index++)
        {
            var word = words[index].Text;
            var option = word.Length > 2 && word[0] == '-' ? word[..2] : word;
            // Options with a value have it in the next word, or without a space.
            var value = option is not ("-o" or "-J" or "-i" or "-l" or "-p") ? "" : word.Length > 2 ? word[2..] : index + 1 < words.Count ? words[++index].Text : "";
            if (!(option == "-J" ? IsJump(value) : option == "-o" && Setting(value)))
                findings.Add(ConnectionProblems.FreeArgument(span, name, option == "-o" ? $"{option} {value}" : word, Advice(option == "-o" ? Key(value) : option)));
        }
    }

    private static string Key(string setting) => setting.Split(['=', ' '], 2)[0].Trim();

    private static string Advice(string key) => Instead.GetValueOrDefault(key, "Put the option into ~/.ssh/config for this host.");

    private bool Setting(string setting)
    {
        var key = Key(setting);
        var value = setting[key.Length..].Trim(' ', '=').Trim('"');
        return key.ToLowerInvariant() switch
        {
            "proxyjump" => IsJump(value),
            "proxycommand" => ThroughSsh().Match(value) is { Success: true } through && IsJump(Address(through)),
            "userknownhostsfile" => IsKnownHosts(value),
            _ => false,
        };
    }

    private static string Address(Match through)
    {
        var user = through.Groups["user"] is { Success: true } given ? given.Value + "@" : "";
        var port = through.Groups["port"] is { Success: true } number ? ":" + number.Value : "";
        return user + through.Groups["host"].Value + port;
    }

    private bool IsJump(string jump)
    {
        if (!ConnectionReading.IsJumps(jump)) return false;
        Jump = jump;
        return true;
    }

    private bool IsKnownHosts(string path)
    {
        if (path.Length == 0 || path == "/dev/null" || path == "none" || path.Any(letter => char.IsControl(letter) || letter is '"' or '\\' or ' ' or '%' or '$'))
            return false;
        KnownHostsFile = path.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..]) : path;
        return true;
    }

    [GeneratedRegex(@"^(?:/usr/bin/)?ssh(?:\s+(?:-q|-W\s*\[?%h\]?:%p|-p\s*(?<port>[0-9]+)|-l\s*(?<user>[^\s-]\S*)))*\s+(?<host>[^\s-]\S*)(?:\s+(?:-q|-W\s*\[?%h\]?:%p|-p\s*(?<port>[0-9]+)|-l\s*(?<user>[^\s-]\S*)))*\s*$(?<=%h.*)")]
    private static partial Regex ThroughSsh();
}

using System.Net;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories;

/// <summary>Reads connection variables one by one, by allow-list: each of them ends up in an argument of ssh.</summary>
internal sealed class ConnectionReading(HostVariables variables, Findings findings)
{
    private readonly YamlExpect _expect = new(findings);

    public long? Integer(string name, long from, long to)
    {
        if (variables.Use(name, findings) is not { } node) return null;
        // Ansible users quote ports; the number is meant.
        return _expect.Integer(node is YamlScalar { Plain: false } quoted ? quoted with { Plain = true } : node, from, to);
    }

    public string? Address(string name) => Text(name) is not var (text, span) ? null : AddressProblem(text) is { } why
        ? Refused(ConnectionProblems.BadAddress(span, text, why))
        : text;

    public string? User(string name) =>
        Text(name) is not var (text, span) ? null : IsUser(text) ? text : Refused(ConnectionProblems.BadUser(span, text));

    public string? KeyFile(string name)
    {
        // To Ansible an empty name is no name.
        if (Text(name) is not var (text, span) || text.Length == 0) return null;
        if (text.StartsWith('-'))
            return Refused(ConnectionProblems.BadKeyFile(span, "A path that begins with '-' could be taken for an option."));
        return text.Any(letter => char.IsControl(letter) || letter is '"' or '\\')
            ? Refused(ConnectionProblems.BadKeyFile(span, "It holds a quote, a backslash or a control character."))
            : text;
    }

    public ConnectionKind Kind(string name)
    {
        if (Text(name) is not var (text, span) || text is "ssh" or "smart" or "ansible.builtin.ssh") return ConnectionKind.Ssh;
        if (text is not ("local" or "ansible.builtin.local")) findings.Add(ConnectionProblems.UnknownConnection(span, text));
        return ConnectionKind.Local;
    }

    public Become Become(string name)
    {
        if (variables.Use(name, findings) is not { } node) return Inventories.Become.Auto;
        switch ((node as YamlScalar)?.Text.ToLowerInvariant())
        {
            case "auto": return Inventories.Become.Auto;
            case "true" or "yes" or "on" or "1": return Inventories.Become.Yes;
            case "false" or "no" or "off" or "0": return Inventories.Become.No;
        }

        _expect.Bool(node);
        return Inventories.Become.Auto;
    }

    public string? Jump(string name) =>
        Text(name) is not var (text, span) ? null : IsJumps(text) ? text : Refused(ConnectionProblems.BadJump(span, text));

    /// <summary>What is understood of free arguments for ssh; those named later win.</summary>
    public (string? Jump, string? KnownHostsFile) Arguments(params string[] names)
    {
        var (jump, known) = ((string?)null, (string?)null);
        foreach (var name in names)
        {
            if (variables[name] is not { Value: not YamlScalar { Text: "" } and not YamlScalar { IsNull: true } } || Text(name) is not var (text, span)) continue;
            var arguments = new SshArguments(name, findings);
            arguments.Read(text, span);
            (jump, known) = (arguments.Jump ?? jump, arguments.KnownHostsFile ?? known);
        }

        return (jump, known);
    }

    public static bool IsJumps(string text) => text.Split(',').All(IsJump);

    private static bool IsJump(string hop)
    {
        var (at, colon) = (hop.LastIndexOf('@'), hop.LastIndexOf(':'));
        var host = hop[(at + 1)..(colon > at ? colon : hop.Length)];
        var portIsGood = colon <= at || (ushort.TryParse(hop.AsSpan(colon + 1), out var port) && port > 0);
        return portIsGood && (at < 0 || IsUser(hop[..at])) && HostName.Refuse(host) is null;
    }

    private static bool IsUser(string text) => text.Length is > 0 and <= 256 && text[0] != '-'
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '@' or '+');

    private static string? AddressProblem(string text)
    {
        if (!text.Contains(':')) return HostName.Refuse(text)?.Why;
        if (text.Contains('[')) return "Brackets and a port do not belong here; the port goes into ansible_port.";
        var scope = text.IndexOf('%');
        if (scope >= 0 && (scope == text.Length - 1
            || !text.AsSpan(scope + 1).ToString().All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.')))
            return "The part behind '%' is not an interface.";
        return IPAddress.TryParse(scope < 0 ? text : text[..scope], out _) ? null
            : "It looks like IPv6, but is not; a port goes into ansible_port.";
    }

    private (string Text, SourceSpan Span)? Text(string name) =>
        variables.Use(name, findings) is { } node && _expect.Text(node) is { } text ? (text, node.Span) : null;

    private string? Refused(Diagnostic diagnostic)
    {
        findings.Add(diagnostic);
        return null;
    }
}

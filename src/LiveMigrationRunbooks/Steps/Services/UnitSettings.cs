using System.Text.RegularExpressions;

namespace LiveMigrationRunbooks.Steps.Services;

/// <summary>The settings of a unit file, as far as it must be known which of two files has the last word.</summary>
internal static partial class UnitSettings
{
    /// <summary>What a text sets, as <c>Service.LimitNOFILE</c> with its last value; "" where it empties a list.</summary>
    public static IReadOnlyDictionary<string, string> Of(string text)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var section = "";
        foreach (var line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith('#') || line.StartsWith(';')) continue;
            if (line.StartsWith('[') && line.EndsWith(']')) section = line[1..^1];
            else if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at) settings[$"{section}.{line[..at].TrimEnd()}"] = line[(at + 1)..].TrimStart();
        }
        return settings;
    }

    public static bool HasSection(string text) => text.Split('\n').Any(line => line.Trim() is ['[', _, .., ']']);

    /// <summary>The settings of a text that a later one overrides. A list grows with each file, until one empties it.</summary>
    public static IEnumerable<string> Overridden(string text, string later)
    {
        var others = Of(later);
        return Of(text).Where(own => others.TryGetValue(own.Key, out var other) && other != own.Value && (other.Length == 0 || !List().IsMatch(own.Key))).Select(own => own.Key[(own.Key.IndexOf('.', StringComparison.Ordinal) + 1)..]);
    }

    // systemd.exec(5), systemd.unit(5), systemd.service(5), systemd.resource-control(5): settings that may be given more than once.
    [GeneratedRegex(@"\.(Exec(?!Paths)\w+|\w*Environment\w*|Before|After|Wants|Requires|Requisite|BindsTo|PartOf|Upholds|Conflicts|On(Failure|Success|Calendar|\w+Sec)|Condition\w+|Assert\w+|Documentation|RequiresMountsFor|JoinsNamespaceOf|PropagatesReloadTo|\w+Paths|\w+Directory|SystemCall\w+|\w*Capabilit\w+|DeviceAllow|IPAddress\w+|IPIngress\w+|Listen\w+|WantedBy|RequiredBy|Also|Alias|Sockets|SupplementaryGroups|(Load|Set)Credential\w*|LogExtraFields|AllowedCPUs|CPUAffinity|RestrictAddressFamilies|RestrictNamespaces|Slice\w+|SuccessExitStatus|RestartPreventExitStatus)\z")]
    private static partial Regex List();
}

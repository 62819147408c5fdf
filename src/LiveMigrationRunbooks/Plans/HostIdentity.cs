using System.Security.Cryptography;
using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Plans;

/// <summary>Which machine it is that answers under a host's name, and how it fares.</summary>
/// <param name="SshKeys">Fingerprints of the keys that its sshd shows, as <c>ssh-keygen -l</c> prints them.</param>
/// <param name="Load">The load averages, as the kernel prints them.</param>
public sealed record HostIdentity(string MachineId, ValueList<string> SshKeys, string BootId, string Load, long? AvailableKib)
{
    public static HostIdentity None { get; } = new("", [], "", "", null);

    /// <summary>Its answer goes to <see cref="Read"/>.</summary>
    public static Command Ask { get; } = Command.Sh(EmbeddedScript.Read("Plans/identity.sh"));

    public static HostIdentity Read(CommandResult result)
    {
        var told = result.Lines.Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).ToLookup(parts => parts[0], parts => parts[1].Trim());
        return new HostIdentity(
            One("machine_id"), [.. told["key"].Select(Fingerprint).Where(key => key.Length > 0).Order(StringComparer.Ordinal)], One("boot_id"), One("load"),
            long.TryParse(One("available"), out var available) ? available : null);

        string One(string name) => told[name].FirstOrDefault() ?? "";
    }

    private static string Fingerprint(string line)
    {
        var words = line.Split(' ');
        var blob = new byte[line.Length];
        return words.Length > 1 && Convert.TryFromBase64String(words[1], blob, out var length)
            ? $"{words[0]} SHA256:{Convert.ToBase64String(SHA256.HashData(blob.AsSpan(0, length))).TrimEnd('=')}" : "";
    }
}

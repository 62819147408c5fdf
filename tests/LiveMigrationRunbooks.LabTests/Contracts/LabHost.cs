using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Hosts.Connections;

namespace LiveMigrationRunbooks.LabTests.Contracts;

/// <summary>How to reach the lab's hosts. Tests run inside of the lab's controller network (<c>tests/lab/in-lab</c>).</summary>
public static partial class LabHost
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("LMR_LAB") ?? "/var/lib/lmr-lab";

    public static string KnownHosts { get; } = Path.Combine(Folder, "inventory", "known_hosts");

    public static SshTarget Target(string name, string user = "root") =>
        new(name, Address(name), 22, user, Path.Combine(Folder, "id_ed25519"), KnownHosts);

    private static string Address(string name) =>
        AddressOf().Matches(File.ReadAllText(Path.Combine(Folder, "inventory", "hosts.yml"))).First(match => match.Groups[1].Value == name).Groups[2].Value;

    [GeneratedRegex(@"(\w+): *\{ *ansible_host: *([0-9.]+)")]
    private static partial Regex AddressOf();
}

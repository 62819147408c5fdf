using System.Text.Json.Nodes;

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>The two hosts of <see cref="Lanes.Trust"/>, and what their own records say of runs.</summary>
internal static class Pair
{
    public const string One = "kvm6";
    public const string Two = "kvm7";
    public const string Both = $"{One}:{Two}";

    public static HostView ViewOf(string host) => new(host);

    /// <summary>Claim and reservations, as they lie on the host.</summary>
    public static Task<string> ClaimAsync(string host) =>
        new HostView(host).AskAsync("cat /var/lib/lmr/claim 2>/dev/null; for each in /var/lib/lmr/reserved/*; do [ ! -e \"$each\" ] || { echo \"$each\"; cat \"$each\"; }; done");

    /// <summary>The runs of which the host has ever been given a job.</summary>
    public static async Task<string[]> RunsAsync(string host) => (await new HostView(host).AskAsync("ls /var/lib/lmr/runs 2>/dev/null || true")).Split('\n');

    /// <summary>Which of the marks that the tests of this lane leave are on the host.</summary>
    public static Task<string> MarksAsync(string host) => new HostView(host).AskAsync("cd /etc && for each in lmr-pair-*; do [ ! -e \"$each\" ] || echo \"${each#lmr-pair-}\"; done");

    /// <summary>A step that leaves a mark.</summary>
    public static string Mark(string name) => $"- directory: {{ path: /etc/lmr-pair-{name} }}";

    /// <summary>What <c>lmr locks list</c> says of a host.</summary>
    public static async Task<JsonNode> LocksAsync(string host)
    {
        var ended = await Underway.RunAsync(LabFolder.Lmr, "locks", "list", "-i", LabFolder.Inventory, "-l", host, "--json");
        return JsonNode.Parse(ended.Output)?[0] ?? throw new InvalidDataException(ended.All);
    }

    public static async Task<string> LocksTextAsync(string hosts) => (await Underway.RunAsync(LabFolder.Lmr, "locks", "list", "-i", LabFolder.Inventory, "-l", hosts)).Output;

    /// <summary>The id of a runbook's newest run.</summary>
    public static string RunOf(Lmr lmr) => Directory.GetDirectories(Path.Combine(lmr.Folder, ".lmr", "runs")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).Last();
}

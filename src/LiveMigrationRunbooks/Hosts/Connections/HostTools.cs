namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>The programs a host must have for `lmr` to work on it, and the package that brings each.</summary>
public static class HostTools
{
    public static IReadOnlyDictionary<string, string> Needed { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["awk"] = "gawk or mawk",
        ["base64"] = "coreutils",
        ["cat"] = "coreutils",
        ["cp"] = "coreutils",
        ["flock"] = "util-linux",
        ["head"] = "coreutils",
        ["sed"] = "sed",
        ["setsid"] = "util-linux",
        ["sha256sum"] = "coreutils",
        ["stat"] = "coreutils",
        ["sync"] = "coreutils",
        ["timeout"] = "coreutils",
    };

    /// <summary>The refusal for a host that lacks tools.</summary>
    public static HostProblem Problem(string host, IReadOnlyCollection<string> missing) => new(
        "tool.missing",
        $"{host} lacks {string.Join(", ", missing)}.",
        $"Install {string.Join(", ", missing.Select(tool => Needed.GetValueOrDefault(tool, tool)).Distinct(StringComparer.Ordinal))} on {host}.");
}

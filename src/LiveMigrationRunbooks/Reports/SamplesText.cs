using LiveMigrationRunbooks.Runs.Readers;

namespace LiveMigrationRunbooks.Reports;

/// <summary>What sampling came to, for people: a line for each guest.</summary>
public static class SamplesText
{
    public static string Of(IEnumerable<HostSamples> hosts) => string.Concat(hosts.SelectMany(host => host.Told.Select(line => $"{host.Host}: {line}\n")));
}

using LiveMigrationRunbooks.Hosts.Connections;

namespace LiveMigrationRunbooks.Tests.Hosts.Connections;

/// <summary>Sessions on this machine as whoever runs the tests, with a state folder that vanishes afterwards.</summary>
public sealed class LocalSession : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lmr-test-");

    public string Root => _root.FullName;

    public Task<Opening> OpenAsync(string shell = "/bin/sh", double watchdogStep = 15) =>
        new LocalConnector(new SessionTerms(Path.Combine(Root, "state"), shell, TimeSpan.FromSeconds(watchdogStep)))
            .OpenAsync(new SshTarget("here", "localhost", 22, null, null, "unused", Become: Become.No), default);

    public void Dispose() => _root.Delete(recursive: true);
}

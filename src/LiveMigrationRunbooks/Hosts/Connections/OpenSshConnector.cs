using System.Collections.Concurrent;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>
/// Opens sessions with the machine's own <c>ssh</c>: one process a host. It owns a private folder for the generated configurations,
/// removed when it is disposed.
/// </summary>
public sealed class OpenSshConnector(SessionTerms? terms = null, TimeProvider? time = null) : IConnector, IDisposable
{
    /// <summary>Connecting is given ten seconds by ssh itself; a slow sudo or name service comes on top.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Handshakes at a time through one jump host: sshd's MaxStartups begins to drop at ten.</summary>
    private const int HandshakesPerJump = 6;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmr-ssh-");
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _jumps = new(StringComparer.Ordinal);

    public async Task<Opening> OpenAsync(SshTarget target, CancellationToken cancellationToken)
    {
        if (SshConfig.Fault(target) is { } fault) return new NotOpened(HostProblems.BadTarget(target.Alias, fault));
        var jump = target.ProxyJump is null ? null : _jumps.GetOrAdd(target.ProxyJump, _ => new SemaphoreSlim(HandshakesPerJump));
        if (jump is not null) await jump.WaitAsync(cancellationToken);
        try
        {
            var process = ShellProcess.Start(
                ["ssh", "-F", WriteConfig(target), "-T", "--", target.Alias, Prelude.Bootstrap(target.Become)]);
            return await ShellConnection.OpenAsync(
                target.Alias, process, terms ?? SessionTerms.Default, Patience, time ?? TimeProvider.System, cancellationToken);
        }
        finally
        {
            jump?.Release();
        }
    }

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        foreach (var jump in _jumps.Values) jump.Dispose();
    }

    private string WriteConfig(SshTarget target)
    {
        var path = Path.Combine(_folder.FullName, $"{target.Alias}-{Guid.NewGuid():N}");
        PrivateFile.Create(path, SshConfig.Render(target));
        return path;
    }
}

using System.Diagnostics;
using LiveMigrationRunbooks.Language.Trust;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>How asking a host for its keys ended: keys, or a problem. Keys that nobody has compared prove nothing yet.</summary>
public sealed record ScannedHost(SshTarget Target, IReadOnlyList<HostKey> Keys, HostProblem? Problem);

/// <summary>
/// Asks hosts for their keys with <c>ssh-keyscan</c>, for people to compare and trust. Hosts behind a jump host cannot be asked this way.
/// </summary>
public static class HostKeyScan
{
    private const int AtOnce = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task<IReadOnlyList<ScannedHost>> ScanAsync(IEnumerable<SshTarget> targets, CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(AtOnce);
        async Task<ScannedHost> InTurnAsync(SshTarget target)
        {
            await places.WaitAsync(cancellationToken);
            try
            {
                return await AskAsync(target, cancellationToken);
            }
            finally
            {
                places.Release();
            }
        }

        return await Task.WhenAll(targets.Select(InTurnAsync));
    }

    private static async Task<ScannedHost> AskAsync(SshTarget target, CancellationToken cancellationToken)
    {
        if (SshConfig.Fault(target) is { } fault) return new ScannedHost(target, [], HostProblems.BadTarget(target.Alias, fault));
        if (target.ProxyJump is { } jump)
        {
            return new ScannedHost(target, [], new HostProblem("hostkey.jump", $"{target.Alias} is behind {jump}, where ssh-keyscan cannot ask.",
                $"On {jump} run: ssh-keyscan {target.Address}; add the line under the name {target.Alias} to {target.KnownHostsFile}"));
        }

        var start = new ProcessStartInfo(InstalledProgram.PathOf("ssh-keyscan")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["-T", "10", "-p", $"{target.Port}", "-t", "ed25519,ecdsa,rsa", "--", target.Address]) start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("ssh-keyscan did not start.");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            var output = await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            List<HostKey> keys = [.. output.Split('\n').Select(HostKey.Read).OfType<HostKey>().Select(key => key with { Alias = target.Alias })];
            return new ScannedHost(target, keys, keys.Count > 0 ? null : HostProblems.Explain(target.Alias, 255, Said(await error), opening: true));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill();
            return new ScannedHost(target, [], HostProblems.Timeout(target.Alias, Patience, opening: true));
        }
    }

    /// <summary>ssh-keyscan comments on each host it meets; those lines start with #. It may say nothing at all.</summary>
    private static string Said(string error)
    {
        var lines = error.Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToList();
        return lines.Count > 0 ? string.Join('\n', lines) : "no ssh server answered";
    }
}

using System.Runtime.InteropServices;

namespace LiveMigrationRunbooks.Cli;

/// <summary>
/// Ctrl-C and SIGTERM. While hosts are being changed the first asks the run to stop beginning new things, and the second ends this process at
/// once; hosts are left as they are. Before that there is nothing to leave safe: the first ends it.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // What waits for hosts ends by itself and closes its sessions; what reads and computes does not listen.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(500);
    private static int s_runs;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public Interruption()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }) _registrations.Add(PosixSignalRegistration.Create(signal, Heard));
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>What a process ends with that was asked to end: 128 and the number of the signal, as shells tell it.</summary>
    public int ExitCode { get; private set; } = ExitCodes.Interrupted;

    /// <summary>From here on hosts are changed.</summary>
    public static void RunBegins() => Interlocked.Exchange(ref s_runs, 1);

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void Heard(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested) return; // not cancelled: the default action ends the process
        context.Cancel = true;
        ExitCode = context.Signal == PosixSignal.SIGTERM ? ExitCodes.Terminated : ExitCodes.Interrupted;
        if (Volatile.Read(ref s_runs) > 0) Console.Error.WriteLine("lmr: stopping: nothing new is begun, what is under way is ended within seconds or left to itself; once more to leave at once");
        else _ = LeaveAsync();
        _stop.Cancel();
    }

    private async Task LeaveAsync()
    {
        await Task.Delay(s_grace);
        if (Volatile.Read(ref s_runs) == 0) Environment.Exit(ExitCode);
    }
}

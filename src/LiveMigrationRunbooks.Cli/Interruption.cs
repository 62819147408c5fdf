using System.Runtime.InteropServices;

namespace LiveMigrationRunbooks.Cli;

/// <summary>Ctrl-C and SIGTERM: the first asks the run to stop beginning new things, the second ends this process at once; hosts are left as they are.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public Interruption()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }) _registrations.Add(PosixSignalRegistration.Create(signal, Heard));
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void Heard(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested) return; // not cancelled: the default action ends the process
        context.Cancel = true;
        Console.Error.WriteLine("lmr: stopping: nothing new is begun, what is under way is ended or left safe; once more to leave at once");
        _stop.Cancel();
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Observing;

/// <summary>
/// Looks at the QEMU processes of all hosts every 100 ms and asks each copy of its guests through a second monitor whether it runs. It knows
/// nothing of <c>lmr</c> and shares no code with it. A monitor talks to one at a time, so a guest has one observer.
/// </summary>
public sealed partial class Observer : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentQueue<Sample> _samples = new();
    private readonly Dictionary<int, Task> _watched = [];
    private readonly Task _looking;
    private bool _disposed;

    private readonly Guest[] _guests;

    private Observer(Guest[] guests)
    {
        _guests = guests;
        _looking = LookAsync();
    }

    public static Observer Start(params Guest[] guests) => new(guests);

    /// <summary>Hosts on which the guest was seen running, in the order of first sight.</summary>
    public IReadOnlyList<string> HostsOf(Guest guest) =>
        [.. _samples.Where(sample => sample.Uuid == guest.Uuid && sample.Running == true).OrderBy(sample => sample.Answered).Select(sample => sample.Host).Distinct()];

    /// <summary>
    /// Looks once more at every copy that is there, ends the looking, and fails where a guest was forked, overlapped with itself, or stepped back.
    /// </summary>
    public async Task AssertSoundAsync()
    {
        var now = Environment.TickCount64;
        await Eventually.HoldsAsync("every copy of a guest was looked at", () => Task.FromResult(Copies()
            .All(qemu => _samples.Any(sample => sample.Process == qemu.Id && sample.Asked >= now && sample.Running is not null))));
        await StopAsync();
        foreach (var guest in _guests)
        {
            var faults = Soundness.OfCopies(_samples.Where(sample => sample.Uuid == guest.Uuid))
                .Concat(Soundness.OfTicks(Firmware().Replace(File.ReadAllText(LabFolder.Serial(guest.Name)), ""))).ToList();
            Assert.True(faults.Count == 0, $"{guest.Name}: {string.Join("; ", faults.Take(10))}");
        }
    }

    // UEFI clears the screen before a guest counts; once more would be a second start.
    [GeneratedRegex(@"\A(?:\x1b\[[0-9;=]*[A-Za-z])+")]
    private static partial Regex Firmware();

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await StopAsync();
        _ending.Dispose();
    }

    private IEnumerable<QemuProcess> Copies() => QemuProcess.All().Where(qemu => _guests.Any(guest => guest.Uuid == qemu.Uuid));

    private async Task StopAsync()
    {
        if (_looking.IsCompleted) return;
        await _ending.CancelAsync();
        await _looking;
        await Task.WhenAll(_watched.Values);
    }

    private async Task LookAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            foreach (var qemu in Copies())
            {
                if (!_watched.TryGetValue(qemu.Id, out var task) || task.IsCompleted) _watched[qemu.Id] = WatchAsync(qemu);
            }
            await Task.Delay(s_interval).ConfigureAwait(ConfigureAwaitOptions.None);
        }
    }

    private async Task WatchAsync(QemuProcess qemu)
    {
        try
        {
            using var monitor = await Monitor.OpenAsync(qemu.Socket, _ending.Token);
            while (!_ending.IsCancellationRequested)
            {
                var asked = Environment.TickCount64;
                var running = await monitor.IsRunningAsync(_ending.Token);
                _samples.Enqueue(new Sample(asked, Environment.TickCount64, qemu.Host, qemu.Id, qemu.Uuid, running));
                await Task.Delay(s_interval, _ending.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or JsonException or SocketException or OperationCanceledException)
        {
            // The process has ended, or has not yet opened its monitor: the next look finds out which.
            Debug.WriteLine(gone.Message);
        }
    }
}

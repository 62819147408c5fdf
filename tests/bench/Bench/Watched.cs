using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace LiveMigrationRunbooks.Bench;

/// <summary>One move, as who looks at both hosts from outside sees it: all times are those of the one kernel below them.</summary>
/// <param name="Seconds">From the start of <c>virsh migrate</c> on the source to the guest's running on the target.</param>
/// <param name="PauseSeconds">From its standing still on the source until then.</param>
/// <param name="Wall">What whoever typed the command waited.</param>
/// <param name="Core">The share of a processor that sessions on the source took meanwhile; not libvirt's daemon, which works for both alike.</param>
internal sealed record Watched(double Seconds, double PauseSeconds, double Wall, double Core)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(30);

    public static Watched Move(string guest, string uuid, string source, string target, Func<long> processorTime, Action move)
    {
        using var here = Monitor(guest, source) ?? throw new InvalidOperationException($"{guest} does not run on {source}.");
        var stopped = Task.Run(() => When(here, "STOP"));
        var begun = Task.Run(() => (At: CommandStart(uuid, source), Used: processorTime()));
        var arrived = Task.Run(() =>
        {
            using var there = Found(() => Monitor(guest, target));
            return (At: When(there, "RESUME"), Used: processorTime());
        });
        var clock = Stopwatch.StartNew();
        move();
        var wall = clock.Elapsed.TotalSeconds;
        if (!Task.WaitAll([stopped, begun, arrived], s_patience)) throw new InvalidOperationException($"The move of {guest} was not seen whole.");
        var seconds = arrived.Result.At - begun.Result.At;
        return new Watched(seconds, arrived.Result.At - stopped.Result, wall, (arrived.Result.Used - begun.Result.Used) / 1e9 / seconds);
    }

    /// <summary>The processes of a host of the lab, by the control group that they are in.</summary>
    public static IEnumerable<(string Folder, string[] Words)> Processes(string host)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(folder[^1])))
        {
            string[] words;
            try
            {
                if (!(File.ReadAllText(folder + "/cgroup") + "/").Replace('\n', '/').Contains($"/lmr-{host}/", StringComparison.Ordinal)) continue;
                words = File.ReadAllText(folder + "/cmdline").Split('\0');
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                continue;
            }
            yield return (folder, words);
        }
    }

    // Ticks of a hundredth of a second since the kernel began (proc(5), field 22).
    private static double CommandStart(string uuid, string host)
    {
        var folder = Found(() => Processes(host).FirstOrDefault(process => process.Words[0].EndsWith("virsh", StringComparison.Ordinal) && process.Words.Contains("migrate") && process.Words.Contains(uuid)).Folder);
        var fields = File.ReadAllText(folder + "/stat").Split(") ")[^1].Split(' ');
        var up = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
        return (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds - up + (long.Parse(fields[19], CultureInfo.InvariantCulture) / 100.0);
    }

    private static StreamReader? Monitor(string guest, string host)
    {
        var qemu = Processes(host).FirstOrDefault(process => process.Words[0].Contains("qemu-system", StringComparison.Ordinal) && process.Words.Any(word => word.StartsWith($"guest={guest},", StringComparison.Ordinal)));
        if (qemu.Folder is null) return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint($"{qemu.Folder}/root/run/lmr-observe/{guest}.qmp"));
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
        var stream = new NetworkStream(socket, ownsSocket: true);
        var reader = new StreamReader(stream);
        reader.ReadLine();
        stream.Write("{\"execute\":\"qmp_capabilities\"}\n"u8);
        return reader;
    }

    private static double When(StreamReader monitor, string happening)
    {
        while (monitor.ReadLine() is { } line)
        {
            if (JsonNode.Parse(line) is { } told && told["event"]?.GetValue<string>() == happening)
                return told["timestamp"]!["seconds"]!.GetValue<long>() + (told["timestamp"]!["microseconds"]!.GetValue<long>() / 1e6);
        }
        throw new InvalidOperationException($"The monitor was closed before {happening}.");
    }

    private static T Found<T>(Func<T?> look) where T : class
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < s_patience; Thread.Sleep(s_between))
            if (look() is { } found) return found;
        throw new InvalidOperationException("What was looked for did not come.");
    }
}

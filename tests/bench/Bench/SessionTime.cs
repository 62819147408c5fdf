using System.Globalization;

namespace LiveMigrationRunbooks.Bench;

/// <summary>The processor time of all that is started over ssh on some hosts, while this lives: a control group for each host's sshd, which its sessions inherit.</summary>
internal sealed class SessionTime : IDisposable
{
    private const string Root = "/sys/fs/cgroup/cpuacct";
    private readonly string[] _hosts;

    public SessionTime(params string[] hosts)
    {
        _hosts = hosts;
        foreach (var host in hosts)
        {
            Directory.CreateDirectory(Folder(host));
            foreach (var (folder, words) in Watched.Processes(host).Where(process => process.Words[0].Contains("sshd", StringComparison.Ordinal)).ToList())
                File.WriteAllText(Folder(host) + "/cgroup.procs", Path.GetFileName(folder));
        }
    }

    public long Nanoseconds(string host) => long.Parse(File.ReadAllText(Folder(host) + "/cpuacct.usage"), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        foreach (var host in _hosts)
        {
            foreach (var process in File.ReadAllLines(Folder(host) + "/cgroup.procs")) Try(() => File.WriteAllText(Root + "/cgroup.procs", process));
            Try(() => Directory.Delete(Folder(host)));
        }
    }

    private static string Folder(string host) => $"{Root}/lmr-bench-{host}";

    // A process may end first, and a group goes only when it is empty.
    private static void Try(Action act)
    {
        try
        {
            act();
        }
        catch (IOException)
        {
            return;
        }
    }
}

using Xunit;

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>A Ceph cluster of one monitor and one store, which all hosts reach; with the pool guests, an image in it, and client.libvirt, who may use that pool alone.</summary>
public sealed class CephCluster : IAsyncLifetime
{
    public const string Image = "lab-image";

    private static readonly string s_folder = Path.Combine(LabFolder.Lab, "served", "ceph");

    /// <summary>What a client's conf must say, as the cluster itself tells it.</summary>
    public static string Conf => File.ReadAllText(Path.Combine(s_folder, "ceph.conf"));

    /// <summary>The key of client.libvirt, another one for each cluster.</summary>
    public static string Key => File.ReadAllText(Path.Combine(s_folder, "client.libvirt.key")).Trim();

    public Task InitializeAsync() => AskAsync("up");

    public Task DisposeAsync() => AskAsync("down");

    /// <summary>Runs one of Ceph's programs as the cluster's administrator, and expects exit 0; what it printed.</summary>
    public static Task<string> DoAsync(params string[] words) => AskAsync(["do", .. words]);

    private static async Task<string> AskAsync(params string[] words)
    {
        var ended = await Underway.RunAsync(LabFolder.Script("ceph"), words);
        Assert.True(ended.ExitCode == 0, ended.All);
        return ended.Output;
    }
}

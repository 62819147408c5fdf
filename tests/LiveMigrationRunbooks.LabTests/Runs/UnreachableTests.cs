using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Runs;

/// <summary>
/// A host that does not answer, or stops to, counts as a failed one: the budget decides whether the next stage is begun. The next one is this machine,
/// with a folder of the test as its /var/lib.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class UnreachableTests : IAsyncLifetime, IDisposable
{
    private const string Ghost = "kvm6";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmr-lab-ghost-");

    public Task InitializeAsync() => Leftovers.RemoveAsync(Ghost);

    public Task DisposeAsync() => Leftovers.RemoveAsync(Ghost);

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    public async Task One_that_was_never_reached(int budget, int exitCode)
    {
        // Nobody listens there, and the refusal comes at once.
        using var apply = Apply(budget, "ansible_host: 192.0.2.1, ansible_port: 9");
        var ended = await apply.EndAsync();
        Assert.True(ended.ExitCode == exitCode, ended.All);
        Assert.Contains("ghost", ended.All, StringComparison.Ordinal);
        Assert.Equal(budget > 0, File.Exists(Mark("here")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task One_that_is_lost_in_its_stage(int budget)
    {
        await using var held = await HeldStep.OnAsync(Ghost);
        await using var path = new CutPath(new HostView(Ghost).Address);
        using var apply = Apply(budget, $"ansible_host: 127.0.0.1, ansible_port: {path.Port}");
        await held.IsReachedAsync(apply);
        path.Cut();
        var ended = await apply.EndAsync();
        Assert.True((ended.ExitCode & 4) == 4, ended.All);
        Assert.Equal(budget > 0, File.Exists(Mark("here")));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Mark(string host) => At($"marks/{host}");

    /// <summary>First the host called ghost, then this machine. What makes a ghost stand still gives a file away, as here nobody does.</summary>
    private Underway Apply(int budget, string ghost)
    {
        foreach (var name in new[] { "marks", "var" }) Directory.CreateDirectory(At(name));
        File.Copy(LabFolder.Key, At("key"));
        File.WriteAllLines(At("known_hosts"), File.ReadAllLines(Path.Combine(Path.GetDirectoryName(LabFolder.Inventory) ?? "/", "known_hosts"))
            .Where(line => line.StartsWith($"{Ghost} ", StringComparison.Ordinal)).Select(line => $"ghost{line[Ghost.Length..]}"));
        File.WriteAllText(At("hosts.yml"), $$"""
            all:
              hosts:
                ghost: { ansible_user: root, ansible_ssh_private_key_file: {{At("key")}}, mark: /etc/lmr-held, owner: games, {{ghost}} }
                here: { ansible_connection: local, mark: {{Mark("here")}}, owner: root }
            """);
        File.WriteAllText(At("runbook.yml"), $$$"""
            name: Lab
            plays:
              - hosts: ghost:here
                rollout: { stages: [1] }
                max_failed: {{{budget}}}
                steps:
                  - file: { path: "{{ mark }}", content: held, owner: "{{ owner }}" }
            """);
        return Underway.Start(_folder.FullName, "unshare",
            ["-m", "sh", "-c", "mount --bind \"$1\" /var/lib && shift && exec \"$@\"", "sh", At("var"), LabFolder.Lmr, "apply", At("runbook.yml"), "-i", At("hosts.yml"), "--yes"]);
    }
}

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>
/// A run is killed while one guest is on its way and another one stays by its program: who takes it up ends both, although that has failed their host. The program
/// that was begun and has not ended is run again, and told so; one that has ended is not.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Waves)]
public sealed class HookResumeTests(ITestOutputHelper told) : IClassFixture<OpenWavePorts>
{
    private const string Runbook = """
        plays:
          - hosts: kvm14
            evacuate:
              to: kvm15
              guests: "hook-*"
              bandwidth_per_guest: 4MiB/s
              limits: { per_source: 2, per_target: 2 }
              hooks: { before_guest: { argv: [./before.sh] }, after_guest: { argv: [./after.sh] } }
        """;

    // That of the second one waits until the first one is on its way.
    private const string Before = "#!/bin/sh\ngrep -q '\"hook-2\"' || exit 0\necho run >>before.log\nfor _ in $(seq 500); do [ -e leaves ] && break; sleep 0.1; done\nexit 3\n";

    // The one that runs it is lmr: the first time it is killed there.
    private const string After = "#!/bin/sh\ncat >>after.log\n[ -e killed ] && exit 0\n: >killed\nkill -KILL \"$PPID\"\n";

    [Fact]
    public async Task A_run_killed_in_a_program_runs_it_once_more_and_ends_what_else_was_begun()
    {
        await using var leaving = await Guest.StartAsync("hook-1", "kvm14", dirty: 1);
        await using var staying = await Guest.StartAsync("hook-2", "kvm14", dirty: 1);
        await using var observer = Observer.Start(leaving, staying);
        using var lmr = new Lmr(Runbook);
        string At(string file) => Path.Combine(lmr.Folder, file);
        var digests = new List<string>();
        foreach (var (file, text) in (ReadOnlySpan<(string, string)>)[("before.sh", Before), ("after.sh", After)])
        {
            File.WriteAllText(At(file), text);
            File.SetUnixFileMode(At(file), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            digests.Add(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(At(file)))));
        }
        await File.WriteAllTextAsync(At("lmr.yml"), $"trusted_digests: [{string.Join(", ", digests)}]\n");

        using var apply = lmr.Start("apply", "--yes");
        await apply.SaysAsync("left, ");
        await File.WriteAllTextAsync(At("leaves"), "");
        var killed = await apply.EndAsync();
        Assert.True(killed.ExitCode == 137, killed.All);
        Assert.Equal("running yes enable", await staying.OnAsync("kvm14"));
        var resumed = await lmr.ResumeAsync();
        Assert.True(resumed.ExitCode == 2, resumed.All);
        Assert.Contains("it was begun before, and is run once more", resumed.All, StringComparison.Ordinal);
        told.WriteLine(killed.All + resumed.All);
        Assert.Equal(["run"], await File.ReadAllLinesAsync(At("before.log")));
        Assert.Equal(["hook-1 False moved", "hook-2 False stayed", "hook-2 True stayed"], (await File.ReadAllLinesAsync(At("after.log"))).Select(line => JsonNode.Parse(line)!)
            .Select(input => $"{input["guest"]!["name"]} {input["again"]!.GetValue<bool>()} {input["outcome"]}").Order(StringComparer.Ordinal));
        Assert.Equal(("absent", "running yes enable"), (await leaving.OnAsync("kvm14"), await leaving.OnAsync("kvm15")));
        Assert.Equal(("running yes enable", "absent"), (await staying.OnAsync("kvm14"), await staying.OnAsync("kvm15")));
        foreach (var host in (string[])["kvm14", "kvm15"]) Assert.Equal("", await Evacuation.LeftoversAsync(host));
        await observer.AssertSoundAsync();
    }
}

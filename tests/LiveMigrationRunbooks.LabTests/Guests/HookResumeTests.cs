using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>A program that was begun and has not ended is run again by whoever takes the run up, and told so; one that has ended is not.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Waves)]
public sealed class HookResumeTests : IClassFixture<OpenWavePorts>
{
    private const string Runbook = """
        plays:
          - hosts: kvm14
            evacuate:
              to: kvm15
              guests: hook-1
              hooks: { before_guest: { argv: [./before.sh] }, after_guest: { argv: [./after.sh] } }
        """;

    private const string Before = "#!/bin/sh\necho run >>before.log\nexit 3\n";

    // The one that runs it is lmr: the first time it is killed there.
    private const string After = "#!/bin/sh\ncat >>after.log\n[ -e killed ] && exit 0\n: >killed\nkill -KILL \"$PPID\"\n";

    [Fact]
    public async Task A_run_killed_in_the_second_program_runs_it_once_more()
    {
        await using var guest = await Guest.StartAsync("hook-1", "kvm14", dirty: 1);
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

        var killed = await lmr.RunAsync("apply", "--yes");
        Assert.True(killed.ExitCode == 137, killed.All);
        var resumed = await lmr.ResumeAsync();
        Assert.True(resumed.ExitCode == 2, resumed.All);
        Assert.Contains("it was begun before, and is run once more", resumed.All, StringComparison.Ordinal);
        Assert.Equal(["run"], await File.ReadAllLinesAsync(At("before.log")));
        Assert.Equal(["False stayed", "True stayed"], (await File.ReadAllLinesAsync(At("after.log"))).Select(line => JsonNode.Parse(line)!).Select(input => $"{input["again"]!.GetValue<bool>()} {input["outcome"]}"));
        Assert.StartsWith("running", await guest.OnAsync("kvm14"), StringComparison.Ordinal);
    }
}

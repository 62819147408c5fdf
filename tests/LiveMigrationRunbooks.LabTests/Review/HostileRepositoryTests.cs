using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Review;

/// <summary>A hostile merge request is looked at with every verb that changes nothing, on a real host; nothing of it runs there or here.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class HostileRepositoryTests : IClassFixture<TrustLeftovers>
{
    private const string Hosts = "../inventories/hosts.yml";
    private const string Dynamic = "../inventories/dynamic";
    private readonly HostView _host = new("kvm7");

    [Fact]
    public async Task Looking_at_it_runs_nothing_of_it()
    {
        using var repository = await HostileRepository.MakeAsync();
        await _host.AskAsync($"rm -rf {HostileRepository.OnHost} /root/lmr-hostile /etc/lmr-hostile*");
        var before = await HostAsync();
        (int ExitCode, string Told, string[] Words)[] looks =
        [
            (0, "nothing wrong", ["validate", "night.yml", "-i", Hosts]),
            (0, "opaque: runs sh -c", ["plan", "night.yml", "-i", Hosts]),
            (0, "opaque: runs sh -c", ["apply", "--check", "night.yml", "-i", Hosts]),
            (0, "from this change", ["plan", "--base", "main~1", "night.yml", "-i", Hosts]),
            (0, "cannot be compared", ["plan", "--base", "--upload-pack=x", "night.yml", "-i", Hosts]),
            (0, "\"is_dirty\": false", ["plan", "--json", "night.yml", "-i", Hosts]),
            (0, "Saved to", ["plan", "-o", "../saved.json", "--skip-tags", "secret", "night.yml", "-i", Hosts]),
            (0, "opaque: runs sh -c", ["show", "../saved.json"]),
            (0, "", ["render", "../files/night.tpl", "-i", Hosts, "--host", "kvm7"]),
            (0, "kvm7", ["inventory", "list", "-i", Hosts]),
            // Trusted by the limits alone, which may be part of the change.
            (1, "LMR170", ["validate", "night.yml", "-i", Dynamic]),
            (1, "LMR170", ["plan", "night.yml", "-i", Dynamic]),
            (1, "LMR170", ["apply", "--check", "night.yml", "-i", Dynamic]),
            (1, "LMR170", ["inventory", "list", "-i", Dynamic]),
            (1, "was not run", ["plan", "--secrets", "night.yml", "-i", Hosts]),
            (1, "outside", ["plan", "../include.yml", "-i", Hosts]),
        ];
        foreach (var (exitCode, told, words) in looks)
        {
            var ended = await repository.LmrAsync("runbooks", words);
            Assert.True(ended.ExitCode == exitCode, $"{string.Join(' ', words)}: {ended.All}");
            Assert.Contains(told, ended.Output + ended.Error, StringComparison.Ordinal);
            Assert.True(repository.Marks.Length == 0, $"{string.Join(' ', words)} ran {string.Join(", ", repository.Marks)}");
        }
        Assert.Equal(before, await HostAsync());
    }

    [Fact]
    public async Task The_same_traps_do_leave_marks_where_they_are_run()
    {
        using var repository = await HostileRepository.MakeAsync();
        foreach (var name in HostileRepository.Namesakes) await Underway.RunAsync(Path.Combine(repository.Root, name));
        Assert.Equal(HostileRepository.Namesakes.Order(StringComparer.Ordinal), repository.Marks);
        repository.Forget();
        await repository.GitAsync("status");
        Assert.Equal(["core.fsmonitor", "filter.evil.clean"], repository.Marks.Intersect(["core.fsmonitor", "filter.evil.clean"]));
        repository.Forget();
        Assert.Equal(".", (await Underway.RunAsync("git", "-C", Path.Combine(repository.Root, "runbooks"), "rev-parse", "--git-dir")).Output.Trim());

        await _host.AskAsync($"rm -rf {HostileRepository.OnHost} /root/lmr-hostile /etc/lmr-hostile*");
        repository.WriteLimits(trusting: false);
        var refused = await repository.LmrAsync("runbooks", "apply", "night.yml", "-i", Hosts, "--skip-tags", "secret", "--yes");
        Assert.True(refused.ExitCode == 1, refused.All);
        Assert.Equal(2, refused.Error.Split("[envelope.untrusted_command]").Length - 1);
        Assert.Equal("", await _host.AskAsync($"ls -d {HostileRepository.OnHost} /etc/lmr-hostile* 2>/dev/null || true"));
        Assert.Empty(repository.Marks);

        // Reviewed and merged, the limits are believed by who applies; by nobody else.
        repository.WriteLimits(trusting: true);
        var applied = await repository.LmrAsync("runbooks", "apply", "night.yml", "-i", Dynamic, "--yes");
        try
        {
            Assert.True(applied.ExitCode == 0, applied.All);
            Assert.Equal(["inventory", "tell"], repository.Marks);
            Assert.Equal("check\nvalidate", await _host.AskAsync($"ls {HostileRepository.OnHost}"));
            Assert.Equal("no", await _host.AskAsync("if [ -e /root/lmr-hostile ]; then echo yes; else echo no; fi"));
        }
        finally
        {
            await repository.LmrAsync("runbooks", "rollback", "last", "-i", Hosts, "--yes");
            await _host.AskAsync($"rm -rf {HostileRepository.OnHost} /etc/lmr-hostile*");
        }
    }

    // Everything that a probe could have left, and what lmr itself keeps.
    private Task<string> HostAsync() => _host.AskAsync(
        $"ls -d {HostileRepository.OnHost} /root/lmr-hostile /etc/lmr-hostile* 2>/dev/null || true; {HostView.Etc}; find /var/lib/lmr -type f ! -name '*.lock' -exec sha256sum {{}} + 2>/dev/null | sort -k 2; ls -A /var/tmp /root");
}

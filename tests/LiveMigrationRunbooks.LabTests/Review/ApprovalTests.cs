using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Review;

/// <summary>From the review of a change to its apply at night: what was approved, by whom, and nothing beside it.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Trust)]
public sealed class ApprovalTests : IClassFixture<TrustLeftovers>, IAsyncLifetime, IDisposable
{
    private const string Approved = """
        name: Lab
        plays:
          - hosts: kvm7
            steps:
              - name: first
                file: { path: /etc/lmr-approved, content: "x\n" }
              - name: second
                file: { path: /etc/lmr-approved-2, content: "y\n" }

        """;

    private readonly HostView _host = new("kvm7");
    private readonly Lmr _lmr = new(Approved);

    public async Task InitializeAsync()
    {
        await _host.AskAsync("rm -f /etc/lmr-approved*");
        await GitAsync("init", "-q", "-b", "main");
        await KeygenAsync("alice");
        await KeygenAsync("mallory");
        File.WriteAllText(At("signers"), "alice@example.org namespaces=\"lmr-plan\" " + File.ReadAllText(At("alice.pub")));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _lmr.Dispose();

    [Fact]
    public async Task Only_what_a_signer_signed_is_applied_and_the_journal_says_who()
    {
        File.WriteAllText(At("lmr.yml"), "signers: signers\nrequire_signature: true\n");
        await RefusedAsync("signature.missing", "apply", _lmr.Runbook, "-i", _lmr.Inventory, "--yes");
        await PlansAsync("mallory");
        await RefusedAsync("signature.unknown_signer", "apply", At("plan.json"));
        await PlansAsync("alice");
        // Behind the plan's own digest there is room that only the signature covers.
        await File.AppendAllTextAsync(At("plan.json"), "\n");
        await RefusedAsync("signature.changed", "apply", At("plan.json"));
        await PlansAsync("alice");
        Assert.Equal("gone", await MarkAsync());

        var applied = await RunAsync("apply", At("plan.json"));
        try
        {
            Assert.True(applied.ExitCode == 0, applied.All);
            Assert.Contains("Signed by alice@example.org (ED25519 key SHA256:", applied.Error, StringComparison.Ordinal);
            var journal = Directory.GetFiles(At(".lmr"), "journal.jsonl", SearchOption.AllDirectories).Single();
            Assert.Contains("\"signed_by\":\"alice@example.org (", await File.ReadAllTextAsync(journal), StringComparison.Ordinal);
        }
        finally
        {
            // A way back needs nobody's signature.
            await _lmr.RollsBackAsync();
        }
    }

    [Fact]
    public async Task At_night_only_what_lies_inside_of_the_approved_plan_is_done()
    {
        var saved = await _lmr.RunAsync("plan", "-o", At("approved.json"));
        Assert.True(saved.ExitCode == 0, saved.All);
        string[] within = ["apply", _lmr.Runbook, "-i", _lmr.Inventory, "--within", At("approved.json"), "--yes"];

        _lmr.Write(Approved.Replace("\"y\\n\"", "\"z\\n\"", StringComparison.Ordinal) + "      - name: third\n        file: { path: /etc/lmr-approved-3, content: \"\" }\n");
        var refused = await RefusedAsync("plan.outside", within);
        Assert.Equal(2, refused.Error.Split("[plan.outside]").Length - 1);
        Assert.Equal("gone", await MarkAsync());

        // Somebody has done one of the two by hand meanwhile: less is fine.
        _lmr.Write(Approved);
        await _host.AskAsync("printf 'y\\n' >/etc/lmr-approved-2");
        var applied = await RunAsync(within);
        try
        {
            Assert.True(applied.ExitCode == 0, applied.All);
            Assert.Equal("there", await MarkAsync());
            var again = await RunAsync(within);
            Assert.True(again.ExitCode == 0, again.All);
            Assert.Contains("Nothing to do.", again.Error, StringComparison.Ordinal);
        }
        finally
        {
            await _lmr.RollsBackAsync();
            await _host.AskAsync("rm -f /etc/lmr-approved*");
        }
    }

    private string At(string name) => Path.Combine(_lmr.Folder, name);

    private async Task PlansAsync(string key)
    {
        var saved = await _lmr.RunAsync("plan", "-o", At("plan.json"), "--sign", At(key));
        Assert.True(saved.ExitCode == 0, saved.All);
    }

    private async Task<Ended> RunAsync(params string[] words)
    {
        using var lmr = Underway.Start(_lmr.Folder, LabFolder.Lmr, words);
        return await lmr.EndAsync();
    }

    private async Task<Ended> RefusedAsync(string reason, params string[] words)
    {
        var ended = await RunAsync(words);
        Assert.True(ended.ExitCode == 1, ended.All);
        Assert.Contains($"[{reason}]", ended.Error, StringComparison.Ordinal);
        return ended;
    }

    private async Task KeygenAsync(string name) => Assert.Equal(0, (await Underway.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", At(name))).ExitCode);

    private async Task GitAsync(params string[] words) => Assert.Equal(0, (await Underway.RunAsync("git", ["-C", _lmr.Folder, .. words])).ExitCode);

    private Task<string> MarkAsync() => _host.AskAsync("if [ -e /etc/lmr-approved ]; then echo there; else echo gone; fi");
}

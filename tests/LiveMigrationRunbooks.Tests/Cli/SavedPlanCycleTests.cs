using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

/// <summary>A plan is saved, shown and applied on this very machine, in namespaces of its own.</summary>
public sealed class SavedPlanCycleTests : IDisposable
{
    private readonly RunbookFolder _folder;
    private readonly LmrOnThisHost _lmr;

    public SavedPlanCycleTests()
    {
        _folder = new RunbookFolder("plays: [{ hosts: kvm, steps: [{ directory: { path: HOST/a } }, { directory: { path: HOST/b } }] }]", "kvm: { hosts: { here: { ansible_connection: local, ansible_become: no } } }");
        var host = Directory.CreateDirectory(_folder.At("host/b")).Parent?.FullName ?? "";
        _folder.Write("runbook.yml", File.ReadAllText(_folder.At("runbook.yml")).Replace("HOST", host, StringComparison.Ordinal));
        File.SetUnixFileMode(_folder.At("host/b"), (UnixFileMode)0b111_101_101);
        _lmr = new LmrOnThisHost(_folder.Root, new Dictionary<string, string>());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plan_is_applied_once_and_only_while_it_holds()
    {
        if (!LmrOnThisHost.IsPossible) return;
        Done(_lmr.Run("plan", "runbook.yml", "-i", "hosts.yml", "-o", "plan.json", "--valid-for", "1h"));
        Assert.Contains("guarded: here mount:", Done(_lmr.Run("show", "plan.json")), StringComparison.Ordinal);

        // What was as wanted is pinned too.
        File.SetUnixFileMode(_folder.At("host/b"), (UnixFileMode)0b111_000_000);
        Refused("plan.stale", $"here: file:{_folder.At("host/b")} persisted mode: \"755\" -> \"700\"", "plan.json");
        Refused("not.confirmed", "mode", "plan.json", "--on-stale", "replan");
        File.SetUnixFileMode(_folder.At("host/b"), (UnixFileMode)0b111_101_101);

        Assert.Contains("done=1", Done(_lmr.Run("apply", "plan.json")), StringComparison.Ordinal);
        Refused("plan.applied", "run 2", "plan.json");
        // From another machine, and also where all was put back: the host knows.
        Directory.Delete(_folder.At(".lmr"), recursive: true);
        Directory.Delete(_folder.At("host/a"));
        Refused("plan.applied", "says here", "plan.json");
    }

    [Fact]
    public void A_plan_that_moved_is_made_anew_for_whoever_said_yes_and_is_then_not_the_saved_one()
    {
        if (!LmrOnThisHost.IsPossible) return;
        Done(_lmr.Run("plan", "runbook.yml", "-i", "hosts.yml", "-o", "plan.json"));
        File.SetUnixFileMode(_folder.At("host/b"), (UnixFileMode)0b111_000_000);

        var (exitCode, said, errors) = _lmr.Run("apply", "plan.json", "--on-stale", "replan", "--yes");
        Assert.True(exitCode == 0, said + errors);
        Assert.Contains("done=1", said, StringComparison.Ordinal);
        Assert.Contains("persisted mode: \"755\" -> \"700\"", errors, StringComparison.Ordinal);
        Assert.True(Directory.Exists(_folder.At("host/a")));
        // It was not applied, and does not hold any more.
        Refused("plan.stale", "host/a", "plan.json");
    }

    [Fact]
    public void Hosts_of_a_failed_run_are_kept_by_their_names()
    {
        if (!LmrOnThisHost.IsPossible) return;
        Done(_lmr.Run("plan", "runbook.yml", "-i", "hosts.yml", "-o", "first.json"));
        Left("20260101-120000-abcd", "here");
        Done(_lmr.Run("plan", "runbook.yml", "-i", "hosts.yml", "--limit", "@failed", "-o", "plan.json"));
        Assert.Equal("here", SavedPlan.Read(_folder.At("plan.json"), new Findings())?.Plan.Source?.Limit);

        // By now another run has left others, of whom this plan knows nothing.
        Left("20260101-130000-abcd", "elsewhere");
        Assert.Contains("done=1", Done(_lmr.Run("apply", "plan.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("envelope.forbidden_kind", "forbidden_kinds: [directory]\n")]
    [InlineData("envelope.not_committed", "require_clean_commit: true\n")]
    [InlineData("signature.missing", "signers: signers\nrequire_signature: true\n")]
    [InlineData(null, "max_hosts_out: 1\n")]
    public void Whoever_goes_on_with_a_run_is_asked_what_whoever_applies_is_asked(string? reason, string limits)
    {
        if (!LmrOnThisHost.IsPossible) return;
        _folder.Write("lmr.yml", limits);
        _folder.Write("signers", "");
        Done(_lmr.Run("plan", "runbook.yml", "-i", "hosts.yml", "-o", "first.json"));
        Left("20260101-120000-abcd", "here");
        var (exitCode, said, errors) = _lmr.Run("resume", "last");

        Assert.True(exitCode == (reason is null ? 0 : 1), said + errors);
        Assert.Equal(reason is null, Directory.Exists(_folder.At("host/a")));
        if (reason is not null) Assert.Contains($"[{reason}]", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LMR942", "apply", "plan.json", "-i", "hosts.yml")]
    [InlineData("LMR942", "apply", "plan.json", "-l", "here", "-t", "x", "--skip-tags", "y", "-e", "a=1")]
    [InlineData("LMR943", "apply", "runbook.yml", "-i", "hosts.yml", "--on-stale", "refuse")]
    [InlineData("LMR944", "plan", "runbook.yml", "-i", "hosts.yml", "-o", "x.json", "--valid-for", "31d")]
    [InlineData("LMR944", "plan", "runbook.yml", "-i", "hosts.yml", "-o", "x.json", "--valid-for", "soon")]
    [InlineData("LMR945", "plan", "runbook.yml", "-i", "hosts.yml", "--valid-for", "1h")]
    public void What_does_not_go_together_is_refused(string code, params string[] arguments)
    {
        if (arguments.Contains("plan.json")) Done(_lmr.Run("plan", "runbook.yml", "-i", "hosts.yml", "-o", "plan.json"));
        var (exitCode, _, errors) = _lmr.Run(arguments);

        Assert.Equal(1, exitCode);
        Assert.Equal(Math.Max(1, arguments.Count(word => word is "-i" or "-l" or "-t" or "--skip-tags" or "-e") * (code == "LMR942" ? 1 : 0)), errors.Split(code).Length - 1);
        Assert.False(File.Exists(_folder.At("x.json")));
    }

    /// <summary>A run of the first plan that was killed before it did anything.</summary>
    private void Left(string id, string host)
    {
        var plan = SavedPlan.Read(_folder.At("first.json"), new Findings())?.Plan ?? throw new InvalidDataException("first.json");
        var kept = PlanFile.Write(plan).Replace("\"here\"", $"\"{host}\"", StringComparison.Ordinal);
        using var run = RunStore.Beside(_folder.At("runbook.yml")).Create(id, TimeProvider.System);
        run.KeepPlan(kept);
        run.Append(new RunBegan(id, plan.Runbook, PlanFile.DigestOf(kept), [host], null));
    }

    private static string Done((int ExitCode, string Out, string Err) result)
    {
        Assert.True(result.ExitCode == 0, result.Out + result.Err);
        return result.Out;
    }

    private void Refused(string reason, string told, params string[] arguments)
    {
        var (exitCode, said, errors) = _lmr.Run(["apply", .. arguments]);
        Assert.True(exitCode == 1, said + errors);
        Assert.Contains($"[{reason}]", errors, StringComparison.Ordinal);
        Assert.Contains(told, errors, StringComparison.Ordinal);
    }
}

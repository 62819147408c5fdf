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

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Services;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.Tests.Killing;

/// <summary>Two hosts that are this machine, each with a state folder and files of its own; every kind of effect is a place to be killed.</summary>
public sealed class LocalKillSweepTests : IDisposable
{
    private const string Self = "{{ inventory_hostname }}";
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lmr-sweep-");
    private readonly KillSweep _sweep;

    public LocalKillSweepTests(ITestOutputHelper told)
    {
        var user = Environment.UserName;
        var runbook = Path.Combine(_root.FullName, "runbook.yml");
        File.WriteAllText(runbook, $$"""
            name: Sweep
            plays:
              - hosts: here:there
                steps:
                  - file: { path: "{{_root.FullName}}/{{Self}}/one", content: "one\n", owner: {{user}}, group: {{user}} }
                  - file: { path: "{{_root.FullName}}/{{Self}}/two", content: "two\n", owner: {{user}}, group: {{user}} }
                gate:
                  - check.command: { run: ["true"], expect: { exit: 0 } }
            """);
        var inventory = Path.Combine(_root.FullName, "hosts.yml");
        File.WriteAllText(inventory, "all: { hosts: { here: { ansible_connection: local }, there: { ansible_connection: local } } }\n");
        var runs = new MortalRuns(runbook, inventory, () => new Connectors(new OpenSshConnector(), new Local(_root.FullName)), WithOperations);
        _sweep = new KillSweep(runs, PrepareAsync, () => Task.FromResult(View()), told.WriteLine);
    }

    // The job has done its work, and nobody was there any more to hear of it.
    [Fact]
    public Task An_apply_killed_behind_its_job_ends_as_if_nobody_had() => _sweep.ApplyAsync(kind => kind.StartsWith("after send start", StringComparison.Ordinal));

    [Fact]
    [Trait("Category", "Campaign")]
    public async Task Sweep_of_all_points_on_this_machine()
    {
        await _sweep.ApplyAsync(_ => true);
        await _sweep.RollbackAsync(_ => true);
    }

    public void Dispose() => _root.Delete(recursive: true);

    // The restart of a daemon is a line in a file here.
    private Plan WithOperations(Plan plan) => plan with
    {
        Deeds = [.. plan.Deeds.GroupBy(deed => deed.Host).SelectMany(host => (IEnumerable<Deed>)
        [
            .. host.OfType<ChangeDeed>().Select(deed => deed with { Notifies = ["count"] }),
            .. host.OfType<ChangeDeed>().Take(1).Select(deed => new OperationDeed(
                $"p1.h1@{deed.Host}", deed.Play, deed.Stage, deed.Host, StepReference.Of("count", new ServiceRestart("count")),
                new PlannedOperation("counts", [Command.Sh("echo run >>\"$1\"", Path.Combine(_root.FullName, deed.Host, "count"))], null), ["one", "two"])),
            .. host.OfType<CheckDeed>(),
        ])],
    };

    private Task PrepareAsync()
    {
        foreach (var host in new[] { "here", "there" })
        {
            var folder = Path.Combine(_root.FullName, host);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(folder);
        }
        return Task.CompletedTask;
    }

    private string View() => string.Join('\n', new[] { "here", "there" }.Select(host => Path.Combine(_root.FullName, host)).SelectMany(folder => (string[])
    [
        .. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => $"{file}: {File.ReadAllText(file)}"),
        File.ReadAllLines(Path.Combine(folder, "state", "claim")).Single(line => line.StartsWith("state=", StringComparison.Ordinal)),
        $"owed: {(Directory.Exists(Path.Combine(folder, "state", "owed")) ? Directory.GetFiles(Path.Combine(folder, "state", "owed")).Length : 0)}",
    ]));

    private sealed class Local(string root) : IConnector
    {
        public Task<Opening> OpenAsync(SshTarget target, CancellationToken cancellationToken) =>
            new LocalConnector(new SessionTerms(Path.Combine(root, target.Alias, "state"), "/bin/sh", TimeSpan.FromSeconds(15))).OpenAsync(target with { Become = Become.No }, cancellationToken);
    }
}

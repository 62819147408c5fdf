using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Runs.Claiming;
using LiveMigrationRunbooks.Runs.Guests;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Runs.Sessions;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Tests.Killing;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Hostile;

/// <summary>
/// Two hosts that are this machine, each with files and a state folder of its own, changed by a run whose journal is on a disk that fails: at each
/// write and each flush, once and for good. No host is touched of which the journal does not tell, and the run can be taken up again.
/// </summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Sessions)]
public sealed class DiskFaultTests(ITestOutputHelper told) : IDisposable
{
    private static readonly TimeProvider s_time = TimeProvider.System;
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lmr-disk-");

    private string Runbook => Path.Combine(_root.FullName, "runbook.yml");

    private string Inventory => Path.Combine(_root.FullName, "hosts.yml");

    private RunStore Store => RunStore.Beside(Runbook);

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public Task A_few_faults_in_a_run() => SweepAsync(each: 5);

    [Fact]
    [Trait("Category", Campaign.Name)]
    public Task Every_fault_in_a_run() => SweepAsync(each: 1);

    private async Task SweepAsync(int each)
    {
        File.WriteAllText(Runbook, $$$"""
            name: Disk
            plays:
              - hosts: here:there
                steps:
                  - file: { path: "{{{_root.FullName}}}/{{ inventory_hostname }}/one", content: "one\n", owner: root, group: root }
                  - file: { path: "{{{_root.FullName}}}/{{ inventory_hostname }}/two", content: "two\n", owner: root, group: root }
            """);
        File.WriteAllText(Inventory, "all: { hosts: { here: { ansible_connection: local }, there: { ansible_connection: local } } }\n");
        var whole = new FaultyStore(Store, int.MaxValue, sticky: false);
        Assert.Equal("done", (await FreshAsync(whole)).Summary?.Reason);
        var faults = 0;
        for (var nth = 1; nth <= whole.Calls; nth += each)
        {
            foreach (var sticky in new[] { false, true })
            {
                await FaultAsync(nth, sticky);
                faults++;
            }
        }
        Campaign.Tell(told, $"{whole.Calls} writes and flushes; {faults} faults, no host touched without a record, each run taken up again");
    }

    private async Task FaultAsync(int nth, bool sticky)
    {
        var what = $"call {nth}, {(sticky ? "for good" : "once")}";
        var (run, summary) = await FreshAsync(new FaultyStore(Store, nth, sticky));
        Assert.True(summary is null, $"{what}: a run ended as {summary?.Reason} though its journal could not be written");
        var journal = Store.JournalOf(run);
        Assert.True(journal.Damage is null, $"{what}: {journal.Damage}");
        foreach (var host in new[] { "here", "there" })
        {
            var touched = Directory.GetFiles(FolderOf(host)).Length > 0;
            Assert.True(!touched || journal.Records.OfType<BatchMeant>().Any(meant => meant.Host == host), $"{what}: {host} was touched, and the journal does not tell of it");
        }
        if (journal.Records.Count == 0) return;
        var again = await new MortalRuns(Runbook, Inventory, Ways).ResumeAsync(run, new Effects());
        Assert.True(again?.Reason == "done", $"{what}: taken up again: {again?.Reason} {string.Join("; ", again?.Explanation ?? [])}");
        foreach (var host in new[] { "here", "there" }) Assert.Equal(["one", "two"], Directory.GetFiles(FolderOf(host)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>A run on hosts as they were made; without a summary where the journal ended it.</summary>
    private async Task<(string Run, RunSummary? Summary)> FreshAsync(FaultyStore store)
    {
        foreach (var host in new[] { "here", "there" })
        {
            if (Directory.Exists(FolderOf(host))) Directory.Delete(FolderOf(host), recursive: true);
            Directory.CreateDirectory(FolderOf(host));
        }
        var findings = new Findings();
        var inventory = InventoryReader.Read([Inventory], findings) ?? throw new InvalidDataException();
        var binder = new RunbookBinder(RunbookReader.Read(Runbook, findings) ?? throw new InvalidDataException(), inventory, new Dictionary<string, YamlNode>(), null);
        var offline = binder.Bind(new Dictionary<string, HostFacts>(), findings);
        await using var sessions = await HostSessions.OpenAsync(inventory, offline.Hosts, 8, default, connectors: Ways());
        var probed = await new Prober(sessions, binder).ReadAsync(offline, findings, default);
        Assert.False(findings.HasErrors, string.Join('\n', findings.Sorted));
        var plan = Planner.Make(probed.Runbook, probed.Readings);
        var id = RunId.New(s_time);
        try
        {
            using var stored = store.Create(id, s_time);
            var kept = PlanFile.Write(plan);
            stored.KeepPlan(kept);
            stored.Append(new RunBegan(id, plan.Runbook, PlanFile.DigestOf(kept), [.. plan.Hosts.Select(host => host.Name)], null));
            return (id, await new RunLoop(plan, probed.Readings, new MoveTerms(probed.Runbook), sessions, stored, _ => { }, s_time).RunAsync(Adoption.Of(probed.Readings.Values, Store), default));
        }
        catch (IOException)
        {
            return (id, null);
        }
    }

    private string FolderOf(string host) => Path.Combine(_root.FullName, host);

    private Connectors Ways() => new(new OpenSshConnector(), new Local(_root.FullName));

    private sealed class Local(string root) : IConnector
    {
        public Task<Opening> OpenAsync(SshTarget target, CancellationToken cancellationToken) =>
            new LocalConnector(new SessionTerms(Path.Combine(root, target.Alias, "state"), "/bin/sh", TimeSpan.FromSeconds(15))).OpenAsync(target with { Become = LiveMigrationRunbooks.Hosts.Connections.Become.No }, cancellationToken);
    }
}

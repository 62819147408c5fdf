using System.Text.Json;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Tests.Plans;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

/// <summary>Runs of the past, as they lie beside their runbook.</summary>
public sealed class ShowTests : IDisposable
{
    private const string Id = "20260101-120000-abcd";
    private readonly RunbookFolder _folder = new("plays: [{ name: Folders, hosts: kvm, steps: [{ name: folder, directory: { path: /srv/a } }] }]");
    private readonly Lmr _lmr = new();

    [Fact]
    public void A_run_is_shown_with_its_plan_and_what_became_of_it()
    {
        Keep(new DeedEnded("p1.s1@kvm1", "kvm1", DeedEnd.Done, "folder: done", ValueMap<long>.Empty), new DeedEnded("p1.s1@kvm2", "kvm2", DeedEnd.Failed, "folder: failed: disk full", ValueMap<long>.Empty), new RunEnded(2, "host.failed"));
        var (exitCode, said, errors) = _lmr.Run(_folder.Root, "show", "last");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.StartsWith("Plan: runbook  (", said, StringComparison.Ordinal);
        Assert.Contains("\n    ~ kvm1 kvm2 kvm3: change\n        directory: absent -> 755 root:root\n", said, StringComparison.Ordinal);
        Assert.Contains($"\nRun {Id}: host.failed\n  failed  kvm2  folder: failed: disk full\n", said, StringComparison.Ordinal);
        Assert.Contains("\nkvm3 : done=0 moved=0 failed=0 held=0 rolled_back=0 not_run=1\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_shown_as_json()
    {
        Keep(new RunEnded(0, "done"));
        using var json = JsonDocument.Parse(_lmr.Run(_folder.Root, "show", Id, "--json").Out);

        Assert.Equal(1, json.RootElement.GetProperty("format").GetInt32());
        Assert.Equal(3, json.RootElement.GetProperty("plan").GetProperty("deeds").GetArrayLength());
        Assert.Equal("done", json.RootElement.GetProperty("report").GetProperty("reason").GetString());
        Assert.Equal("not_run", json.RootElement.GetProperty("report").GetProperty("deeds")[0].GetProperty("end").GetString());
    }

    [Fact]
    public void A_run_that_died_is_listed_as_interrupted()
    {
        Keep();
        var (exitCode, said, _) = _lmr.Run(_folder.Root, "runs", "list");

        Assert.Equal((0, $"{Id}  interrupted  {_folder.At("runbook.yml")}\n"), (exitCode, said));
    }

    [Fact]
    public void A_damaged_journal_is_refused_by_name()
    {
        Keep(new RunEnded(0, "done"));
        var journal = _folder.At($".lmr/runs/{Id}/journal.jsonl");
        File.WriteAllText(journal, File.ReadAllText(journal).Replace("kvm2", "kvm9", StringComparison.Ordinal));
        var (exitCode, _, errors) = _lmr.Run(_folder.Root, "show", Id);

        Assert.Equal(1, exitCode);
        Assert.EndsWith("[journal.damaged]\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_does_not_exist_is_refused_with_the_newest_named()
    {
        Keep();
        var (exitCode, _, errors) = _lmr.Run(_folder.Root, "show", "20260101-120000-abce");

        Assert.Equal(1, exitCode);
        Assert.Contains($"Did you mean {Id}?", errors, StringComparison.Ordinal);
        Assert.EndsWith("[run.unknown]\n", errors, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _lmr.Dispose();
    }

    private void Keep(params JournalRecord[] records)
    {
        var json = PlanFile.Write(new HandMadeReadings().Plan(_folder.Bind()));
        using var run = RunStore.Beside(_folder.At("runbook.yml")).Create(Id, TimeProvider.System);
        run.KeepPlan(json);
        run.Journal.Append(new RunBegan(Id, _folder.At("runbook.yml"), PlanFile.DigestOf(json), ["kvm1", "kvm2", "kvm3"], null));
        foreach (var record in records) run.Journal.Append(record);
    }
}

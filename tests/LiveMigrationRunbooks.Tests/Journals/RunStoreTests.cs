using System.Diagnostics;
using LiveMigrationRunbooks.Journals;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Journals;

public sealed class RunStoreTests : IDisposable
{
    private const string Id = "20260101-120000-abcd";
    private readonly string _folder = Directory.CreateTempSubdirectory("lmr-store-").FullName;

    private RunStore Store => RunStore.Beside(Path.Combine(_folder, "runbook.yml"));

    [Fact]
    public void A_run_lies_beside_its_runbook_and_is_for_its_owner_alone()
    {
        using var run = Store.Create(Id, TimeProvider.System);
        run.KeepPlan("{}");
        var path = Path.Combine(_folder, ".lmr", "runs", Id);

        Assert.Equal("{}", Store.PlanOf(Id, out _));
        Assert.Equal([Id], Store.Ids);
        Assert.True(Store.Has(Id));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(path, "plan.json")));
        Assert.Equal(["journal.jsonl", "lock", "plan.json"], Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_run_is_alive_as_long_as_its_process_holds_its_lock()
    {
        using (Store.Create(Id, TimeProvider.System)) Assert.True(Store.IsAlive(Id));

        Assert.False(Store.IsAlive(Id));
        Assert.False(Store.IsAlive("20260101-120000-zzzz"));
    }

    [Fact]
    public void A_run_that_broke_off_is_continued_by_one_and_forgets_what_was_asked_of_the_other()
    {
        using (var died = Store.Create(Id, TimeProvider.System)) died.Append(new RunBegan(Id, "runbook.yml", "0f", ["kvm1"], null));
        Store.Wish(Id, RunWish.Cancel);
        Assert.Equal(RunWish.Cancel, Store.WishOf(Id));
        using var run = Store.Continue(Id, Store.JournalOf(Id), TimeProvider.System);

        Assert.Equal((RunWish.GoOn, true), (run?.Wish, Store.IsAlive(Id)));
        Assert.Null(Store.Continue(Id, Store.JournalOf(Id), TimeProvider.System));
        run?.Append(new RunResumed("0f", 7));
        Assert.Equal(new RunResumed("0f", 7), Store.JournalOf(Id).Records[^1]);
        Assert.Null(Store.JournalOf(Id).Ended);
    }

    [Fact]
    public void What_a_run_started_does_not_keep_it_alive()
    {
        var run = Store.Create(Id, TimeProvider.System);
        using var child = Process.Start("sleep", "60");
        run.Dispose();

        Assert.False(Store.IsAlive(Id));
        child.Kill();
        child.WaitForExit();
    }

    [Fact]
    public async Task A_run_of_another_process_is_alive_until_that_is_killed()
    {
        Store.Create(Id, TimeProvider.System).Dispose();
        using var other = Process.Start(new ProcessStartInfo("flock", [Path.Combine(Store.Folder, Id, "lock"), "sh", "-c", "echo held; exec sleep 60"]) { RedirectStandardOutput = true })!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync());
        Assert.True(Store.IsAlive(Id));

        other.Kill(entireProcessTree: true);
        await other.WaitForExitAsync();
        // The lock goes with the last of its processes, which may end a moment after the first.
        for (var patience = 0; patience < 100 && Store.IsAlive(Id); patience++) await Task.Delay(20);
        Assert.False(Store.IsAlive(Id));
    }

    [Fact]
    public void One_id_is_one_run()
    {
        using var run = Store.Create(Id, TimeProvider.System);

        Assert.Throws<IOException>(() => Store.Create(Id, TimeProvider.System));
    }

    [Fact]
    public void Ids_sort_by_time_and_are_safe_as_names()
    {
        var (first, second) = (RunId.New(new At(2026, 1, 2)), RunId.New(new At(2026, 1, 3)));

        Assert.True(string.CompareOrdinal(first, second) < 0);
        Assert.True(RunStore.IsId(first));
        Assert.StartsWith("20260102-000000-", first, StringComparison.Ordinal);
        Assert.NotEqual(RunId.New(new At(2026, 1, 2)), RunId.New(new At(2026, 1, 2)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("last")]
    [InlineData("../../etc")]
    [InlineData("20260101-120000-abcd\n")]
    [InlineData("20260101-120000-ABCD")]
    public void A_word_of_another_form_is_no_id(string word)
    {
        Assert.False(RunStore.IsId(word));
        Assert.False(Store.Has(word));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class At(int year, int month, int day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(year, month, day, 0, 0, 0, TimeSpan.Zero);
    }
}

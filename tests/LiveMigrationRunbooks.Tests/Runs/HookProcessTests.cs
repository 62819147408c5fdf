using LiveMigrationRunbooks.Runs.Guests;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

public sealed class HookProcessTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task It_reads_what_it_is_told_in_its_folder_and_its_last_line_is_kept() =>
        Assert.Equal(new HookEnd(null, "/ got web-1"), await RunAsync("echo first; read -r name; echo $(pwd) got $name; echo; echo aside >&2", "web-1\n"));

    [Fact]
    public async Task One_that_fails_is_quoted_by_its_complaint() =>
        Assert.Equal(new HookEnd("ended with 7", "no such pool"), await RunAsync("echo fine; echo no such pool >&2; exit 7", ""));

    [Fact]
    public async Task One_that_reads_nothing_or_says_too_much_comes_to_its_end_all_the_same()
    {
        Assert.Equal(new HookEnd(null, ""), await RunAsync("exec <&-; exit 0", new string('x', 1 << 20)));
        var (trouble, said) = await RunAsync("i=0; while [ $i -lt 20000 ]; do echo a line that is not the last; i=$((i + 1)); done; echo the last", "");
        Assert.Equal((null, "the last"), (trouble, said));
    }

    [Fact]
    public async Task One_that_does_not_end_is_ended()
    {
        var (trouble, said) = await RunAsync("echo waiting >&2; sleep 600", "", TimeSpan.FromSeconds(2));
        Assert.Equal("did not end within 2s", trouble);
        Assert.Equal("waiting", said);
    }

    [Fact]
    public async Task One_that_leaves_somebody_behind_has_ended() =>
        Assert.Equal(new HookEnd(null, "done"), await RunAsync("sleep 30 & echo done", ""));

    [Fact]
    public async Task One_that_cannot_be_run_says_so()
    {
        var (trouble, _) = await HookProcess.RunAsync("/nowhere/hook", [], "/", "", s_long);
        Assert.StartsWith("ended with 127", trouble, StringComparison.Ordinal);
    }

    private static Task<HookEnd> RunAsync(string script, string input, TimeSpan? within = null) => HookProcess.RunAsync("/bin/sh", ["-c", script], "/", input, within ?? s_long);
}

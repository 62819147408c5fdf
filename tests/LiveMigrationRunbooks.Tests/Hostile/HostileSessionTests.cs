using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hostile;

/// <summary>A far end that is no shell of ours: it is left, and said to be what it is.</summary>
public sealed class HostileSessionTests
{
    [Theory]
    [InlineData("exec cat /dev/zero", "host.babbles")]
    [InlineData("exec yes welcome", "host.babbles")]
    [InlineData("yes welcome >&2", "host.timeout")]
    [InlineData("trap '' TERM; while :; do sleep 1; done", "host.timeout")]
    [InlineData("printf '\\033]52;c;eA==\\007'; exit 7", "shell.unusable")]
    [InlineData("exec </dev/null; sleep 60", "host.timeout")]
    public async Task A_far_end_that_does_not_greet_is_left(string shell, string reason)
    {
        var problem = Assert.IsType<NotOpened>(await OpenAsync(shell)).Problem;

        Assert.Equal(reason, problem.Reason);
        Assert.Contains("there", problem.What, StringComparison.Ordinal);
        Assert.True(problem.What.Length < 500);
    }

    [Fact]
    public async Task What_the_login_says_first_is_passed_over_however_much_it_is()
    {
        var opened = Assert.IsType<Opened>(await OpenAsync($"head -c 9000000 /dev/urandom; printf '\\n\\033[31mWelcome\\n0011 0 0 0 0 0\\n'; exec sh -s", seconds: 60));
        await using var connection = opened.Connection;

        Assert.Equal("here\n", Assert.IsType<Answered>(await connection.SendAsync(Request.Of(Item("echo here")), default))["it"].Text);
    }

    // The commands of a request write into files; what gets past them comes from the shell itself.
    [Fact]
    public async Task A_session_that_begins_to_babble_is_left()
    {
        var opened = Assert.IsType<Opened>(await OpenAsync("exec sh -s"));
        await using var connection = opened.Connection;
        var lost = Assert.IsType<ConnectionLost>(await connection.SendAsync(Request.Of(Item("cat /dev/zero >/proc/$lmr_pid/fd/1")), default));

        Assert.Equal("host.babbles", lost.Problem.Reason);
        Assert.Matches("^there sent [0-9]+ MiB that answer nothing", lost.Problem.What);
    }

    [Fact]
    public async Task A_gigabyte_of_output_is_cut_off_and_is_no_answer()
    {
        var opened = Assert.IsType<Opened>(await OpenAsync("exec sh -s"));
        await using var connection = opened.Connection;
        var answered = Assert.IsType<Answered>(await connection.SendAsync(Request.Of(
            Item("head -c 1073741824 /dev/zero", "out"), Item("head -c 1073741824 /dev/zero >&2", "err"), Item("echo on", "on")), default));

        foreach (var id in new[] { "out", "err" })
        {
            Assert.False(answered[id].Succeeded);
            // With what the shell says of a program that wrote too much.
            Assert.InRange(answered[id].Out.Length + answered[id].Err.Length, AnswerReader.MostOutput, AnswerReader.MostOutput + 100);
            Assert.Matches("^it answered too much: [0-9]+ bytes were cut off$", answered[id].Complaint);
        }
        Assert.Equal("on\n", answered["on"].Text);
    }

    private static RequestItem Item(string text, string id = "it") => new(id, Command.Sh(text), TimeSpan.FromMinutes(2));

    private static Task<Opening> OpenAsync(string shell, double seconds = 1.5) => ShellConnection.OpenAsync(
        "there", ShellProcess.Start(["sh", "-c", shell]), SessionTerms.Default, TimeSpan.FromSeconds(Patience(shell, seconds)), TimeProvider.System, default);

    // Only who says nothing is given up early; whoever talks is given the time that a busy machine needs.
    private static double Patience(string shell, double seconds) => shell.Contains("exec", StringComparison.Ordinal) && !shell.Contains("sleep", StringComparison.Ordinal) ? Math.Max(60, seconds) : seconds;
}

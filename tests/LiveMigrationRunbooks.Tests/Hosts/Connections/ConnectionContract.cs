using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Hosts.Jobs;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Connections;

/// <summary>What every connection keeps to. Run on this machine by the unit tests and over real ssh by the lab tests.</summary>
public abstract class ConnectionContract
{
    /// <summary>Opens a session whose state lies in a folder that all sessions of one test share and that vanishes with the test.</summary>
    protected abstract Task<Opening> OpenAsync();

    [Fact]
    public async Task The_host_introduces_itself()
    {
        var opened = Assert.IsType<Opened>(await OpenAsync());
        await using var connection = opened.Connection;
        Assert.Equal(36, opened.Greeting.BootId.Length);
        Assert.NotEmpty(opened.Greeting.Kernel);
        Assert.NotEmpty(opened.Greeting.User);
        Assert.NotEmpty(opened.Greeting.HostName);
        Assert.Empty(opened.Greeting.MissingTools);
    }

    [Fact]
    public async Task Requests_are_answered_by_id_one_after_the_other_also_when_asked_at_once()
    {
        await using var connection = await ConnectedAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => connection.SendAsync(
            Request.Of(Item("number", Command.Of("echo", $"{number}")), Item("input", Command.Of("cat").WithInput($"in {number}"))), default)));
        foreach (var (number, answer) in answers.Index())
        {
            Assert.Equal($"{number}\n", Assert.IsType<Answered>(answer)["number"].Text);
            Assert.Equal($"in {number}", ((Answered)answer)["input"].Text);
        }
    }

    [Fact]
    public async Task What_was_sent_with_one_request_is_not_there_for_the_next_one_whether_it_was_read_or_not()
    {
        await using var connection = await ConnectedAsync();
        var read = Item("read", Command.Of("cat").WithInput("secret"));
        var failing = Item("fails", Command.Of("false")) with { Required = true };
        var unread = Item("unread", Command.Of("cat").WithInput("secret"));
        await connection.SendAsync(Request.Of(read, failing, unread), default);
        var answer = Assert.IsType<Answered>(await connection.SendAsync(Request.Of(Item("a", Command.Of("cat")), Item("b", Command.Of("cat")), Item("c", Command.Of("cat"))), default));
        Assert.Equal(["", "", ""], new[] { "a", "b", "c" }.Select(id => answer[id].Text));
    }

    [Fact]
    public async Task Commands_run_in_a_clean_environment()
    {
        await using var connection = await ConnectedAsync();
        var said = await RunAsync(connection, Command.Sh("umask; pwd; echo $LC_ALL; case $PATH in */sbin*) echo sbin;; esac; readlink /proc/$$/fd/0"));
        Assert.Equal(["0077", "/", "C", "sbin", "/dev/null"], said.Lines);
    }

    [Fact]
    public async Task Large_things_go_both_ways()
    {
        await using var connection = await ConnectedAsync();
        var echoed = await RunAsync(connection, Command.Of("cat").WithInput(new string('x', 900_000)));
        Assert.Equal(900_000, echoed.Out.Length);
        var flood = await RunAsync(connection, Command.Sh("head -c 5000000 /dev/zero"));
        Assert.Equal((1 << 20, 5_000_000 - (1 << 20)), (flood.Out.Length, flood.Lost));
    }

    [Fact]
    public async Task A_time_out_ends_the_command_and_not_the_session()
    {
        await using var connection = await ConnectedAsync();
        var slow = new RequestItem("it", Command.Of("sleep", "30"), TimeSpan.FromMilliseconds(200));
        Assert.Equal(124, Assert.IsType<Answered>(await connection.SendAsync(Request.Of(slow), default))["it"].ExitCode);
        Assert.Equal("on\n", (await RunAsync(connection, Command.Of("echo", "on"))).Text);
    }

    [Fact]
    public async Task Cancelling_ends_the_session()
    {
        await using var connection = await ConnectedAsync();
        using var cancelling = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.SendAsync(Request.Of(Item("it", Command.Of("sleep", "60"))), cancelling.Token));
        Assert.IsType<ConnectionLost>(await connection.SendAsync(Request.Of(Item("it", Command.Of("true"))), default));
    }

    [Fact]
    public async Task A_session_that_dies_in_mid_request_is_lost_and_says_so()
    {
        await using var connection = await ConnectedAsync();
        var suicide = Command.Sh("kill -9 $lmr_pid; sleep 1; echo late");
        var lost = Assert.IsType<ConnectionLost>(await connection.SendAsync(Request.Of(Item("it", suicide)), default));
        Assert.Equal("host.lost", lost.Problem.Reason);
        Assert.Contains(connection.Host, lost.Problem.What, StringComparison.Ordinal);
        Assert.IsType<ConnectionLost>(await connection.SendAsync(Request.Of(Item("it", Command.Of("true"))), default));
    }

    [Fact]
    public async Task The_lock_belongs_to_one_session_and_to_nothing_it_leaves_running()
    {
        var first = await ConnectedAsync();
        await using var second = await ConnectedAsync();
        Assert.True((await RunAsync(first, HostClaim.TakeLock)).Succeeded);
        Assert.True((await RunAsync(first, HostClaim.TakeLock)).Succeeded);
        var left = (await RunAsync(first, Command.Sh("sleep 300 >/dev/null 2>&1 & echo $!"))).Text.Trim();
        Assert.Equal(1, (await RunAsync(second, HostClaim.TakeLock)).ExitCode);
        await first.DisposeAsync();
        await UntilAsync(async () => (await RunAsync(second, HostClaim.TakeLock)).Succeeded);
        Assert.True((await RunAsync(second, Command.Of("kill", left))).Succeeded);
        Assert.True((await RunAsync(second, HostClaim.DropLock)).Succeeded);
    }

    [Fact]
    public async Task Nothing_of_the_session_stays_on_the_host()
    {
        await using var witness = await ConnectedAsync();
        var first = await ConnectedAsync();
        var folder = (await RunAsync(first, Command.Sh("echo $lmr_dir"))).Text.Trim();
        Assert.True((await RunAsync(witness, Command.Of("test", "-d", folder))).Succeeded);
        await first.DisposeAsync();
        await UntilAsync(async () => !(await RunAsync(witness, Command.Of("test", "-e", folder))).Succeeded);
    }

    private async Task<IConnection> ConnectedAsync() => Assert.IsType<Opened>(await OpenAsync()).Connection;

    /// <summary>The host sees the end of a session a moment after its owner.</summary>
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 600);
            await Task.Delay(100);
        }
    }

    private static RequestItem Item(string id, Command command) => new(id, command, TimeSpan.FromMinutes(2));

    private static async Task<CommandResult> RunAsync(IConnection connection, Command command) =>
        Assert.IsType<Answered>(await connection.SendAsync(Request.Of(Item("it", command)), default))["it"];
}

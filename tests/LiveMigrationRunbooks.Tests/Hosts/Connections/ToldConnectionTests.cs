using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hosts.Connections;

public sealed class ToldConnectionTests : IDisposable
{
    private readonly LocalSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Each_request_is_told_in_as_much_detail_as_was_asked_for_and_never_what_goes_in()
    {
        var told = new List<WireLine>();
        var opened = Assert.IsType<Opened>(await _session.OpenAsync());
        await using var connection = new ToldConnection(opened.Connection, (host, line) => told.Add(line with { Text = $"{host}: {line.Text}" }), TimeProvider.System);
        var long2 = Command.Sh("# a remark\nset -u\nhead -c 9 >/dev/null\necho out; seq 100; echo err >&2; exit 3", "an argument").WithInput("not to be shown");
        await connection.SendAsync(Request.Of(new RequestItem("greet", Command.Of("echo", "hello"), TimeSpan.FromMinutes(1)), new RequestItem("more", long2, TimeSpan.FromMinutes(1))), default);

        Assert.Matches(@"^here: 2 commands \(greet, more\) \d+ ms$", Assert.Single(told, line => line.Detail == 1).Text);
        Assert.Equal(
            ["here: > greet: echo hello", "here: > more: sh -c 'set -u …' lmr 'an argument'  (15 bytes on standard input, not shown)", "here: < greet: exit code 0, 6 + 0 bytes", "here: < more: exit code 3, 296 + 4 bytes"],
            told.Where(line => line.Detail == 2).Select(line => line.Text));
        Assert.Equal(["here: | hello", "here: | out", "here: | 1"], told.Where(line => line.Detail == 3).Select(line => line.Text).Take(3));
        Assert.Equal(["here: | … (61 more lines)", "here: ! err"], told.Where(line => line.Detail == 3).Select(line => line.Text).TakeLast(2));
        Assert.DoesNotContain(told, line => line.Text.Contains("to be shown", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_is_lost_is_told()
    {
        var told = new List<string>();
        var opened = Assert.IsType<Opened>(await _session.OpenAsync());
        await using var connection = new ToldConnection(opened.Connection, (_, line) => told.Add(line.Text), TimeProvider.System);
        await connection.SendAsync(Request.Of(new RequestItem("it", Command.Sh("kill -9 $lmr_pid; sleep 1"), TimeSpan.FromMinutes(1))), default);

        Assert.Matches(@"^1 command \(it\) \d+ ms: lost: .*here.*\[host.lost\]$", told[^1]);
    }
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Contracts;

/// <summary>What the host's own records say of a session: one login, one line for each script, however many commands it holds.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Sessions)]
public sealed class HostRecordsTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Twelve_commands_and_twenty_four_leave_one_line_each()
    {
        await using var session = new SshSession();
        await using var host = Assert.IsType<Opened>(await session.OpenAsync()).Connection;
        var cursor = (await AskAsync(host, Command.Sh("journalctl --sync; journalctl -n 0 --show-cursor | sed -n 's/^-- cursor: //p'"))).Text.Trim();
        var number = (await AskAsync(host, Command.Sh("echo $lmr_session"))).Text.Trim();
        foreach (var count in (int[])[12, 24])
        {
            var items = Enumerable.Range(0, count).Select(item => new RequestItem($"{item}", Command.Of("true"), s_patience));
            Assert.IsType<Answered>(await host.SendAsync(new Request(items.ToValueList()), default));
        }

        // Not filtered there: this journalctl leaves out the first match where the cursor's own entry does not match.
        var lines = (await AskAsync(host, Command.Sh("journalctl --sync; exec journalctl --after-cursor \"$1\" -o cat", cursor))).Lines.Where(line => line.Contains($"session={number} ", StringComparison.Ordinal));
        Assert.Equal([$"session={number} request=1 items=1", $"session={number} request=2 items=12", $"session={number} request=3 items=24"], lines.Take(3));
    }

    private static async Task<CommandResult> AskAsync(IConnection host, Command command) =>
        Assert.IsType<Answered>(await host.SendAsync(Request.Of(new RequestItem("it", command, s_patience)), default))["it"];
}

using System.Security.Cryptography;
using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Commands;

/// <summary>A request through a real shell and back: what comes out is what the commands printed, on every shell.</summary>
public sealed class RequestFramingTests
{
    private const string Nonce = "0123456789abcdef0123456789abcdef";

    public static TheoryData<string> Shells => PosixShell.Present();

    [Theory]
    [MemberData(nameof(Shells))]
    public void Random_bytes_come_back_as_they_were_sent(string shell)
    {
        var items = Enumerable.Range(0, 12).Select(number =>
        {
            var bytes = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(0, 40_000));
            return new RequestItem($"item {number}", new Command(["sh", "-c", "cat; exit $1", "x", $"{number}"], [.. bytes]), TimeSpan.FromSeconds(10));
        }).ToList();
        var answer = Ask(shell, new Request([.. items]));
        foreach (var (number, item) in items.Index())
        {
            var result = answer.Results[item.Id];
            Assert.Equal(number, result.ExitCode);
            Assert.Equal(item.Command.Input!, result.Out.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Any_argument_arrives_as_it_is(string shell)
    {
        string[] words = ["", "a b", "'", "\"$(id)\"", "line\nline", "\\", "-n", "*", "ü€😀", "\t", "`x`", "!", "#", "\u0001"];
        var result = Ask(shell, Request.Of(Item("it", Command.Of(["printf", "%s|", .. words])))).Results["it"];
        Assert.Equal(string.Concat(words.Select(word => word + "|")), result.Text);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Commands_that_read_exit_fail_or_do_not_parse_leave_the_rest_alone(string shell)
    {
        var answer = Ask(shell, Request.Of(
            Item("eater", Command.Sh("cat; cat <&0")),
            Item("exits", Command.Sh("exit 7")),
            Item("syntax", Command.Sh("if then (")),
            Item("missing", Command.Of("no-such-program-here")),
            Item("slow", Command.Sh("sleep 30")) with { Timeout = TimeSpan.FromMilliseconds(300) },
            Item("killed", Command.Sh("kill -9 $$")),
            Item("error", Command.Sh("printf 'a\\000b' >&2; printf out")),
            Item("last", Command.Of("echo", "here"))));
        Assert.Equal([0, 7, 127, 0, 0], new[] { "eater", "exits", "missing", "error", "last" }.Select(id => answer.Results[id].ExitCode));
        // busybox's timeout lets its SIGTERM be seen.
        Assert.True(answer.Results["slow"].ExitCode is 124 or 143);
        Assert.NotEqual(0, answer.Results["syntax"].ExitCode);
        Assert.NotEqual(0, answer.Results["killed"].ExitCode);
        Assert.Equal("a\0b", answer.Results["error"].ErrorText);
        Assert.Equal("here\n", answer.Results["last"].Text);
        Assert.Equal("", answer.Results["eater"].Text);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_large_script_and_a_large_output_are_whole_or_counted(string shell)
    {
        var answer = Ask(shell, Request.Of(
            Item("big", Command.Of("cat").WithInput(new string('x', 300_000))),
            Item("flood", Command.Sh("head -c 5000000 /dev/zero")),
            Item("argument", Command.Of("printf", "%s", new string('y', 100_000))),
            Item("after", Command.Of("echo", "ok"))));
        Assert.Equal(300_000, answer.Results["big"].Out.Length);
        Assert.Equal(1 << 20, answer.Results["flood"].Out.Length);
        Assert.Equal(5_000_000 - (1 << 20), answer.Results["flood"].Lost);
        Assert.Equal(100_000, answer.Results["argument"].Out.Length);
        Assert.Equal("ok\n", answer.Results["after"].Text);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_babbling_command_is_ended_before_it_fills_the_host(string shell)
    {
        var result = Ask(shell, Request.Of(Item("yes", Command.Of("yes")))).Results["yes"];
        Assert.NotEqual(0, result.ExitCode);
        Assert.InRange(result.Lost, 1 << 20, 140L << 20);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void What_a_command_leaves_running_does_not_hold_the_answer(string shell)
    {
        var before = Environment.TickCount64;
        var answer = Ask(shell, Request.Of(Item("leaver", Command.Sh("(sleep 3; echo late) & echo now")), Item("next", Command.Of("echo", "next"))));
        Assert.Equal("now\n", answer.Results["leaver"].Text);
        Assert.Equal("next\n", answer.Results["next"].Text);
        Assert.InRange(Environment.TickCount64 - before, 0, 2900);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void After_a_required_item_that_failed_nothing_runs(string shell)
    {
        var answer = Ask(shell, Request.Of(
            Item("first", Command.Of("true")) with { Required = true },
            Item("gate", Command.Of("false")) with { Required = true },
            Item("behind", Command.Of("echo", "ran"))));
        Assert.Equal([0, 1, RequestItem.NotRun], answer.Results.Values.Select(result => result.ExitCode));
        Assert.Equal("", answer.Results["behind"].Text);
    }

    private static RequestItem Item(string id, Command command) => new(id, command, TimeSpan.FromSeconds(20));

    private static AnswerReader Ask(string shell, Request request)
    {
        var root = Directory.CreateTempSubdirectory("lmr-test-");
        try
        {
            var terms = new SessionTerms(root.FullName, shell, TimeSpan.FromSeconds(15));
            var text = Prelude.Render(terms, "test", "ffffffffffffffffffffffffffffffff") + RequestScript.Render(request, Nonce);
            var (output, error, _) = PosixShell.Run(shell, Encoding.UTF8.GetBytes(text));
            var reader = new AnswerReader(request, Nonce);
            // In pieces of odd sizes, as a network would give them.
            for (var start = 0; start < output.Length; start += 4093) reader.Read(output.AsSpan(start, Math.Min(4093, output.Length - start)));
            Assert.True(reader.Ended, $"No end in: {Encoding.UTF8.GetString(output)[..Math.Min(400, output.Length)]} errors: {error}");
            Assert.Empty(reader.Missing);
            return reader;
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}

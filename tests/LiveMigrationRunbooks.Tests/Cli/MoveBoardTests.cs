using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Migrations;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

public sealed class MoveBoardTests : IDisposable
{
    private readonly StringWriter _terminal = new();
    private readonly MoveBoard _board;

    public MoveBoardTests() => _board = new MoveBoard(_terminal, () => 80);

    [Fact]
    public void A_look_writes_over_the_one_before()
    {
        _board.Show(Move("web", 1));
        _board.Show(Move("web", 2));

        Assert.Equal("guest  to    time\nweb    kvm2  0:01\n\e[2F\e[Jguest  to    time\nweb    kvm2  0:02\n", _terminal.ToString());
    }

    [Fact]
    public void What_is_said_stands_above_and_a_line_is_ended_before_the_board_comes_again()
    {
        _board.Show(Move("web", 1));
        _board.Writer.Write("kvm1  db: lea");
        _board.Writer.Write("ves\n");

        Assert.EndsWith("\e[2F\e[Jkvm1  db: leaves\nguest  to    time\nweb    kvm2  0:01\n", _terminal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_stand_side_by_side_and_nothing_is_left_of_those_that_have_ended()
    {
        _board.Show(Move("web", 1));
        _board.Show(Move("db", 1));
        _board.Show(Move("web", 2) with { HasEnded = true });
        _board.Show(Move("db", 2) with { HasEnded = true });
        _board.Writer.Write("done\n");

        Assert.EndsWith("\e[3F\e[Jguest  to    time\ndb     kvm2  0:01\n\e[2F\e[Jdone\n", _terminal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_cannot_move_the_cursor()
    {
        _board.Show(Move("a\e[2Jb", 1));

        Assert.DoesNotContain("\e[2J", _terminal.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _terminal.Dispose();

    private static MoveNow Move(string guest, int seconds) => new(guest, guest, "kvm2", TimeSpan.FromSeconds(seconds), null);
}

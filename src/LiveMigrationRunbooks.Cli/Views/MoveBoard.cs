using System.Text;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Reports;

namespace LiveMigrationRunbooks.Cli.Views;

/// <summary>
/// Moves that go on, at the foot of a terminal: written over at each look, and taken away when they have ended. All that is said meanwhile on
/// standard error stands above them.
/// </summary>
internal sealed class MoveBoard
{
    // To the first column some lines up, and all below is cleared.
    private const string Up = "\e[{0}F\e[J";
    private static readonly CompositeFormat s_up = CompositeFormat.Parse(Up);
    private readonly Lock _turn = new();
    private readonly List<MoveNow> _moves = [];
    private readonly TextWriter _terminal;
    private readonly Func<int> _width;
    private int _drawn;
    private bool _inLine;

    /// <param name="terminal">What takes escape sequences as they are.</param>
    /// <param name="width">How many letters a line of it has now.</param>
    public MoveBoard(TextWriter terminal, Func<int> width) => (_terminal, _width, Writer) = (terminal, width, new Above(this));

    /// <summary>The board of this process's terminal; null where standard error is none, or one that cannot move its cursor.</summary>
    public static MoveBoard? OfThisTerminal { get; private set; }

    /// <summary>Whatever is written here stands above the board.</summary>
    public TextWriter Writer { get; }

    /// <summary>What standard error is written to from now on: below it the board stands, where there is a terminal.</summary>
    public static TextWriter Below(TextWriter error)
    {
        if (Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb") return error;
        OfThisTerminal = new MoveBoard(error, () => TerminalWidth.OfTerminal);
        return OfThisTerminal.Writer;
    }

    /// <summary>Shows a move as it is now, or no longer.</summary>
    public void Show(MoveNow move)
    {
        lock (_turn)
        {
            Erase();
            var at = _moves.FindIndex(shown => shown.Uuid == move.Uuid);
            if (at >= 0 && move.HasEnded) _moves.RemoveAt(at);
            else if (at >= 0) _moves[at] = move;
            else if (!move.HasEnded) _moves.Add(move);
            Draw();
        }
    }

    /// <summary>Takes all of it away: whoever ends in mid-run leaves no half a table.</summary>
    public void Clear()
    {
        lock (_turn)
        {
            Erase();
            _moves.Clear();
        }
    }

    private void Write(string text)
    {
        if (text.Length == 0) return;
        lock (_turn)
        {
            Erase();
            _terminal.Write(text);
            _inLine = text[^1] != '\n';
            Draw();
        }
    }

    // Names come from hosts: nothing of them may move the cursor.
    private void Draw()
    {
        if (_moves.Count == 0 || _inLine) return;
        var lines = MoveTable.Lines([.. _moves.Select(move => move with { Guest = Harmless(move.Guest), Target = Harmless(move.Target) })], _width() - 1);
        foreach (var line in lines) _terminal.Write(line + "\n");
        _terminal.Flush();
        _drawn = lines.Count;
    }

    private void Erase()
    {
        if (_drawn > 0) _terminal.Write(string.Format(null, s_up, _drawn));
        _drawn = 0;
    }

    private static string Harmless(string text) => SecretNet.OfThisProcess.Clean(DiagnosticText.Safe(text));

    private sealed class Above(MoveBoard board) : TextWriter
    {
        public override Encoding Encoding => board._terminal.Encoding;

        public override void Write(char value) => board.Write(value.ToString());

        public override void Write(string? value) => board.Write(value ?? "");

        public override void Flush() => board._terminal.Flush();
    }
}

using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Secrets;
using LiveMigrationRunbooks.Runs;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace LiveMigrationRunbooks.Cli.Views;

/// <summary>What happens in a run while it happens: on standard error for whoever watches, and with its times in the run's folder for the morning after.</summary>
internal sealed class RunLog : IDisposable
{
    public const string FileName = "log.txt";
    private readonly Logger _file;
    private readonly Logger _said = new LoggerConfiguration()
        .WriteTo.Console(outputTemplate: "{Message:l}{NewLine}", standardErrorFromLevel: LogEventLevel.Verbose)
        .CreateLogger();

    public RunLog(IRunStore store, string run) => _file = new LoggerConfiguration()
        .WriteTo.File(Path.Combine(store.Folder, run, FileName), outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Message:l}{NewLine}")
        .CreateLogger();

    // Hosts are quoted here: nothing of what they said may move the cursor or turn the text round.
    public void Tell(RunEvent happened)
    {
        if (happened.Move is { } move) MoveBoard.OfThisTerminal?.Show(move);
        if (happened.Text.Length == 0) return;
        var line = PlanView.Line(SecretNet.OfThisProcess.Clean(happened.Host.Length == 0 ? happened.Text : $"{happened.Host}  {happened.Text}"));
        _file.Information("{Line:l}", line);
        // How far a move is stands on the board, where there is one.
        if (happened.Move is null || MoveBoard.OfThisTerminal is null) _said.Information("{Line:l}", line);
    }

    public void Dispose()
    {
        MoveBoard.OfThisTerminal?.Clear();
        _said.Dispose();
        _file.Dispose();
    }
}

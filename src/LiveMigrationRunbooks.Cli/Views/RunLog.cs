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
    private readonly Logger _log;

    public RunLog(IRunStore store, string run) => _log = new LoggerConfiguration()
        .WriteTo.Console(outputTemplate: "{Message:l}{NewLine}", standardErrorFromLevel: LogEventLevel.Verbose)
        .WriteTo.File(Path.Combine(store.Folder, run, FileName), outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Message:l}{NewLine}")
        .CreateLogger();

    // Hosts are quoted here: nothing of what they said may move the cursor or turn the text round.
    public void Tell(RunEvent happened) =>
        _log.Information("{Line:l}", PlanView.Line(SecretNet.OfThisProcess.Clean(happened.Host.Length == 0 ? happened.Text : $"{happened.Host}  {happened.Text}")));

    public void Dispose() => _log.Dispose();
}

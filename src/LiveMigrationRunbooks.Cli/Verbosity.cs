using System.CommandLine;
using LiveMigrationRunbooks.Cli.Views;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Language.Secrets;

namespace LiveMigrationRunbooks.Cli;

/// <summary>
/// How much is told of what goes on between here and the hosts: <c>-v</c> each request, <c>-vv</c> its commands too, <c>-vvv</c> what they put out
/// too. It goes to standard error; where <c>LMR_LOG</c> names a file, all of it goes there, with its times.
/// </summary>
internal static class Verbosity
{
    private const int Most = 3;
    private const string LogVariable = "LMR_LOG";
    private static readonly Lock s_turn = new();
    private static StreamWriter? s_file;

    public static Option<bool> Option { get; } = new("--verbose", "-v")
    {
        Description = "Tell each request to a host; -vv its commands, -vvv what they put out.", Recursive = true, Arity = ArgumentArity.Zero, AllowMultipleArgumentsPerToken = false,
    };

    private static int Level { get; set; }

    public static void Of(ParseResult parsed)
    {
        Level = Math.Min(Most, parsed.GetResult(Option) is { Implicit: false } given ? given.IdentifierTokenCount : 0);
        if (Environment.GetEnvironmentVariable(LogVariable) is not { Length: > 0 } path) return;
        s_file = new StreamWriter(new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        })) { AutoFlush = true };
    }

    /// <summary>The ways to hosts, told as much as was asked for.</summary>
    public static Connectors Connectors()
    {
        var usual = Hosts.Connections.Connectors.Usual();
        return Level == 0 && s_file is null ? usual : new Connectors(new ToldConnector(usual.Ssh, Tell, TimeProvider.System), new ToldConnector(usual.Local, Tell, TimeProvider.System));
    }

    public static void Close() => s_file?.Dispose();

    private static void Tell(string host, WireLine line)
    {
        var shown = PlanView.Line(SecretNet.OfThisProcess.Clean($"{host}  {line.Text}"));
        if (line.Detail <= Level) Console.Error.WriteLine(shown);
        lock (s_turn) s_file?.WriteLine($"{TimeProvider.System.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {shown}");
    }
}

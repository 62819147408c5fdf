using System.Diagnostics;

namespace LiveMigrationRunbooks.Tests.Cli;

/// <summary>
/// The command line working on this very machine, in namespaces of its own: <c>/var/lib</c> is a folder of the test, <c>/run</c> is empty, and
/// there are no other processes, so that nothing of the machine is touched or seen. Everything that is said, and every argument vector that
/// was seen meanwhile, is kept to be searched.
/// </summary>
internal sealed class LmrOnThisHost(string folder, IReadOnlyDictionary<string, string> environment)
{
    // The sampler looks at the processes of the run until the run is over.
    private const string Script = """
        mount --bind "$1/var" /var/lib && mount -t tmpfs lmr-test /run || exit 99
        ( while :; do cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' '; sleep 0.05; done >>"$1/seen" ) &
        sampler=$!
        shift
        "$@"
        code=$?
        kill "$sampler"
        exit "$code"
        """;

    private static readonly Lazy<string[]?> s_unshare = new(() => new[] { new[] { "-m", "-p", "-f", "--mount-proc" }, ["-r", "-m", "-p", "-f", "--mount-proc"] }
        .FirstOrDefault(flags => Start("/", "unshare", [.. flags, "sh", "-c", "mount -t tmpfs lmr-test /run"], new Dictionary<string, string>()).ExitCode == 0));

    /// <summary>Whether this machine lets a test have namespaces; without one only that can be run which changes nothing.</summary>
    public static bool IsPossible => s_unshare.Value is not null;

    /// <summary>All that was said so far.</summary>
    public string Said { get; private set; } = "";

    public (int ExitCode, string Out, string Err) Run(params string[] arguments)
    {
        Directory.CreateDirectory(Path.Combine(folder, "var"));
        string[] lmr = [Path.Combine(AppContext.BaseDirectory, "lmr"), .. arguments];
        var result = s_unshare.Value is { } flags ? Start(folder, "unshare", [.. flags, "sh", "-c", Script, "sh", folder, .. lmr], environment) : Start(folder, lmr[0], lmr[1..], environment);
        Said += result.Out + result.Err;
        return result;
    }

    private static (int ExitCode, string Out, string Err) Start(string folder, string program, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
            process.StandardInput.Close();
            var said = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, said.Result, errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (127, "", "");
        }
    }
}

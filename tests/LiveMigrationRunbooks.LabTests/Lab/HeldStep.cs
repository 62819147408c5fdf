namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>
/// A step that stands still on its host until the test lets it go on, so that a window stays open for as long as the test needs it. While
/// it is held, giving a file to the owner whom the step names takes for ever there.
/// </summary>
public sealed class HeldStep : IAsyncDisposable
{
    public const string Yaml = "- file: { path: /etc/lmr-held, content: held, owner: games }";

    /// <summary>Shell text that lets go of whatever is held on a host; harmless where nothing is.</summary>
    public const string LetGo = $"rm -rf {Folder}; rm -f {Program}";

    // The first folder in which a job looks for its programs.
    private const string Program = "/usr/local/sbin/chown";
    private const string Folder = "/run/lmr-held";
    private readonly HostView _host;

    private HeldStep(string host) => _host = new HostView(host);

    public static async Task<HeldStep> OnAsync(string host)
    {
        var held = new HeldStep(host);
        await held._host.AskAsync($$"""
            mkdir -p {{Folder}}
            cat >{{Program}} <<'end'
            #!/bin/sh
            case "$*" in *games:*) while [ -d {{Folder}} ]; do : >{{Folder}}/reached; sleep 0.1; done ;; esac 2>/dev/null
            exec /usr/bin/chown "$@"
            end
            chmod 755 {{Program}}
            """);
        return held;
    }

    /// <summary>Waits until <paramref name="run"/> has come to the step.</summary>
    public async Task IsReachedAsync(Underway run) => await Eventually.HoldsAsync("the step was reached", async () =>
        await _host.AskAsync($"if [ -e {Folder}/reached ]; then echo yes; fi") == "yes"
        || (run.HasEnded ? throw new InvalidOperationException((await run.EndAsync()).All) : false));

    public Task LetGoAsync() => _host.AskAsync(LetGo);

    public async ValueTask DisposeAsync() => await LetGoAsync();
}

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>
/// A program that stands still on its host until the test lets it go on, so that a window stays open for as long as the test needs it: that of a
/// step, which gives a file to an owner whom nobody else names, or one that a host calls by itself.
/// </summary>
public sealed class HeldStep : IAsyncDisposable
{
    public const string Yaml = "- file: { path: /etc/lmr-held, content: held, owner: games }";

    /// <summary>Shell text that lets go of whatever is held on a host; harmless where nothing is.</summary>
    public const string LetGo = $"rm -f {Hold}; rm -rf {Folder}; grep -ls {Folder} {Programs}/* | xargs -r rm -f";

    // The first folder in which a job looks for its programs.
    private const string Programs = "/usr/local/sbin";
    private const string Folder = "/run/lmr-held";

    // A file of its own: while the folder goes, whoever stands still may put its sign into it again.
    private const string Hold = $"{Folder}/hold";
    private readonly HostView _host;

    private HeldStep(string host) => _host = new HostView(host);

    public static Task<HeldStep> OnAsync(string host) => OnAsync(host, "/usr/bin/chown", "games:");

    /// <param name="program">Its path.</param>
    /// <param name="words">What its arguments hold where it is to stand still.</param>
    public static async Task<HeldStep> OnAsync(string host, string program, string words)
    {
        var held = new HeldStep(host);
        await held._host.AskAsync($$"""
            mkdir -p {{Folder}}
            : >{{Hold}}
            cat >{{Programs}}/{{Path.GetFileName(program)}} <<'end'
            #!/bin/sh
            case "$*" in *'{{words}}'*) while [ -e {{Hold}} ]; do touch {{Folder}}/reached; sleep 0.1; done ;; esac 2>/dev/null
            exec {{program}} "$@"
            end
            chmod 755 {{Programs}}/{{Path.GetFileName(program)}}
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

using LiveMigrationRunbooks.Commands;

namespace LiveMigrationRunbooks.Hosts.Connections;

/// <summary>
/// What a session is begun with. <paramref name="StateRoot"/> is the host's folder for locks, claim, jobs and before-images;
/// <paramref name="RequestShell"/> runs each request; three steps of <paramref name="WatchdogStep"/> without a beat end the session.
/// </summary>
public sealed record SessionTerms(string StateRoot, string RequestShell, TimeSpan WatchdogStep)
{
    public static SessionTerms Default { get; } = new("/var/lib/lmr", "/bin/sh", TimeSpan.FromSeconds(15));
}

/// <summary>The text that begins a session: a clean environment, the functions that serve requests, and the host's greeting.</summary>
public static class Prelude
{
    /// <summary>The program a login shell is asked for. Constant, and read alike by sh, csh and fish.</summary>
    public static string Bootstrap(Become become) => become switch
    {
        Become.No => """exec /bin/sh -c 'exec /bin/sh -s -- "$SSH_CONNECTION"'""",
        Become.Yes => """exec /bin/sh -c 'exec sudo -n /bin/sh -s -- "$SSH_CONNECTION"'""",
        _ => """exec /bin/sh -c 'test "$(id -u)" = 0 && exec /bin/sh -s -- "$SSH_CONNECTION"; exec sudo -n /bin/sh -s -- "$SSH_CONNECTION"'""",
    };

    public static string Render(SessionTerms terms, string session, string nonce) =>
        $"""
        lmr_nonce={nonce}
        lmr_session={ShellQuote.Word(session)}
        LMR_SH={ShellQuote.Word(terms.RequestShell)}
        lmr_tick={Math.Max(1, (int)terms.WatchdogStep.TotalSeconds)}
        LMR_ROOT={ShellQuote.Word(terms.StateRoot)}
        lmr_tools={ShellQuote.Word(string.Join(' ', HostTools.Needed.Keys))}

        """ + EmbeddedScript.Read("Hosts/Connections/prelude.sh");
}

namespace LiveMigrationRunbooks.LabTests.Lab;

/// <summary>
/// What the lab has given root of each host so that hosts reach each other, put aside and back. What stays lets in the controller alone. Both
/// texts may be said twice: a test that failed in between leaves nothing that the next one falls over.
/// </summary>
internal static class RootKeys
{
    /// <summary>Kind, mode, owner and content of all that root of a host trusts and has.</summary>
    public const string Everything = "cd /root/.ssh && stat -c '%n %F %a %u:%g' . * && sha256sum *";

    private const string Back = "[ ! -d /root/.ssh.lab ] || { rm -rf /root/.ssh && mv /root/.ssh.lab /root/.ssh; }";

    // A list without a last line end, as people leave it behind.
    private const string Aside =
        $"{Back}; cp -a /root/.ssh /root/.ssh.lab && cd /root/.ssh && rm -f id_* known_hosts && sed -i '/ lab$/!d' authorized_keys && printf '# no line end' >>authorized_keys";

    public static Task PutAsideAsync(IEnumerable<HostView> hosts) => Task.WhenAll(hosts.Select(host => host.AskAsync(Aside)));

    public static Task PutBackAsync(IEnumerable<HostView> hosts) => Task.WhenAll(hosts.Select(host => host.AskAsync(Back)));

    /// <summary>Reaches every host of <paramref name="names"/> without a question, as libvirt's daemon would; tells their names.</summary>
    public static string Reach(params string[] names) => $"for name in {string.Join(' ', names)}; do ssh -o BatchMode=yes -o StrictHostKeyChecking=yes $name hostname || exit; done";
}

using System.Security.Cryptography;
using System.Text;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Review;

/// <summary>
/// A repository as somebody would send it who wants to own the hosts, or the machine that plans. Everything in it that could be run leaves a
/// mark of its own where it ran: in a folder of this machine, or of the host.
/// </summary>
internal sealed class HostileRepository : IDisposable
{
    public const string OnHost = "/var/tmp/lmr-hostile";

    /// <summary>What a program of this machine is called; somebody could look for it in the current folder.</summary>
    public static readonly string[] Namesakes = ["setsid", "ssh", "git", "ssh-keygen", "ssh-keyscan", "sh", "sudo", "env", "lmr-plan", "lmr-extension"];

    private static readonly string[] s_validate = ["sh", "-c", $"mkdir -p {OnHost} && touch {OnHost}/validate", "sh", "%s"];
    private static readonly string[] s_check = ["sh", "-c", $"mkdir -p {OnHost} && touch {OnHost}/check"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmr-hostile-");

    private HostileRepository()
    {
    }

    public string Root => Path.Combine(_folder.FullName, "repository");

    /// <summary>What was run on this machine, by the names of the marks.</summary>
    public string[] Marks => [.. Directory.EnumerateFiles(Mark("")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static async Task<HostileRepository> MakeAsync()
    {
        var made = new HostileRepository();
        Directory.CreateDirectory(made.Mark(""));
        Directory.CreateDirectory(made.Root);
        await made.GitAsync("init", "-q", "-b", "main");
        made.Write("runbooks/night.yml", "plays: [{ hosts: kvm7, steps: [{ directory: { path: /etc/lmr-hostile-d, state: absent } }] }]\n");
        made.Write("inventories/hosts.yml", Inventory);
        await made.CommitAsync();
        made.WriteChange();
        await made.CommitAsync();
        await made.SetTrapsOfGitAsync();
        return made;
    }

    public void Write(string name, string text, bool program = false)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? Root);
        File.WriteAllText(path, text.Replace("MARKS", Mark("").TrimEnd('/'), StringComparison.Ordinal));
        if (program) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The limits, which trust everything that the repository holds, or nothing of it.</summary>
    public void WriteLimits(bool trusting)
    {
        string[] digests = [DigestOf("inventories/dynamic"), DigestOf("tell"), Digest(s_validate), Digest(s_check)];
        Write("lmr.yml", $"trusted_digests: [{(trusting ? string.Join(", ", digests) : "")}]\n");
    }

    public void Forget()
    {
        foreach (var mark in Directory.EnumerateFiles(Mark(""))) File.Delete(mark);
    }

    /// <summary>Runs <c>lmr</c> with the repository, or a folder of it, as its current folder.</summary>
    public async Task<Ended> LmrAsync(string folder, params string[] words)
    {
        using var lmr = Underway.Start(Path.Combine(Root, folder), LabFolder.Lmr, words);
        return await lmr.EndAsync();
    }

    public Task<Ended> GitAsync(params string[] words) => Underway.RunAsync("git", ["-C", Root, "-c", "user.name=mallory", "-c", "user.email=mallory@example.org", .. words]);

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Inventory => $$"""
        all:
          hosts:
            kvm7: { ansible_host: 192.0.2.17 }
          vars:
            ansible_user: root
            ansible_ssh_private_key_file: {{LabFolder.Key}}
            ansible_ssh_common_args: -o UserKnownHostsFile={{LabFolder.Lab}}/inventory/known_hosts
            token: { secret: command, argv: [../tell] }
            evil: "$(touch MARKS/variable)`touch MARKS/variable`"

        """;

    private static string Runbook => $$"""
        name: "Night $(touch MARKS/name)"
        plays:
          - name: Own them
            hosts: kvm7
            steps:
              - name: validated
                file: { path: /etc/lmr-hostile, content: "x\n", validate: [{{Words(s_validate)}}] }
              - name: secret
                file: { path: /etc/lmr-hostile-secret, content: "{{"{{ token }}"}}" }
                tags: [secret]
              - name: computed
                template: { path: "/etc/lmr-hostile-computed", source: ../files/night.tpl }
                when: facts.os != "`touch MARKS/when`"
              - name: quoted
                file: { path: "/etc/lmr-hostile-$(touch ${HOME}/lmr-hostile)'; touch {{OnHost}}; '", state: absent }
            gate:
              - name: asks
                check.command: { run: [{{Words(s_check)}}] }

        """;

    private void WriteChange()
    {
        Write("runbooks/night.yml", Runbook);
        Write("files/night.tpl", "{{ evil }} {{ \"$(touch MARKS/template)\" | string.upcase }}\n");
        Write("inventories/dynamic", $$"""
            #!/bin/sh
            touch MARKS/inventory
            echo '{"all": {"hosts": ["kvm7"]}, "_meta": {"hostvars": {"kvm7": {"ansible_host": "192.0.2.17", "ansible_user": "root", "evil": "x", "ansible_ssh_private_key_file": "{{LabFolder.Key}}", "ansible_ssh_common_args": "-o UserKnownHostsFile={{LabFolder.Lab}}/inventory/known_hosts", "token": {"secret": "command", "argv": ["../tell"] } } } } }'

            """, program: true);
        Write("tell", "#!/bin/sh\ntouch MARKS/tell\necho told\n", program: true);
        foreach (var name in Namesakes) Write(name, $"#!/bin/sh\ntouch MARKS/{name}\n", program: true);
        foreach (var name in Namesakes) Write($"runbooks/{name}", $"#!/bin/sh\ntouch MARKS/{name}\n", program: true);
        Write(".gitattributes", "* filter=evil diff=evil merge=evil export-subst\n");
        Write("ansible.cfg", "[defaults]\nvault_password_file = ./tell\ninventory_plugins = .\n");
        File.CreateSymbolicLink(Path.Combine(Root, "files", "shadow"), "/etc/shadow");
        Write("include.yml", "plays: [{ hosts: kvm7, steps: [{ file: { path: /etc/lmr-hostile, source: files/shadow } }] }]\n");
        // A folder that git takes for a repository of its own, with settings of its own.
        Write("runbooks/HEAD", "ref: refs/heads/main\n");
        Write("runbooks/config", "[core]\n  bare = false\n  worktree = .\n  fsmonitor = touch MARKS/bare;\n");
        Write("runbooks/objects/.keep", "");
        Write("runbooks/refs/.keep", "");
        WriteLimits(trusting: true);
    }

    // Settings of the clone: no merge request brings them, but a runner that was taken over once could have them.
    private async Task SetTrapsOfGitAsync()
    {
        string[] settings =
        [
            "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.gitProxy", "core.alternateRefsCommand", "filter.evil.clean", "filter.evil.smudge",
            "diff.evil.textconv", "diff.evil.command", "diff.external", "gpg.program", "gpg.ssh.program", "credential.helper", "uploadpack.packObjectsHook",
        ];
        foreach (var setting in settings) await GitAsync("config", setting, $"touch {Mark(setting)}; cat; true");
        await GitAsync("config", "log.showSignature", "true");
        await GitAsync("config", "core.hooksPath", ".git/traps");
        foreach (var hook in (string[])["post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc"]) Write($".git/traps/{hook}", $"#!/bin/sh\ntouch MARKS/{hook}\n", program: true);
        // Newer than the index says: whoever asks git what has changed makes it filter the file.
        File.SetLastWriteTimeUtc(Path.Combine(Root, "runbooks", "night.yml"), DateTime.UtcNow.AddMinutes(1));
        Forget();
    }

    private async Task CommitAsync()
    {
        var added = await GitAsync("add", "-A", "-f");
        Assert.True(added.ExitCode == 0, added.All);
        var committed = await GitAsync("commit", "-q", "-m", "harmless");
        Assert.True(committed.ExitCode == 0, committed.All);
    }

    private string Mark(string name) => Path.Combine(_folder.FullName, "marks", name);

    private static string Words(IEnumerable<string> words) => string.Join(", ", words.Select(word => $"\"{word}\""));

    private string DigestOf(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Root, file))));

    // As the README describes it, so that a list can be made by hand.
    private static string Digest(IEnumerable<string> words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("command\n" + string.Concat(words.Select(word => word + "\0")))));
}

using System.Security.Cryptography;
using System.Text;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Trust;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

/// <summary>
/// Secrets of every source go through a whole run on this machine. They arrive on the host, and nowhere else: not in what is said, nor in the
/// run's folder, nor in an argument vector; neither as they are, nor encoded, nor as a digest that could be tried out.
/// </summary>
public sealed class CanaryTests : IDisposable
{
    private static readonly string s_fixtures = Repository.Path("tests", "LiveMigrationRunbooks.Tests", "Language", "Secrets", "Fixtures");

    private static readonly string[] s_canaries =
        ["canary-of-the-environment", "canary-of-a-file", "canary-of-a-command", "canary-in-a-scalar", "canary-in-a-vault-file", "canary-tls", "canary-of-tomorrow"];

    private readonly RunbookFolder _folder;
    private readonly LmrOnThisHost _lmr;

    public CanaryTests()
    {
        _folder = new RunbookFolder(Runbook(), Inventory());
        var host = Directory.CreateDirectory(_folder.At("host")).FullName;
        var me = File.GetUnixFileMode(host) > 0 ? $"{Owner("u")}:{Owner("g")}" : "";
        _folder.Write("runbook.yml", Runbook().Replace("HOST", host, StringComparison.Ordinal).Replace("OWNER", me.Split(':')[0], StringComparison.Ordinal).Replace("GROUP", me.Split(':')[1], StringComparison.Ordinal));
        _folder.Write("key.txt", s_canaries[1] + "\n");
        File.SetUnixFileMode(_folder.At("key.txt"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.CreateDirectory(_folder.At("group_vars"));
        File.Copy(Path.Combine(s_fixtures, "vars-1.1.yml"), _folder.At("group_vars/kvm.yml"));
        File.Copy(Path.Combine(s_fixtures, "vars-1.2.yml"), _folder.At("vault.yml"));
        _folder.Write("tell", "#!/bin/sh\nprintf 'canary-of-%s\\n' a-command\n");
        File.SetUnixFileMode(_folder.At("tell"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Directory.CreateDirectory(_folder.At("config/lmr"));
        _folder.Write("config/lmr/trusted", TrustedExecutables.Digest(File.ReadAllBytes(_folder.At("tell"))) + "  tell\n");
        _lmr = new LmrOnThisHost(_folder.Root, Environment(s_canaries[0]));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_secret_arrives_at_its_host_and_nowhere_else()
    {
        string[] given = ["runbook.yml", "-i", "hosts.yml", "--vault-password-file", Path.Combine(s_fixtures, "password.txt")];
        Assert.Equal((0, ""), Done(_lmr.Run(["validate", .. given])));
        if (LmrOnThisHost.IsPossible) Cycle(given);
        else _lmr.Run(["plan", .. given, "--secrets"]);
        // What fails with a secret in its hands says nothing of it either.
        Assert.Equal(1, _lmr.Run(["plan", "--secrets", .. given[..3], "--vault-password-file", Path.Combine(s_fixtures, "other-password.txt")]).ExitCode);

        Assert.NotEqual("", _lmr.Said);
        Search("what was said", _lmr.Said);
        foreach (var path in Directory.EnumerateFiles(_folder.At(".lmr"), "*", SearchOption.AllDirectories)) Search(path, File.ReadAllText(path));
        if (!LmrOnThisHost.IsPossible) return;
        Search("argument vectors", File.ReadAllText(_folder.At("seen")));
        Search("the log of all requests", File.ReadAllText(_folder.At("lmr.log")));
    }

    [Fact]
    public void A_plan_that_would_show_a_secret_is_none()
    {
        // The same letters stand in the open elsewhere, which only the second net can know.
        _folder.Write("open.yml", $$"""
            plays:
              - hosts: kvm
                steps:
                  - file: { path: "{{_folder.At("host")}}/env", content: { secret: env, name: LMR_CANARY } }
                  - directory: { path: "{{_folder.At("host")}}/of-{{s_canaries[0]}}" }
            """);
        var (exitCode, said, errors) = _lmr.Run("plan", "open.yml", "-i", "hosts.yml", "--vault-password-file", Path.Combine(s_fixtures, "password.txt"), "--secrets", "--json", "-vvv");

        Assert.True(exitCode == 1, said + errors);
        Assert.Contains("LMR936", said, StringComparison.Ordinal);
        Search("what was said", said + errors, digests: false);
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("apply", "--check")]
    public void A_review_needs_no_secret_and_reads_none(params string[] verb)
    {
        // Nothing is set, trusted or readable, and what is there would tell that it was run.
        // (A vault of variables must be opened to know their names, so here it is none.)
        _folder.Write("group_vars/kvm.yml", "db_password: { secret: env, name: LMR_CANARY }\n");
        File.Delete(_folder.At("key.txt"));
        File.Delete(_folder.At("config/lmr/trusted"));
        _folder.Write("tell", "#!/bin/sh\n: >ran\necho canary-of-a-command\n");
        var reviewer = new LmrOnThisHost(_folder.Root, new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = _folder.At("config") });
        var (exitCode, said, errors) = reviewer.Run([.. verb, "runbook.yml", "-i", "hosts.yml"]);

        Assert.True(exitCode == 0, said + errors);
        Assert.Equal(5, said.Split("here: unknown until the secret is read at apply").Length - 1);
        Assert.Contains("0 to change, 0 as wanted, 5 unknown", said, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("ran")));
        // The host has made no key either: it was asked for no digest.
        Assert.Empty(Directory.EnumerateFiles(_folder.At("host"), "*", SearchOption.AllDirectories));
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.At("var"), "*", SearchOption.AllDirectories), path => path.Contains("key", StringComparison.Ordinal));
        Search("what was said", reviewer.Said);
    }

    [Fact]
    public void What_is_unknown_is_not_clean()
    {
        string[] given = ["runbook.yml", "-i", "hosts.yml", "--vault-password-file", Path.Combine(s_fixtures, "password.txt"), "--detailed-exitcode", "--json"];
        var (exitCode, said, _) = _lmr.Run(["plan", .. given]);

        Assert.Equal(2, exitCode);
        Assert.Contains("\"deeds\": []", said, StringComparison.Ordinal);
        Assert.Contains("\"state\": \"unknown\"", said, StringComparison.Ordinal);

        // And what is unknown cannot be approved.
        var saved = _lmr.Run(["plan", .. given, "-o", "saved.json"]);
        Assert.Equal(1, saved.ExitCode);
        Assert.Contains("LMR946", saved.Err, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("saved.json")));
    }

    private void Cycle(string[] given)
    {
        // By way of a saved plan, which is a sink too.
        Assert.Equal(0, _lmr.Run(["plan", .. given, "--secrets", "-o", "saved.json"]).ExitCode);
        Search("the saved plan", File.ReadAllText(_folder.At("saved.json")));
        _lmr.Run("show", "saved.json", "--json");
        var applied = _lmr.Run("apply", "saved.json", "-vvv");
        Assert.True(applied.ExitCode == 0, applied.Out + applied.Err);
        Assert.Contains("file: absent -> secret content, 600", applied.Out, StringComparison.Ordinal);
        Assert.Contains("bytes on standard input, not shown", applied.Err, StringComparison.Ordinal);
        Assert.Equal("user=app password=canary-of-the-environment\n", File.ReadAllText(_folder.At("host/env")));
        Assert.Equal("canary-of-a-file\n", File.ReadAllText(_folder.At("host/file")));
        Assert.Equal("canary-of-a-command\n", File.ReadAllText(_folder.At("host/command")));
        Assert.Equal("canary-in-a-scalar,canary-in-a-vault-file\n", File.ReadAllText(_folder.At("host/vaults")));
        Assert.Contains("canary-tls", File.ReadAllText(_folder.At("host/source")), StringComparison.Ordinal);
        // Nothing was there before, so there are no before-images: the host keeps digests, and no job's text.
        foreach (var path in Directory.EnumerateFiles(_folder.At("var/lmr"), "*", SearchOption.AllDirectories)) Search(path, File.ReadAllText(path), digests: false);

        Assert.Contains("\"deeds\": []", _lmr.Run(["plan", .. given, "--json", "--secrets"]).Out, StringComparison.Ordinal);
        var tomorrow = new LmrOnThisHost(_folder.Root, Environment(s_canaries[^1]));
        var changed = tomorrow.Run(["apply", .. given, "--yes", "--json"]);
        Assert.True(changed.ExitCode == 0, changed.Out + changed.Err);
        Assert.Contains("canary-of-tomorrow", File.ReadAllText(_folder.At("host/env")), StringComparison.Ordinal);
        Assert.Contains("content: another content -> secret", _lmr.Run("show", "last").Out, StringComparison.Ordinal);
        var run = Directory.EnumerateDirectories(_folder.At(".lmr/runs")).Select(path => Path.GetFileName(path) ?? "").Order(StringComparer.Ordinal).Last();
        var back = _lmr.Run("rollback", run, "-i", "hosts.yml", "--yes", "-vvv");
        Assert.True(back.ExitCode == 0, back.Out + back.Err);
        Assert.Equal("user=app password=canary-of-the-environment\n", File.ReadAllText(_folder.At("host/env")));
        // A stranger's change is seen by its keyed digest, and left alone.
        File.AppendAllText(_folder.At("host/env"), "#");
        Assert.Contains("1 changed since by somebody else", _lmr.Run("rollback", run, "-i", "hosts.yml", "--yes").Out, StringComparison.Ordinal);
        var drift = tomorrow.Run(["drift", .. given]);
        Assert.True(drift.ExitCode == 2, drift.Out + drift.Err);
        Assert.Contains("1 corrective, 0 clean, 4 not compared", drift.Out, StringComparison.Ordinal);
        Resume(tomorrow, given);
        Search("what was said", tomorrow.Said);
    }

    // A run that was killed before it began. What it reads secrets from is trusted by the limits of the repository alone, of which a plan believes nothing.
    private void Resume(LmrOnThisHost tomorrow, string[] given)
    {
        _folder.Write("lmr.yml", $"max_hosts_out: 1\ntrusted_digests: [{TrustedExecutables.Digest(File.ReadAllBytes(_folder.At("tell")))}]\n");
        var planned = tomorrow.Run(["plan", .. given, "--secrets", "-o", "left.json", "-vvv"]);
        Assert.True(planned.ExitCode == 0, planned.Out + planned.Err);
        var left = PlanFile.Write(SavedPlan.Read(_folder.At("left.json"), new Findings())?.Plan ?? throw new InvalidDataException("left.json"));
        using (var run = RunStore.Beside(_folder.At("runbook.yml")).Create("20990101-120000-abcd", TimeProvider.System))
        {
            run.KeepPlan(left);
            run.Append(new RunBegan(run.Id, "runbook.yml", PlanFile.DigestOf(left), ["here"], null));
        }
        File.Delete(_folder.At("config/lmr/trusted"));
        Assert.Equal(1, tomorrow.Run(["plan", .. given, "--secrets", "-vvv"]).ExitCode);
        var resumed = tomorrow.Run("resume", "20990101-120000-abcd", "-vvv");
        Assert.True(resumed.ExitCode == 0, resumed.Out + resumed.Err);
        Assert.Equal("user=app password=canary-of-tomorrow\n", File.ReadAllText(_folder.At("host/env")));
    }

    private static (int, string) Done((int ExitCode, string Out, string Err) result) => (result.ExitCode, result.Err);

    private static void Search(string place, string text, bool digests = true)
    {
        foreach (var canary in s_canaries)
        {
            foreach (var form in Forms(canary, digests)) Assert.False(text.Contains(form, StringComparison.OrdinalIgnoreCase), $"{canary} as {form} in {place}");
        }
    }

    /// <summary>The value itself, in hexadecimal, in base64 at each of the three places it may begin at, and its digests with and without a newline.</summary>
    private static IEnumerable<string> Forms(string canary, bool digests)
    {
        yield return canary;
        yield return Convert.ToHexString(Encoding.UTF8.GetBytes(canary));
        for (var shift = 0; shift < 3; shift++) yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('\0', shift) + canary))[4..^4];
        if (!digests) yield break;
        foreach (var content in new[] { canary, canary + "\n", $"user=app password={canary}\n" }) yield return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..12];
    }

    private Dictionary<string, string> Environment(string secret) => new() { ["LMR_CANARY"] = secret, ["XDG_CONFIG_HOME"] = _folder.At("config"), ["LMR_LOG"] = _folder.At("lmr.log") };

    private static string Owner(string what) => Steps.ShellRun.Run("sh", $"id -{what}", "").Out.Trim();

    private static string Runbook() => """
        plays:
          - hosts: kvm
            steps:
              - file: { path: HOST/env, content: "user=app password={{ from_env }}\n", owner: "OWNER", group: "GROUP" }
              - file: { path: HOST/file, content: "{{ from_file }}", owner: "OWNER", group: "GROUP" }
              - file: { path: HOST/command, content: { secret: command, argv: [./tell] }, owner: "OWNER", group: "GROUP" }
              - file: { path: HOST/vaults, content: "{{ scalar }},{{ db_password }}\n", owner: "OWNER", group: "GROUP" }
              - file: { path: HOST/source, source: vault.yml, owner: "OWNER", group: "GROUP" }
        """;

    private static string Inventory() => """
        kvm:
          hosts: { here: { ansible_connection: local, ansible_become: no } }
          vars:
            from_env: { secret: env, name: LMR_CANARY }
            from_file: { secret: file, path: key.txt }
        """ + "\n    " + File.ReadAllText(Path.Combine(s_fixtures, "scalar-1.1.yml")).Replace("db_password", "scalar", StringComparison.Ordinal);
}

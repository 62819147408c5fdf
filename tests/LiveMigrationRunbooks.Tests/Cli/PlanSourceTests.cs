using LiveMigrationRunbooks.Cli;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Tests.Runbooks;
using LiveMigrationRunbooks.Tests.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Cli;

/// <summary>What a plan keeps of where it came from, and reading the same things again.</summary>
public sealed class PlanSourceTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly RunbookFolder _folder = new("""
        inputs: { db_password: { type: string, default: none }, who: { type: string, default: nobody } }
        plays:
          - hosts: kvm
            steps:
              - include: steps.yml
              - file: { path: /srv/a, source: files/a }
              - template: { path: /srv/b, source: files/b.tpl }
        """, "kvm: { hosts: { kvm1: } }\n");

    public PlanSourceTests()
    {
        _folder.Write("steps.yml", "steps: [{ directory: { path: /srv/c } }]\n");
        _folder.Write("files/a", "as it is\n");
        _folder.Write("files/b.tpl", "{{ who }} of {{ rack }}\n");
        _folder.Write("group_vars/kvm.yml", "rack: a\n");
        _folder.Write("extra.yml", "who: somebody\n");
        _folder.Write("known_hosts", "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_file_that_was_read_is_in_it_and_no_other()
    {
        var source = Source($"@{_folder.At("extra.yml")}");

        Assert.Equal(["extra.yml", "files/a", "files/b.tpl", "group_vars/kvm.yml", "hosts.yml", "runbook.yml", "steps.yml"], source.Files.Keys);
        Assert.Equal(FilesRead.DigestOf(_folder.At("files/a")), source.Files["files/a"]);
        Assert.Empty(source.Moved(path => FilesRead.DigestOf(_folder.At(path))));
        Assert.Null(source.Commit);
    }

    [Theory]
    [InlineData("runbook.yml")]
    [InlineData("hosts.yml")]
    [InlineData("steps.yml")]
    [InlineData("files/a")]
    [InlineData("files/b.tpl")]
    [InlineData("group_vars/kvm.yml")]
    [InlineData("extra.yml")]
    public void A_file_that_moved_is_named(string path)
    {
        var source = Source($"@{_folder.At("extra.yml")}");
        Assert.Equal([], Again(source));

        File.AppendAllText(_folder.At(path), "\n");
        Assert.Equal([$"LMR470 '{path}' is another since the plan was made."], Again(source));
        File.Delete(_folder.At(path));
        Assert.Equal([$"LMR470 '{path}' is gone since the plan was made."], Again(source));
    }

    [Fact]
    public void A_file_that_came_is_named()
    {
        var source = Source();
        _folder.Write("host_vars/kvm1.yml", "rack: b\n");

        Assert.Equal([$"LMR470 '{_folder.At("host_vars/kvm1.yml")}' was not there when the plan was made."], Again(source));
    }

    [Fact]
    public void What_may_be_a_secret_is_not_kept_and_given_again()
    {
        var source = Source("db_password=canary who=me", "{who: you}");

        Assert.Equal(["{who: you}"], source.Extra);
        Assert.Equal(["db_password"], source.Withheld);
        Assert.Equal(["LMR471 The plan does not hold what -e set: db_password."], Again(source));
        Assert.Equal([], Again(source, "db_password=canary"));
    }

    [Fact]
    public void Git_tells_commit_and_whether_what_was_read_is_in_it()
    {
        Git_("init", "-q", "-b", "main");
        Git_("add", ".");
        Git_("commit", "-q", "-m", "all");
        Assert.Equal(Git_("rev-parse", "HEAD").Trim(), Source().Commit?.Id);
        Assert.False(Source().Commit?.IsDirty);
        _folder.Write("known_hosts", "not read");
        _folder.Write("plan.json", "new");
        Assert.False(Source().Commit?.IsDirty);
        _folder.Write("group_vars/all.yml", "who: me\n");
        Assert.True(Source().Commit?.IsDirty);
    }

    [Theory]
    [InlineData("kvm:&@l.txt,!@m.txt", "kvm:&@/x/l.txt,!@/x/m.txt")]
    [InlineData("kvm1,user@kvm2", "kvm1,user@kvm2")]
    public void Files_of_a_limit_are_found_from_elsewhere(string limit, string from) => Assert.Equal(from, GivenPath.Limit(limit, path => "/x/" + path));

    private string Git_(params string[] words) =>
        ShellRun.Run("sh", string.Join(' ', ["git -C", _folder.Root, "-c user.name=a", "-c user.email=a@example.org", .. words]), "").Out;

    private PlanSource Source(params string[] extra)
    {
        var findings = new Findings();
        var loaded = Loaded.Read(new Asked(_folder.At("runbook.yml"), [_folder.At("hosts.yml")], null, [], [], extra, [], false), findings);
        return loaded!.Source(s_now);
    }

    private string[] Again(PlanSource source, params string[] extra)
    {
        var findings = new Findings();
        var loaded = Loaded.Again(source, _folder.At("runbook.yml"), extra, [], findings);
        Assert.Equal(findings.HasErrors, loaded is null);
        return [.. findings.Sorted.Where(finding => finding.Severity == Severity.Error).Select(finding => $"{finding.Code} {finding.What}")];
    }
}

using LiveMigrationRunbooks.Envelopes;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Tests.Language;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Hostile;

/// <summary>
/// A merge request names a file of the machine that looks at it, by its path or by a link. No line of it is ever shown, whichever way it is named;
/// the same line is shown where it lies in the repository.
/// </summary>
public sealed class OutsideFilesTests : IDisposable
{
    private const string Canary = "hunter2";

    // No file that lmr reads may look so; that is why it would be shown.
    private const string Text = $"{Canary}: [ {Canary} {{% if {Canary} ~\n";
    private readonly RunbookFolder _folder = new("plays: [{ hosts: kvm, steps: [] }]\n");
    private readonly string _secret = Directory.CreateTempSubdirectory("lmr-runner-").FullName;

    public OutsideFilesTests()
    {
        Directory.CreateDirectory(_folder.At(".git"));
        _folder.Write("secret", Text);
        File.WriteAllText(Path.Combine(_secret, "secret"), Text);
    }

    /// <summary>What is written into which file, or which name leads there as a link.</summary>
    public static TheoryData<string, string> Ways => new()
    {
        { "runbook.yml", "guests: TARGET\nplays: [{ hosts: kvm, steps: [] }]\n" },
        { "runbook.yml", "plays: [{ hosts: '@TARGET', steps: [] }]\n" },
        { "runbook.yml", "plays: [{ hosts: 'kvm:!@TARGET', steps: [] }]\n" },
        { "runbook.yml", "plays: [{ hosts: kvm, steps: [{ template: { path: /etc/motd, source: TARGET } }] }]\n" },
        { "runbook.yml", "plays: [{ hosts: kvm, steps: [{ include: TARGET }] }]\n" },
        { "runbook.yml", "" },
        { "hosts.yml", "" },
        { "group_vars/all.yml", "" },
        { "group_vars/kvm/more.yml", "" },
        { "host_vars/kvm1", "" },
        { "lmr.yml", "" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_file_of_the_machine_is_not_shown(string name, string text)
    {
        Read(name, text, Path.Combine(_secret, "secret"));

        Assert.True(_folder.Findings.HasErrors);
        Assert.DoesNotContain(Canary, Shown(_folder.Findings), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void One_that_is_reviewed_is_shown_with_its_mistake(string name, string text)
    {
        Read(name, text, _folder.At("secret"));

        Assert.Contains(Canary, Shown(_folder.Findings), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_link_beside_what_names_it_makes_no_difference(string name, string text)
    {
        File.CreateSymbolicLink(_folder.At("link"), Path.Combine(_secret, "secret"));
        Read(name, text, _folder.At("link"));

        Assert.True(_folder.Findings.HasErrors);
        Assert.DoesNotContain(Canary, Shown(_folder.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void Content_of_a_file_is_not_taken_from_the_machine()
    {
        _folder.Write("runbook.yml", $"plays: [{{ hosts: kvm, steps: [{{ file: {{ path: /etc/motd, source: {_secret}/secret }} }}] }}]\n");
        var bound = _folder.TryBind();

        Assert.True(_folder.Findings.HasErrors);
        Assert.DoesNotContain(Canary, Shown(_folder.Findings) + bound?.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("group_vars")]
    [InlineData("inventory/more")]
    public void A_folder_of_the_machine_is_not_looked_into(string link)
    {
        File.WriteAllText(Path.Combine(_secret, "all.yml"), Text);
        Directory.CreateDirectory(_folder.At("inventory"));
        File.Copy(_folder.At("hosts.yml"), _folder.At("inventory/hosts.yml"));
        Directory.CreateSymbolicLink(_folder.At(link), _secret);
        Inventories(link.Contains('/') ? "inventory" : "hosts.yml");

        Assert.Equal(["LMR960"], _folder.Findings.Sorted.Select(problem => problem.Code));
        Assert.DoesNotContain("all.yml", Shown(_folder.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_named_and_leads_out_is_not_read()
    {
        Directory.CreateSymbolicLink(_folder.At("prod"), _secret);
        Inventories("prod");

        Assert.Contains(_folder.Findings.Sorted, problem => problem.Code == "LMR960");
        Assert.DoesNotContain(Canary, Shown(_folder.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_names_a_file_himself_may_have_it_anywhere_but_not_over_a_link_of_the_repository()
    {
        ExtraValues.Read([$"@{_secret}/secret"], _folder.Findings);
        Assert.Contains(Canary, Shown(_folder.Findings), StringComparison.Ordinal);
        File.CreateSymbolicLink(_folder.At("extra.yml"), Path.Combine(_secret, "secret"));
        var linked = new Findings();
        ExtraValues.Read([$"@{_folder.At("extra.yml")}"], linked);
        Assert.Equal(["LMR960"], linked.Sorted.Select(problem => problem.Code));
    }

    [Fact]
    public void Host_keys_may_lie_anywhere_but_only_those_of_the_repository_are_shown()
    {
        var (own, others) = (new Findings(), new Findings());
        KnownHostsFile.Check(_folder.At("secret"), [_folder.At("hosts.yml")], own);
        KnownHostsFile.Check(Path.Combine(_secret, "secret"), [_folder.At("hosts.yml")], others);

        Assert.Contains(Canary, Shown(own), StringComparison.Ordinal);
        Assert.Equal([$"LMR915 - {_secret}/secret:1:1: This line is no host key."], Told.Lines(others));
        Assert.DoesNotContain(Canary, Shown(others), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_repository_links_may_be_followed_by_whoever_makes_them_for_what_is_named()
    {
        Directory.Delete(_folder.At(".git"));
        File.CreateSymbolicLink(Path.Combine(_secret, "mine.yml"), _folder.At("runbook.yml"));

        Assert.False(ReviewedFolder.IsLeftBy(Path.Combine(_secret, "mine.yml")));
        Assert.Equal(_folder.Root, ReviewedFolder.Of(Path.Combine(_secret, "mine.yml")));
    }

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_secret, recursive: true);
    }

    // An empty text stands for the file itself.
    private void Read(string name, string text, string target)
    {
        if (text.Length == 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.At(name)) ?? "/");
            File.Delete(_folder.At(name));
            File.CreateSymbolicLink(_folder.At(name), target);
        }
        else _folder.Write(name, text.Replace("TARGET", target, StringComparison.Ordinal));
        Envelope.Of(_folder.At("runbook.yml"), _folder.Findings);
        _folder.TryBind();
    }

    private string Shown(Findings findings) => Told.Text(findings, _folder.Root);

    private void Inventories(string name) => LiveMigrationRunbooks.Inventories.InventoryReader.Read([_folder.At(name)], _folder.Findings);
}

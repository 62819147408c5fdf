using LiveMigrationRunbooks.Envelopes;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Tests.Runbooks;
using LiveMigrationRunbooks.Tests.Schemas;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Envelopes;

/// <summary>Which file limits a runbook, and what is wrong with it.</summary>
public sealed class EnvelopeTests : IDisposable
{
    private readonly RunbookFolder _folder = new("plays: []\n");
    private readonly Findings _findings = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_that_it_says_is_read()
    {
        _folder.Write("signers", "");
        _folder.Write("lmr.yml", $"max_hosts_out: 2\nforbidden_kinds: [kernel.cmdline, \"firewall.*\", evacuate]\ntrusted_digests: [{new string('A', 64)}]\nsigners: signers\nrequire_signature: true\nrequire_clean_commit: true\n");

        var limits = Envelope.Of(_folder.At("runbook.yml"), _findings);

        Assert.Equal([], Language.Told.Lines(_findings));
        Assert.Equal((2, true, true), (limits!.MaxHostsOut, limits.RequiresSignature, limits.RequiresCleanCommit));
        Assert.Equal(_folder.At("signers"), Path.GetFullPath(limits.Signers!));
        Assert.Equal([new string('a', 64)], limits.TrustedDigests!);
        Assert.All((string[])["kernel.cmdline", "firewall.mark", "evacuate"], kind => Assert.True(limits.Forbids(kind)));
        Assert.False(limits.Forbids("kernel.module"));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        _folder.Write("lmr.yml", "max_hosts_out: 0\nmax_host_out: 2\nforbidden_kinds: [kernel.cmdlin, \"nope.*\"]\ntrusted_digests: [abc]\nrequire_signature: true\n");

        Envelope.Of(_folder.At("runbook.yml"), _findings);

        Assert.Equal(
            [
                "LMR052 1:16 'max_hosts_out' cannot be '0'.", "LMR031 2:1 Unknown key 'max_host_out'.", "LMR476 3:19 No kind is called 'kernel.cmdlin'.",
                "LMR476 3:34 No kind is called 'nope.*'.", "LMR475 4:19 This is no SHA-256.", "LMR477 5:1 Signatures are required, but nobody may sign.",
            ],
            Language.Told.Lines(_findings));
        Assert.Contains(_findings.Sorted, finding => finding.Fix == "Did you mean 'kernel.cmdline'?");
        Assert.Contains(_findings.Sorted, finding => finding.Fix == "Did you mean 'max_hosts_out'?");
    }

    [Fact]
    public void Signers_that_are_not_there_are_told()
    {
        _folder.Write("lmr.yml", "signers: nobody\n");

        Envelope.Of(_folder.At("runbook.yml"), _findings);

        Assert.Equal(["LMR478 1:10 The signers 'nobody' cannot be read."], Language.Told.Lines(_findings));
    }

    [Fact]
    public void It_is_found_at_the_root_of_the_repository_and_no_further()
    {
        Directory.CreateDirectory(_folder.At("fleet/.git"));
        _folder.Write("lmr.yml", "max_hosts_out: 1\n");
        _folder.Write("fleet/runbooks/night.yml", "plays: []\n");
        Assert.Null(Envelope.Of(_folder.At("fleet/runbooks/night.yml"), _findings));

        _folder.Write("fleet/lmr.yml", "max_hosts_out: 3\n");
        Assert.Equal(3, Envelope.Of(_folder.At("fleet/runbooks/night.yml"), _findings)?.MaxHostsOut);
        Assert.Equal([], Language.Told.Lines(_findings));
    }

    [Fact]
    public void One_in_a_folder_below_loosens_nothing_and_is_told()
    {
        Directory.CreateDirectory(_folder.At(".git"));
        _folder.Write("lmr.yml", "max_hosts_out: 1\n");
        _folder.Write("runbooks/lmr.yml", "max_hosts_out: 100\n");

        var limits = Envelope.Of(_folder.At("runbooks/night.yml"), _findings);

        Assert.Equal(1, limits?.MaxHostsOut);
        Assert.StartsWith("LMR325", Assert.Single(Language.Told.Lines(_findings)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_out_of_the_repository_is_refused()
    {
        Directory.CreateDirectory(_folder.At("fleet/.git"));
        _folder.Write("elsewhere.yml", "max_hosts_out: 100\n");
        File.CreateSymbolicLink(_folder.At("fleet/lmr.yml"), "../elsewhere.yml");

        Assert.Null(Envelope.Of(_folder.At("fleet/night.yml"), _findings));
        Assert.StartsWith("LMR479", Assert.Single(Language.Told.Lines(_findings)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_not_passed_over()
    {
        File.CreateSymbolicLink(_folder.At("lmr.yml"), "nowhere.yml");

        Envelope.Of(_folder.At("runbook.yml"), _findings);

        Assert.True(_findings.HasErrors);
    }

    [Fact]
    public async Task The_one_of_a_starter_folder_is_sound_by_schema_and_by_reader()
    {
        var text = File.ReadAllText(Repository.Path("src", "LiveMigrationRunbooks.Cli", "Starter", "lmr.yml"));
        _folder.Write("lmr.yml", text);

        Assert.Empty(await Judged.BySchemaAsync("lmr", text));
        Assert.NotNull(Envelope.Of(_folder.At("runbook.yml"), _findings));
        Assert.Equal([], Language.Told.Lines(_findings));
    }
}

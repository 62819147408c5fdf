using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Envelopes;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Tests.Plans;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Envelopes;

/// <summary>Plans of hand-made readings against the limits of a repository.</summary>
public sealed class LimitsTests
{
    private const string Runbook = """
        plays:
          - name: Notes
            hosts: kvm
            rollout: { stages: [1, 2] }
            steps:
              - name: note
                file: { path: /srv/note, content: "x\n", validate: [visudo, -c, -f, "%s"] }
              - name: folder
                directory: { path: /srv/a }
            gate:
              - name: ask
                check.command: { run: [systemctl, is-system-running] }
        """;

    private static readonly Envelope s_none = new("lmr.yml", null, [], null, null, false, false);

    [Fact]
    public void Limits_that_say_nothing_let_everything_through() => Assert.Empty(Of(s_none));

    [Fact]
    public void Hosts_of_a_stage_are_counted()
    {
        Assert.Empty(Of(s_none with { MaxHostsOut = 2 }));
        var breach = Assert.Single(Of(s_none with { MaxHostsOut = 1 }));
        Assert.Equal(("envelope.max_hosts_out", "stage 2 of 'Notes' takes 2 hosts at once (kvm2, kvm3); lmr.yml allows 1 (max_hosts_out)."), (breach.Reason, breach.What));
    }

    [Fact]
    public void A_host_that_needs_nothing_is_not_out()
    {
        using var folder = new RunbookFolder("plays: [{ hosts: kvm, steps: [{ directory: { path: /srv/a } }] }]\n");
        var plan = new HandMadeReadings().With("kvm2", "/srv/a", HandMadeReadings.Folder).Plan(folder.Bind(HandMadeReadings.Facts));

        Assert.Empty(Limits.Of(s_none with { MaxHostsOut = 2 }, plan));
        Assert.Single(Limits.Of(s_none with { MaxHostsOut = 1 }, plan));
    }

    [Fact]
    public void Forbidden_kinds_are_told_once_each_also_where_nothing_is_to_be_changed()
    {
        var found = Of(s_none with { ForbiddenKinds = [new KindPattern("dir*"), new KindPattern("check.command")] }, new HandMadeReadings().With("kvm1", "/srv/a", HandMadeReadings.Folder));

        Assert.Equal(
            ["directory is forbidden here ('folder' on kvm1, kvm2, kvm3); lmr.yml says so (forbidden_kinds).", "check.command is forbidden here ('ask' on kvm1, kvm2, kvm3); lmr.yml says so (forbidden_kinds)."],
            found.Select(breach => breach.What));
        Assert.All(found, breach => Assert.Equal("envelope.forbidden_kind", breach.Reason));
    }

    [Fact]
    public void They_are_told_offline_too()
    {
        using var folder = new RunbookFolder(Runbook);
        var findings = new Findings();

        Limits.Check(s_none with { ForbiddenKinds = [new KindPattern("file")] }, folder.Bind(), findings);

        Assert.False(findings.HasErrors);
        Assert.Equal(["LMR326 7:9 apply refuses 'file' here."], Language.Told.Lines(findings));
    }

    [Fact]
    public void Commands_of_a_runbook_run_only_where_their_digest_is_listed()
    {
        var found = Of(s_none with { TrustedDigests = [] });

        Assert.Equal(["'note' would run visudo -c -f %s on kvm1, kvm2, kvm3, which lmr.yml does not trust.", "'ask' would run systemctl is-system-running on kvm1, kvm2, kvm3, which lmr.yml does not trust."], found.Select(breach => breach.What));
        Assert.All(found, breach => Assert.Equal("envelope.untrusted_command", breach.Reason));

        // What the refusal tells is what has to be written.
        var digests = found.Select(breach => breach.Remedy.Split(' ').Single(word => word.Length == 64)).ToValueList();
        Assert.Empty(Of(s_none with { TrustedDigests = digests }));
        Assert.Single(Of(s_none with { TrustedDigests = [digests[0]] }));
    }

    [Fact]
    public void All_breaches_are_told_at_once() =>
        Assert.Equal(4, Of(s_none with { MaxHostsOut = 1, ForbiddenKinds = [new KindPattern("file")], TrustedDigests = [] }).Count);

    private static ValueList<Breach> Of(Envelope limits, HandMadeReadings? readings = null)
    {
        using var folder = new RunbookFolder(Runbook);
        return Limits.Of(limits, (readings ?? new HandMadeReadings()).Plan(folder.Bind(HandMadeReadings.Facts)));
    }
}

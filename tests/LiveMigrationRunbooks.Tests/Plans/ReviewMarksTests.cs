using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

/// <summary>Which lines of a plan come from the change under review.</summary>
public sealed class ReviewMarksTests
{
    private const string Before = """
        name: Folders
        plays:
          - name: First
            hosts: kvm
            steps:
              - name: upper
                directory: { path: /srv/a }
              - name: mode
                directory: { path: /srv/m, mode: "0700" }
              - name: old
                directory: { path: /srv/old }
                notify: reload
            handlers:
              - name: reload
                libvirt.restart: {}
        """;

    private static readonly PlanBase s_main = new("main", new string('c', 40), null);

    [Fact]
    public void The_same_plan_is_pending_as_a_whole()
    {
        var marked = ReviewMarks.Mark(Plan(Before), s_main, Plan(Before));

        Assert.All(marked.Lines, line => Assert.Equal(ReviewMark.AlreadyPending, line.Mark));
        Assert.Equal(marked.Deeds.Select(deed => deed.Id), marked.Base!.Pending);
        Assert.Contains("Base: main (cccccccccccc); 0 from this change, 12 already pending\n", PlanText.Of(marked), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_step_another_value_and_what_is_taken_away_are_told_apart_from_a_new_name()
    {
        var now = Before.Replace("name: upper", "name: renamed", StringComparison.Ordinal).Replace("0700", "0750", StringComparison.Ordinal).Replace("path: /srv/old", "path: /srv/new", StringComparison.Ordinal);
        var text = PlanText.Of(ReviewMarks.Mark(Plan(now), s_main, Plan(Before)));

        Assert.Contains("Base: main (cccccccccccc); 6 from this change, 6 already pending\n  this change takes away: old (directory) on kvm1, old (directory) on kvm2, old (directory) on kvm3\n", text, StringComparison.Ordinal);
        Assert.Contains("  renamed                            directory\n    ~ kvm1 kvm2 kvm3: change  · already pending\n", text, StringComparison.Ordinal);
        Assert.Contains("  mode                               directory\n    ~ kvm1 kvm2 kvm3: change  · from this change\n", text, StringComparison.Ordinal);
        Assert.Contains("  reload                             libvirt.restart\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("takes away: mode", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_with_different_origins_are_told_apart()
    {
        var text = PlanText.Of(ReviewMarks.Mark(Plan(Before), s_main, Plan(Before.Replace("hosts: kvm", "hosts: kvm1", StringComparison.Ordinal))));

        Assert.Contains("    ~ kvm1: change  · already pending\n", text, StringComparison.Ordinal);
        Assert.Contains("    ~ kvm2 kvm3: change  · from this change\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_base_everything_is_from_this_change_and_the_note_says_why()
    {
        var marked = ReviewMarks.Mark(Plan(Before), new PlanBase("main", null, "there is no such revision"), null);

        Assert.All(marked.Lines, line => Assert.Equal(ReviewMark.FromThisChange, line.Mark));
        Assert.Contains("Base: main cannot be compared, so everything counts as from this change: there is no such revision\n", PlanText.Of(marked), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_in_the_file_too_and_what_stays_has_no_mark()
    {
        using var folder = new RunbookFolder(Before);
        var plan = new HandMadeReadings().With("kvm1", "/srv/a", HandMadeReadings.Folder).Plan(folder.Bind(HandMadeReadings.Facts));
        var json = PlanFile.Write(ReviewMarks.Mark(plan, s_main, Plan(Before)));

        Assert.Contains("\"mark\": \"already_pending\"", json, StringComparison.Ordinal);
        Assert.Contains("\"reference\": \"main\"", json, StringComparison.Ordinal);
        Assert.Null(PlanFile.Read(json)!.Lines.First(line => line is { Step: "upper", Host: "kvm1" }).Mark);
    }

    private static Plan Plan(string runbook)
    {
        using var folder = new RunbookFolder(runbook);
        return new HandMadeReadings().Plan(folder.Bind(HandMadeReadings.Facts));
    }
}

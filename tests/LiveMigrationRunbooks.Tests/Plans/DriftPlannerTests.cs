using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Drifts;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Tests.Rooms;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

/// <summary>Drift of folders, whose mode a host may have and a runbook may want; each host told once what a run left there.</summary>
public sealed class DriftPlannerTests
{
    private const string Wide = "parent=present\nkind=directory\nmode=777\nuser=root\ngroup_name=root\nentries=none\n";
    private const string Closed = "parent=present\nkind=directory\nmode=700\nuser=root\ngroup_name=root\nentries=none\n";

    [Theory]
    [InlineData(HandMadeReadings.Folder, null, DriftState.Clean)]
    [InlineData(HandMadeReadings.Folder, "755", DriftState.Clean)]
    [InlineData(HandMadeReadings.Folder, "700", DriftState.Clean)]
    [InlineData(Wide, null, DriftState.Unowned)]
    [InlineData(Wide, "755", DriftState.Corrective)]
    [InlineData(Wide, "700", DriftState.Both)]
    [InlineData(Closed, "700", DriftState.Intentional)]
    [InlineData("", "755", DriftState.Corrective)]
    [InlineData("", null, DriftState.Unowned)]
    public void Host_runbook_and_last_run_together_say_who_moved(string found, string? left, DriftState state)
    {
        using var folder = Runbook("755");
        var drift = Read(folder, found, left is null ? [] : [Left("/srv/a", left)]);

        var line = Assert.Single(drift.Lines, line => line.Host == "kvm1");
        Assert.Equal(state, line.State);
        Assert.Equal(["file:/srv/a"], line.Keys);
        Assert.Equal(left is null ? null : "earlier", line.Applied?.Run);
        Assert.Equal(state == DriftState.Clean ? 0 : 2, drift.ExitCode);
    }

    [Fact]
    public void What_was_left_is_and_is_wanted_are_told_side_by_side()
    {
        using var folder = Runbook("755");
        var line = Assert.Single(Read(folder, Wide, [Left("/srv/a", "700")]).Lines, line => line.Host == "kvm1");

        Assert.Equal([new DriftValue("mode", "777", "700", "755")], line.Values);
        Assert.Null(line.Form);
    }

    [Fact]
    public void Keys_that_the_runbook_no_longer_names_are_told_and_are_no_drift()
    {
        using var folder = Runbook("755");
        var drift = Read(folder, HandMadeReadings.Folder, [Left("/srv/old", "755"), Left("/srv/theirs", "755") with { Runbook = "Another" }]);

        Assert.Equal(["file:/srv/old: applied by run earlier, no longer in this runbook"], drift.Hosts[0].Gone);
        Assert.Equal(0, drift.ExitCode);
    }

    [Fact]
    public void A_value_that_another_runbook_left_is_owned_and_its_runbook_named()
    {
        using var folder = Runbook("755");
        var line = Assert.Single(Read(folder, Closed, [Left("/srv/a", "700") with { Runbook = "Another" }]).Lines, line => line.Host == "kvm1");

        Assert.Equal((DriftState.Intentional, "Another"), (line.State, line.Applied?.Runbook));
    }

    [Fact]
    public void A_kind_that_this_version_does_not_know_owns_nothing_and_is_told()
    {
        using var folder = Runbook("755");
        var line = Assert.Single(Read(folder, Wide, [Left("/srv/a", "755") with { Kind = "folder.of.tomorrow" }]).Lines, line => line.Host == "kvm1");

        Assert.Equal(DriftState.Unowned, line.State);
        Assert.Contains("run earlier set it", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_that_were_not_read_and_what_is_owed_have_bits_of_their_own()
    {
        using var folder = Runbook("755");
        var bound = folder.Bind(HandMadeReadings.Facts);
        var owed = new OwedOperation(new StepReference("restart libvirt", "libvirt.restart", StepCatalogue.ToJson(new LiveMigrationRunbooks.Steps.Libvirt.LibvirtRestart())), ["TLS"], "earlier");
        var hand = new HandMadeReadings().Unread("kvm3").With("kvm1", "/srv/a", HandMadeReadings.Folder).With("kvm2", "/srv/a", HandMadeReadings.Folder);

        Assert.Equal((4, "host.unread"), Told(hand));
        Assert.Equal((6, "drift.owed host.unread"), Told(hand.Owing("kvm2", owed)));

        (int, string) Told(HandMadeReadings readings)
        {
            var drift = DriftPlanner.Make(bound, readings.Of(bound), new Dictionary<(string, string), Answers>());
            return (drift.ExitCode, string.Join(' ', drift.Reasons));
        }
    }

    [Fact]
    public void The_whole_for_people()
    {
        using var folder = Runbook("755");
        var bound = folder.Bind(HandMadeReadings.Facts);
        var hand = new HandMadeReadings().Unread("kvm3").With("kvm1", "/srv/a", Wide).With("kvm2", "/srv/a", Wide);
        var readings = hand.Of(bound).ToDictionary(each => each.Key, each => each.Key == "kvm3" ? each.Value : each.Value with { Applied = [Left("/srv/a", "755"), Left("/srv/old", "755")] });
        var drift = DriftPlanner.Make(bound, readings, new Dictionary<(string, string), Answers>());
        var since = new DriftOrigin(At(60), false, [new("/srv/a", "there", At(200), "root", "base-files", null)], [new(At(199), "alice ran /usr/bin/chmod by sudo")]);
        drift = drift with { Lines = [.. drift.Lines.Select(line => line with { Origin = line.Host == "kvm1" ? since : since with { Restarted = true, Files = [], Events = [] } })] };

        Baseline.Verify(Repository.TestPath("Plans", "who-moved.drift"), DriftText.Of(drift).Replace(folder.Root + "/", "", StringComparison.Ordinal));
        Assert.Contains("\"exit_code\": 6", ResultJson.Of(drift), StringComparison.Ordinal);
    }

    private static RunbookFolder Runbook(string mode) => new($"name: Folders\nplays: [{{ hosts: kvm, steps: [{{ name: upper, directory: {{ path: /srv/a, mode: \"{mode}\" }} }}] }}]");

    // What was applied by other arguments is asked for once more, and a host answers the same.
    private static Drift Read(RunbookFolder folder, string found, ValueList<LastApplied> applied)
    {
        var bound = folder.Bind(HandMadeReadings.Facts);
        var hand = new HandMadeReadings().With("kvm2", "/srv/a", HandMadeReadings.Folder).With("kvm3", "/srv/a", HandMadeReadings.Folder);
        if (found.Length > 0) hand.With("kvm1", "/srv/a", found);
        var readings = hand.Of(bound).ToDictionary(each => each.Key, each => each.Key == "kvm1" ? each.Value with { Applied = applied } : each.Value);
        var answer = CommandResult.OfText(found.Length > 0 ? found : "parent=present\nkind=absent\n");
        return DriftPlanner.Make(bound, readings, DriftPlanner.KeptProbes(bound, readings["kvm1"], readings).ToDictionary(each => ("kvm1", each.Key), each => new Answers([.. each.Probe.Select(_ => answer)])));
    }

    // As a run would have kept it, with the state that its change was to bring.
    private static LastApplied Left(string path, string mode)
    {
        using var folder = new RunbookFolder($"name: Folders\nplays: [{{ hosts: kvm1, steps: [{{ name: upper, directory: {{ path: {path}, mode: \"{mode}\" }} }}] }}]");
        var deed = Assert.IsType<ChangeDeed>(Assert.Single(new HandMadeReadings().Plan(folder.Bind(HandMadeReadings.Facts)).Deeds));
        return LastApplied.Of(deed, "earlier", "Folders") with { Key = $"file:{path}", At = 100, BootId = "" };
    }

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Reports;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Tests.Libvirt;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

/// <summary>kvm2 runs lv-a and lv-b; only some of them are asked to leave.</summary>
public sealed class ChosenGuestsTests
{
    private const string Runbook = """
        plays:
          - name: Some
            hosts: kvm2
            evacuate: { to: "kvm1:kvm3", guests: [CHOICE] }
        """;

    [Theory]
    [InlineData("lv-b", "lv-b")]
    [InlineData("lv-?", "lv-b lv-a")]
    [InlineData(Transcript.Guest, "lv-a")]
    [InlineData("lv-a, lv-b", "lv-b lv-a")]
    [InlineData("web-*", "")]
    public void Only_those_leave_that_are_named(string choice, string expected) =>
        Assert.Equal(expected, string.Join(' ', Plan(choice).Deeds.OfType<MoveDeed>().Select(deed => deed.Move.Name)));

    [Fact]
    public void The_others_stay_by_the_plan_and_so_their_host_is_not_empty()
    {
        var plan = Plan("lv-b, web-1");
        var stay = Assert.Single(plan.Plays[0].Evacuation!.Stays);

        Assert.Equal(("lv-a", true, true), (stay.Name, stay.Runs, stay.Unasked));
        Assert.Null(Approval.Refusal(plan));
        var text = PlanText.Of(plan);
        Assert.Contains("  evacuate to kvm1 kvm3, only lv-b, web-1\n", text, StringComparison.Ordinal);
        Assert.Contains("    note: no guest of these hosts is web-1\n", text, StringComparison.Ordinal);
        Assert.Contains("    = 1 other guest runs on kvm2 and stays: lv-a\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_plan_rests_on_is_who_leaves_and_not_who_stays()
    {
        var kept = Plan("lv-b").Kept!.First(host => host.Host == "kvm2");

        Assert.All(kept.Pinned.Keys.Where(key => key.StartsWith("guest/", StringComparison.Ordinal)), key => Assert.Contains(Transcript.Other, key, StringComparison.Ordinal));
        Assert.Contains($"guest/{Transcript.Guest}#state", kept.Watched.Keys);
    }

    [Fact]
    public void How_a_guest_is_watched_stands_in_the_plan_with_the_address_that_the_catalogue_knows()
    {
        using var folder = new RunbookFolder("guests: guests.yml\n" + Runbook.Replace("[CHOICE]", "[lv-a, lv-b], watch: { ping: 200ms, tcp: 22 }", StringComparison.Ordinal));
        folder.Write("guests.yml", "guests: [{ name: lv-a, address: 192.0.2.40 }]\n");
        var plan = PlanFile.Read(PlanFile.Write(Readings(Transcript.Host("kvm2")).Plan(folder.Bind())))!;

        Assert.Equal(new OutsideWatch(200, true, 22, "192.0.2.40"), plan.Deeds.OfType<MoveDeed>().First(deed => deed.Move.Name == "lv-a").Move.Watch);
        Assert.Contains("        watched from outside every 200 ms: ping and TCP port 22, at the address that its host tells\n", PlanText.Of(plan), StringComparison.Ordinal);
    }

    [Fact]
    public void A_neighbour_that_cannot_be_read_keeps_nobody_who_is_named()
    {
        var odd = Transcript.Host("kvm2") with { QemuUuids = [Transcript.Guest, Transcript.Other, "00000000-0000-5000-8000-000000000000"] };

        Assert.False(Plan("lv-b", odd).Plays[0].Evacuation!.IsBlocked);
        Assert.True(Plan("lv-*", odd).Plays[0].Evacuation!.IsBlocked);
    }

    [Fact]
    public void A_plan_keeps_which_guest_somebody_wanted_moved()
    {
        var source = new PlanSource("1", "migrate", [], null, [], [], [], [], ValueMap<string>.Empty, null, DateTimeOffset.UnixEpoch) { Move = new MoveAsked("lv-b", "kvm2", "kvm3", "gentle", false) };
        var plan = Plan("lv-b") with { Source = source };

        Assert.Equal(source.Move, PlanFile.Read(PlanFile.Write(plan))!.Source!.Move);
    }

    private static Plan Plan(string choice, Hypervisor? host = null)
    {
        using var folder = new RunbookFolder(Runbook.Replace("CHOICE", string.Join(", ", choice.Split(", ").Select(word => $"\"{word}\"")), StringComparison.Ordinal));
        return Readings(host ?? Transcript.Host("kvm2")).Plan(folder.Bind());
    }

    private static HandMadeReadings Readings(Hypervisor host) => new HandMadeReadings()
        .With("kvm2", host, Transcript.Probes("source-kvm2"))
        .With("kvm1", new NotAnswering("down"), Transcript.Probes("target-kvm1"))
        .With("kvm3", Transcript.Host("kvm3"), Transcript.Probes("target-kvm3"));
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runs.Readers;
using LiveMigrationRunbooks.Tests.Plans;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

/// <summary>What is read again with the claim.</summary>
public sealed class StalenessTests
{
    private const string Absent = "parent=present\nkind=absent\n";
    private const string Told = "machine_id 0123456789abcdef0123456789abcdef\nboot_id boot-1\n";
    private const string Facts = "os debian 12\nkernel 6.1.0\n";
    private static readonly Plan s_plan = PastRun.Plan with { Kept = [.. (PastRun.Plan.Kept ?? []).Select(WithoutKeys)] };

    [Fact]
    public void A_host_as_the_plan_found_it_moved_nothing() => Assert.Empty(Moved(s_plan, Absent, Absent));

    [Fact]
    public void What_moved_is_named_by_host_key_and_value()
    {
        var moved = Moved(s_plan, HandMadeReadings.Folder, Absent);

        Assert.Equal("kvm1: file:/srv/a persisted: absent -> {\"mode\":\"755\",\"owner\":\"root\",\"group\":\"root\"}", Assert.Single(moved));
    }

    [Fact]
    public void Even_what_is_now_as_wanted_has_moved() =>
        // A plan is carried out as people saw it: somebody else was at work here.
        Assert.Equal(2, Moved(s_plan, HandMadeReadings.Folder, "parent=present\nkind=file\nmode=644\nuser=root\ngroup_name=root\nsize=4\ndigest=0f\n").Count);

    [Theory]
    [InlineData("machine_id other\n", Facts, "", "kvm1: host#machine_id: 0123456789abcdef0123456789abcdef -> other")]
    [InlineData(Told, "os debian 13\nkernel 6.1.0\n", "", "kvm1: host#os: debian 12 -> debian 13")]
    [InlineData(Told, "os debian 12\nkernel 6.2.0\n", "", "kvm1: host#kernel: 6.1.0 -> 6.2.0")]
    [InlineData("boot_id boot-2\n" + "machine_id 0123456789abcdef0123456789abcdef\n", Facts, "", null)]
    public void What_machine_it_is_is_pinned_too(string identity, string facts, string owed, string? told) =>
        Assert.Equal(told, Moved(s_plan, Absent, Absent, identity, facts, owed).SingleOrDefault());

    [Fact]
    public void Half_of_the_facts_is_no_sign_of_a_change()
    {
        var stale = Stale(s_plan);
        var answers = Answers(stale, Absent, Absent, Told, "os debian 12\n", "", "");
        var cut = answers["kvm1"].ToDictionary(answer => answer.Key, answer => answer.Key == "stale.facts" ? answer.Value with { ExitCode = 124 } : answer.Value);

        Assert.Equal(
            "kvm1: whether it is as the plan found it is not known, because its facts could not be read whole within 120 s.",
            Assert.Single(stale.Moved(new Dictionary<string, IReadOnlyDictionary<string, CommandResult>> { ["kvm1"] = cut })));
    }

    [Fact]
    public void A_plan_that_keeps_no_values_is_held_against_what_it_changes()
    {
        var moved = Moved(PastRun.Plan with { Kept = null }, HandMadeReadings.Folder, Absent);

        Assert.Equal("kvm1: file:/srv/a is not as the plan found it (upper).", Assert.Single(moved));
    }

    [Fact]
    public void A_saved_plan_that_a_host_knows_is_not_applied_again()
    {
        var stale = Stale(s_plan with { Saved = new string('0', 64) });
        var answers = Answers(stale, Absent, Absent, Told, Facts, "", "20260101-120000-abcd\n");

        var refusal = stale.Refusal(answers);
        Assert.Equal("plan.applied", refusal?.Reason);
        Assert.Equal("kvm1: run 20260101-120000-abcd applied this plan.", Assert.Single(refusal!.Value.Told));
        Assert.Null(stale.Refusal(Answers(stale, Absent, Absent, Told, Facts, "", "")));
    }

    // Public keys are read as they are; these are made up.
    private static KeptValues WithoutKeys(KeptValues kept) => kept with { Pinned = kept.Pinned.Where(value => value.Key != "host#ssh_keys").ToValueMap() };

    private static ValueList<string> Moved(Plan plan, string folder, string note, string identity = Told, string facts = Facts, string owed = "")
    {
        var stale = Stale(plan);
        return stale.Moved(Answers(stale, folder, note, identity, facts, owed, ""));
    }

    private static Staleness Stale(Plan plan) => new(plan, plan.Hosts.ToDictionary(host => host.Name, host => HostReading.NotRead(host.Name, new HostTrouble("", "", ""))));

    private static Dictionary<string, IReadOnlyDictionary<string, CommandResult>> Answers(Staleness stale, string folder, string note, string identity, string facts, string owed, string applied) => new()
    {
        ["kvm1"] = stale.Items("kvm1").ToDictionary(item => item.Id, item => CommandResult.OfText(item.Id switch
        {
            "stale.identity" => identity,
            "stale.facts" => facts,
            "stale.owed" => owed,
            "stale.applied" => applied,
            _ => item.Command.Argv[4] == "/srv/a" ? folder : note,
        })),
    };
}

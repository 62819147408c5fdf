using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Runs;
using LiveMigrationRunbooks.Tests.Plans;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Runs;

public sealed class StalenessTests
{
    private const string Absent = "parent=present\nkind=absent\n";

    [Fact]
    public void A_host_as_the_plan_found_it_moved_nothing() => Assert.Empty(Moved(Absent, Absent));

    [Fact]
    public void What_moved_is_named_by_host_key_and_step()
    {
        var moved = Moved(HandMadeReadings.Folder, Absent);

        Assert.Equal("kvm1: file:/srv/a is not as the plan found it (upper).", Assert.Single(moved));
    }

    [Fact]
    public void Even_what_is_now_as_wanted_has_moved() =>
        // A plan is carried out as people saw it: somebody else was at work here.
        Assert.Equal(2, Moved(HandMadeReadings.Folder, "parent=present\nkind=file\nmode=644\nuser=root\ngroup_name=root\nsize=4\ndigest=0f\n").Count);

    private static ValueList<string> Moved(string folder, string note)
    {
        var readings = PastRun.Plan.Hosts.ToDictionary(host => host.Name, host => HostReading.NotRead(host.Name, new HostTrouble("", "", "")));
        var stale = new Staleness(PastRun.Plan, readings);
        var answers = stale.Items("kvm1").ToDictionary(item => item.Id, item => CommandResult.OfText(item.Command.Argv[4] == "/srv/a" ? folder : note));
        return stale.Moved(new Dictionary<string, IReadOnlyDictionary<string, CommandResult>> { ["kvm1"] = answers });
    }
}

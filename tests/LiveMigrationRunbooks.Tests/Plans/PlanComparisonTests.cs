using System.Text.RegularExpressions;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Saved;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Steps;
using LiveMigrationRunbooks.Steps.Facts;
using LiveMigrationRunbooks.Tests.Libvirt;
using LiveMigrationRunbooks.Tests.Runbooks;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Plans;

/// <summary>
/// Every value that a plan records is changed alone, on the host and not in the plan: pinned refuses and is named, guarded refuses past its
/// bound only, watched lets the plan be. A value that is recorded and has no case here fails.
/// </summary>
public sealed partial class PlanComparisonTests : IDisposable
{
    private const string Runbook = """
        plays:
          - hosts: kvm2
            evacuate: { to: "kvm1:kvm3" }
            steps:
              - directory: { path: /srv/a }
              - file: { path: /srv/b, state: absent }
            handlers: [{ name: restart, libvirt.restart: {} }]
        """;

    private const long Plenty = 8 << 20;
    private static readonly OwedOperation s_owed = new(new StepReference("restart", "service", new System.Text.Json.Nodes.JsonObject()), ["note"], "20260101-120000-abcd");
    private static readonly ValueMap<MountFact> s_mounts = new([KeyValuePair.Create("/", new MountFact(false, 9000)), KeyValuePair.Create("/srv", new MountFact(false, 9000))]);

    // What is changed, by the shape of its key; a second way, past the bound, for what is guarded.
    private static readonly Dictionary<string, Func<HostReading, HostReading>> s_changes = new()
    {
        ["pinned host#machine_id"] = Who(identity => identity with { MachineId = "another" }),
        ["pinned host#ssh_keys"] = Who(identity => identity with { SshKeys = ["ssh-ed25519 SHA256:xyz"] }),
        ["pinned host#os"] = Facts(facts => facts with { Os = "debian 13" }),
        ["pinned host#kernel"] = Facts(facts => facts with { Kernel = "6.2.0" }),
        ["pinned owed/*"] = reading => reading with { Owed = [] },
        ["pinned libvirt#version"] = Host(host => host with { Versions = host.Versions with { Libvirt = new Version(9, 1, 0) } }),
        ["pinned qemu#version"] = Host(host => host with { Versions = host.Versions with { Qemu = new Version(7, 3, 0) } }),
        ["pinned libvirt#host_uuid"] = Host(host => host with { HostUuid = "00000000-0000-0000-0000-000000000009" }),
        ["pinned guest/*#name"] = Guests(guest => guest with { Name = guest.Name + "-renamed" }),
        ["pinned guest/*#state"] = Guests(guest => guest with { Condition = GuestCondition.Parse("paused (user)") }),
        ["pinned guest/*#autostart"] = Guests(guest => guest with { Autostart = !guest.Autostart }),
        ["pinned guest/*#persistent"] = Guests(guest => guest with { Persistent = !guest.Persistent }),
        ["pinned guest/*#memory_kib"] = Guests(guest => guest with { Hardware = guest.Hardware with { MemoryKib = guest.Hardware.MemoryKib + 1024 } }),
        ["setting directory"] = Answer("p1.s1", "parent=present\nkind=directory\nmode=700\nuser=root\ngroup_name=root\nentries=none\n"),
        ["setting file"] = Answer("p1.s2", "parent=present\nkind=file\nmode=644\nuser=root\ngroup_name=root\nsize=4\ndigest=0f\n"),
        ["guarded host#available_kib"] = Host(host => host with { Memory = host.Memory with { AvailableKib = host.Memory.AvailableKib - 1024 } }),
        ["past host#available_kib"] = Host(host => host with { Memory = host.Memory with { AvailableKib = 1024 } }),
        ["guarded mount:*#free_kib"] = Facts(facts => facts with { Mount = facts.Mount.Select(mount => KeyValuePair.Create(mount.Key, mount.Value with { FreeKib = 600 })).ToValueMap() }),
        ["past mount:*#free_kib"] = Facts(facts => facts with { Mount = facts.Mount.Select(mount => KeyValuePair.Create(mount.Key, mount.Value with { FreeKib = 500 })).ToValueMap() }),
        ["watched host#boot_id"] = Who(identity => identity with { BootId = "boot-2" }),
        ["watched host#load"] = Who(identity => identity with { Load = "9.00 8.00 7.00" }),
        ["watched host#available_kib"] = Host(host => host with { Memory = host.Memory with { AvailableKib = host.Memory.AvailableKib - 1024 } }),
        ["watched mount:*#free_kib"] = Facts(facts => facts with { Mount = facts.Mount.Select(mount => KeyValuePair.Create(mount.Key, mount.Value with { FreeKib = 600 })).ToValueMap() }),
        ["watched host#cpus"] = Facts(facts => facts with { Cpus = 8 }),
        ["watched host#memory_kib"] = Facts(facts => facts with { MemoryKib = 1 }),
        ["watched host#firewall"] = Facts(facts => facts with { Firewall = "ufw" }),
        ["watched host#management_nic"] = Facts(facts => facts with { ManagementNic = "mgmt9" }),
        ["watched guest/*#name"] = Guests(guest => guest with { Name = guest.Name + "-renamed" }),
        // The leftover of a guest that leaves: were it active, the guest would be on two hosts.
        ["watched guest/*#state"] = Guests(guest => guest with { Condition = GuestCondition.Parse("shut off (crashed)") }),
        ["watched guest/*#autostart"] = Guests(guest => guest with { Autostart = !guest.Autostart }),
        ["watched guest/*#persistent"] = Guests(guest => guest with { Persistent = !guest.Persistent }),
        ["watched guest/*#memory_kib"] = Guests(guest => guest with { Hardware = guest.Hardware with { MemoryKib = guest.Hardware.MemoryKib + 1024 } }),
    };

    private readonly RunbookFolder _folder = new(Runbook);
    private readonly BoundRunbook _bound;
    private readonly IReadOnlyDictionary<string, HostReading> _readings;
    private readonly Plan _saved;

    public PlanComparisonTests()
    {
        _bound = _folder.Bind();
        _readings = Readings().Of(_bound).ToDictionary(reading => reading.Key, reading => Facts(facts => facts with { Mount = s_mounts })(reading.Value));
        _saved = PlanFile.Read(PlanFile.Write(Planner.Make(_bound, _readings)))!;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_moved_where_everything_is_as_it_was() => Assert.Empty(Moved(_readings));

    [Fact]
    public void Every_recorded_value_has_a_case_and_does_what_its_class_says()
    {
        var without = Recorded().Select(value => value.Shape).Distinct().Except(s_changes.Keys).ToList();
        Assert.True(without.Count == 0, $"no case changes {string.Join(", ", without)}");
        foreach (var (shape, host, key) in Recorded())
        {
            var moved = Moved(With(host, s_changes[shape]));
            if (shape.StartsWith("pinned", StringComparison.Ordinal) || shape.StartsWith("setting", StringComparison.Ordinal))
            {
                Assert.True(moved.Count > 0, $"{host} {key} moved, and nobody said so");
                Assert.All(moved, each => Assert.True(each.Host == host && Shape(each.Key) == Shape(key), $"{host} {key} moved alone, and {each} was told"));
                Assert.Contains(moved, each => each.Key.Split(' ')[0] == key && each.Then != each.Now);
            }
            else
            {
                Assert.True(moved.Count == 0, $"{host} {key} may move; told was {string.Join("; ", moved)}");
            }
        }
    }

    [Fact]
    public void Every_guarded_value_refuses_past_its_bound_and_says_the_bound()
    {
        var guarded = Recorded().Where(value => value.Shape.StartsWith("guarded", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, guarded.Select(value => value.Key).Distinct().Count());
        foreach (var (shape, host, key) in guarded)
        {
            var moved = Moved(With(host, s_changes["past" + shape["guarded".Length..]]));
            Assert.Contains(moved, each => each.Host == host && each.Key == key && each.Now.Contains(">=", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Guests_go_where_the_saved_plan_placed_them_although_another_host_has_more_room_now()
    {
        var target = _saved.Deeds.OfType<MoveDeed>().First().Move.Target;
        var other = target == "kvm1" ? "kvm3" : "kvm1";
        var after = With(other, Host(host => host with { Memory = new HostMemory(9 * Plenty, 9 * Plenty) }));

        Assert.NotEqual(target, Planner.Make(_bound, after).Deeds.OfType<MoveDeed>().First().Move.Target);
        Assert.Empty(Moved(after));
    }

    [Fact]
    public void A_guest_that_came_is_another_plan()
    {
        var after = With("kvm2", Host(host => host with { Guests = [.. host.Guests, host.Guests[0] with { Uuid = "11111111-2222-3333-4444-555555555555", Name = "new" }] }));

        Assert.Contains(Moved(after), moved => moved is { Host: "kvm2", Then: "nothing" } && moved.Key.StartsWith("guest/11111111", StringComparison.Ordinal));
    }

    [Fact]
    public void A_host_that_does_not_answer_is_named() =>
        Assert.Equal("kvm3 does not answer.", Assert.Single(Moved(With("kvm3", reading => HostReading.NotRead("kvm3", new HostTrouble("host.unreachable", "kvm3 does not answer.", "")))), moved => moved.Host == "kvm3").Now);

    private IEnumerable<(string Shape, string Host, string Key)> Recorded() =>
        from host in _saved.Kept ?? []
        from value in host.Pinned.Keys.Select(key => ($"pinned {Shape(key)}", host.Host, key))
            .Concat(host.Settings.Select(setting => ($"setting {setting.Value.Step.Kind}", host.Host, setting.Key)))
            .Concat(host.Guarded.Keys.Select(key => ($"guarded {Shape(key)}", host.Host, key)))
            .Concat(host.Watched.Keys.Select(key => ($"watched {Shape(key)}", host.Host, key)))
        select value;

    private static string Shape(string key) => key.StartsWith("file:", StringComparison.Ordinal) ? key.Split(' ')[0] : Owed().Replace(Between().Replace(key, "$1*#"), "owed/*");

    private ValueList<Moved> Moved(IReadOnlyDictionary<string, HostReading> after) => PlanComparison.Of(_saved, Planner.Make(_bound, after, _saved));

    private Dictionary<string, HostReading> With(string host, Func<HostReading, HostReading> change) =>
        _readings.ToDictionary(reading => reading.Key, reading => reading.Key == host ? change(reading.Value) : reading.Value);

    private static HandMadeReadings Readings() => new HandMadeReadings()
        .With("kvm2", Transcript.Host("kvm2"), Transcript.Probes("source-kvm2"))
        .With("kvm1", Transcript.Host("kvm1"), Transcript.Probes("target-kvm1"))
        .With("kvm3", Transcript.Host("kvm3") with { Memory = new HostMemory(Plenty, Plenty) }, Transcript.Probes("target-kvm3"))
        .Owing("kvm2", s_owed);

    private static Func<HostReading, HostReading> Who(Func<HostIdentity, HostIdentity> change) => reading => reading with { Identity = change(reading.Identity) };

    private static Func<HostReading, HostReading> Facts(Func<HostFacts, HostFacts> change) => reading => reading with { Facts = change(reading.Facts) };

    private static Func<HostReading, HostReading> Host(Func<Hypervisor, Hypervisor> change) => reading => reading with { Hypervisor = change((Hypervisor)reading.Hypervisor!) };

    // One guest of each host is enough: they are recorded alike.
    private static Func<HostReading, HostReading> Guests(Func<GuestReading, GuestReading> change) => Host(host => host with { Guests = [.. host.Guests.Select(change)] });

    private static Func<HostReading, HostReading> Answer(string step, string text) => reading =>
        reading with { Answers = reading.Answers.ToDictionary(answer => answer.Key, answer => answer.Key == step ? new Answers([CommandResult.OfText(text)]) : answer.Value) };

    [GeneratedRegex("^(guest/|mount:)[^#]*#")]
    private static partial Regex Between();

    [GeneratedRegex("^owed/.*")]
    private static partial Regex Owed();
}

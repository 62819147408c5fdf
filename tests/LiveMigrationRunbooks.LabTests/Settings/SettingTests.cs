using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.Steps;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>
/// Each kind of step on a real host, read by somebody else than <c>lmr</c>: there, kept, missed when changed by hand, and gone again.
/// <see cref="RebootTests"/> goes the same way once for all cases of kvm2 and vm1.
/// </summary>
public abstract class SettingTests(ITestOutputHelper told)
{
    public static TheoryData<int, string> CasesOf(params string[] hosts)
    {
        var cases = new TheoryData<int, string>();
        foreach (var (number, it) in SettingCase.All.Index().Where(entry => hosts.Contains(entry.Item.Host))) cases.Add(number, it.ToString());
        return cases;
    }

    protected async Task HoldsAsync(int number, string name)
    {
        var it = SettingCase.All[number];
        var host = new HostView(it.Host);
        await host.AskAsync(it.Given);
        using var lmr = Runbook(it);
        var before = (await host.RunAsync(it.Reading)).Output;
        try
        {
            await lmr.PlansAsync(2);
            Assert.Equal(before, (await host.RunAsync(it.Reading)).Output);
            await lmr.ApplyAsync();
            var after = (await host.RunAsync(it.Reading)).Output;
            told.WriteLine($"{name}, before:\n{before}\nafter:\n{after}");
            Assert.All(it.Wanted, wanted => Assert.Contains(wanted, after.Split('\n')));
            await lmr.PlansAsync(0);
            await host.AskAsync(it.ByHand);
            await lmr.PlansAsync(2);
            await host.AskAsync(it.Back);
        }
        catch
        {
            // What went wrong is told, not what follows from it.
            await lmr.RollbackAsync();
            throw;
        }
        await lmr.RollsBackAsync();
        Assert.Equal(before, (await host.RunAsync(it.Reading)).Output);
        await host.AskAsync(it.After);
    }

    private const string Handlers = "    handlers:\n      - name: restart libvirt\n        libvirt.restart: {}\n";

    private static Lmr Runbook(SettingCase it)
    {
        var lmr = Lmr.Steps(it.Host, "- " + it.Step.Replace("\n", "\n  ", StringComparison.Ordinal));
        it.PutBeside(lmr.Folder);
        if (it.Step.Contains("notify", StringComparison.Ordinal)) File.AppendAllText(lmr.Runbook, Handlers);
        return lmr;
    }
}

[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class HostSettingTests(ITestOutputHelper told) : SettingTests(told), IClassFixture<Leftovers>
{
    // They take no value, so they have tests of their own: LibvirtRestartTests, LibvirtReloadTests, PathMtuTests, ServiceHandlerTests, LinkCheckTests, TlsCheckTests, GroupCheckTests, UnlikeHostsTests, TrustTests, CephTests.
    private static readonly (string Kind, string Tier, string Host)[] s_elsewhere =
    [
        ("libvirt.restart", "container", "kvm2"), ("libvirt.reload", "container", "kvm1"), ("check.path_mtu", "container", "kvm1"), ("check.path_mtu", "container", "kvm2"), ("check.link", "container", "kvm1"),
        ("service.restart", "container", "kvm5"), ("service.reload", "container", "kvm5"), ("check.command", "container", "kvm5"), ("check.time", "container", "kvm5"),
        ("check.tls", "container", "kvm8"), ("storage.ceph", "container", "kvm4"), ("ssh.trust", "container", Pair.One), ("ssh.trust", "container", Pair.Two),
        .. new[] { "check.cpu", "check.logs", "check.memory", "check.port", "check.storage", "check.userfaultfd", "check.version" }.SelectMany(kind => new[] { "kvm4", "kvm5" }.Select(host => (kind, "container", host))),
    ];

    private readonly ITestOutputHelper _told = told;

    public static TheoryData<int, string> Cases => CasesOf("kvm1", "kvm3");

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_setting_is_made_kept_missed_and_taken_back(int number, string name) => HoldsAsync(number, name);

    [Fact]
    public void Every_kind_is_shown_on_some_tier()
    {
        var shown = SettingCase.All.Select(it => (it.Kind, it.Tier, it.Host)).Concat(s_elsewhere).ToLookup(it => it.Kind);
        _told.WriteLine($"{"kind",-16} {"container",-12} vm");
        foreach (var kind in StepCatalogue.Kinds.Keys.Order(StringComparer.Ordinal))
        {
            string On(string tier) => string.Join(' ', shown[kind].Where(it => it.Tier == tier).Select(it => it.Host).Distinct());
            _told.WriteLine($"{kind,-16} {On("container"),-12} {On("vm")}{(shown.Contains(kind) ? "" : "not shown")}");
        }
        Assert.All(StepCatalogue.Kinds.Keys, kind => Assert.True(shown.Contains(kind), $"{kind}: not shown"));
    }
}

[Trait("Category", "Lab")]
[Collection(Lanes.Odd)]
public sealed class OddSettingTests(ITestOutputHelper told) : SettingTests(told), IClassFixture<OddLeftovers>
{
    public static TheoryData<int, string> Cases => CasesOf("kvm4", "kvm5");

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_setting_is_made_kept_missed_and_taken_back(int number, string name) => HoldsAsync(number, name);
}

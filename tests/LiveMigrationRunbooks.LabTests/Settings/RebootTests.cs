using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>What was persisted is what the host comes up with, on both tiers; and it can still be taken back afterwards.</summary>
[Trait("Category", "Lab")]
public sealed class RebootTests : IClassFixture<Leftovers>
{
    private const string Handlers = "    handlers:\n      - name: restart libvirt\n        libvirt.restart: {}\n";

    [Fact]
    public async Task What_was_made_survives_a_reboot_and_is_taken_back_after_it()
    {
        string[] hosts = ["kvm2", "vm1"];
        var cases = SettingCase.All.Where(it => hosts.Contains(it.Host)).ToList();
        using var lmr = new Lmr("name: Lab\nplays:\n" + string.Concat(hosts.Select(host =>
            $"  - hosts: {host}\n    steps:\n" + string.Concat(cases.Where(it => it.Host == host).Select(it => $"      - {it.Step.Replace("\n", "\n        ", StringComparison.Ordinal)}\n")) + Handlers)));
        var before = await Task.WhenAll(cases.Select(ReadAsync));
        try
        {
            await lmr.PlansAsync(2);
            await lmr.ApplyAsync();
            await HoldsAsync(cases, "after apply");
            await Task.WhenAll(cases.Where(it => it.Tier == "vm").Select(it => new HostView(it.Host).AskAsync(it.ByHand)));
            var missed = await lmr.PlansAsync(2);
            Assert.Contains($"{cases.Count(it => it.Tier == "vm")} to change", missed, StringComparison.Ordinal);
            var rebooted = await Task.WhenAll(hosts.Select(HostView.RebootAsync));
            Assert.All(rebooted, ended => Assert.True(ended.ExitCode == 0, ended.All));
            await lmr.PlansAsync(0);
            await HoldsAsync(cases, "after the reboot");
        }
        catch
        {
            // What went wrong is told, not what follows from it.
            await lmr.RollbackAsync();
            throw;
        }
        await lmr.RollsBackAsync();
        for (var number = 0; number < cases.Count; number++) Assert.Equal((cases[number].ToString(), before[number]), (cases[number].ToString(), await ReadAsync(cases[number])));
    }

    private static async Task HoldsAsync(IEnumerable<SettingCase> cases, string when)
    {
        foreach (var it in cases)
        {
            var reading = await ReadAsync(it);
            Assert.All(it.Wanted, wanted => Assert.True(reading.Split('\n').Contains(wanted), $"{it} {when}, expected \"{wanted}\":\n{reading}"));
        }
    }

    private static async Task<string> ReadAsync(SettingCase it) => (await new HostView(it.Host).RunAsync(it.Reading)).Output;
}

using System.Text.RegularExpressions;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Settings;

/// <summary>What was persisted is what the host comes up with; and it can still be taken back afterwards.</summary>
public abstract partial class RebootTests(string host)
{
    private const string Parting = "--- next ---";
    private const string Handlers = "    handlers:\n      - name: restart libvirt\n        libvirt.restart: {}\n";

    // Where a step does not end, this tells which, and what it waits for.
    private const string Underneath = """
        uptime
        for step in /var/lib/lmr/runs/*/*/steps/*; do echo "$step $(cat "$step/id" "$step/rc" 2>&1 | tr '\n' ' ')"; done
        ps -eo pid,ppid,stat,wchan:24,etimes,args --no-headers | grep -v ' \[' | tail -n 40
        dmesg | tail -n 10
        """;

    [Fact]
    public async Task What_was_made_survives_a_reboot_and_is_taken_back_after_it()
    {
        await Leftovers.RemoveAsync(host);
        var view = new HostView(host);
        var cases = SettingCase.All.Where(it => it.Host == host && IsOwn(it)).ToList();
        using var lmr = new Lmr($"{Head}  - hosts: {host}\n    steps:\n{Steps(cases)}{Handlers}");
        foreach (var it in cases) it.PutBeside(lmr.Folder);
        // At its first start libvirt makes folders for itself, which are nobody's change; on vm1 it starts when it is asked.
        await view.AskAsync("virsh -q list");
        var before = await ReadAsync(cases);
        var etc = await view.AskAsync(HostView.Etc);
        try
        {
            await lmr.ApplyAsync();
            await HoldsAsync(cases, "after apply");
            await IsFoundChangedByHandAsync();
            await view.AskAsync(string.Join(" && ", cases.Where(it => it.Lasts).Select(it => it.Back).Prepend("true")));
            var rebooted = await HostView.RebootAsync(host);
            Assert.True(rebooted.ExitCode == 0, rebooted.All);
            await lmr.PlansAsync(0);
            await HoldsAsync(cases, "after the reboot");
        }
        catch (Exception broken)
        {
            var state = await view.RunAsync(Underneath);
            // What went wrong is told, not what follows from it. A person's change would be held by the rollback, and meet the next test.
            await view.RunAsync(string.Join("; ", cases.Select(it => it.Back)));
            await lmr.RollbackAsync();
            throw new InvalidOperationException($"{broken.Message}\nThe host then:\n{state.All}", broken);
        }
        await lmr.RollsBackAsync();
        await IsAsBeforeAsync();
        if (!GoesBothWays) return;
        // The way back has a way back of its own, and so on: all kinds go there and here once more.
        await lmr.RollsBackAsync();
        await HoldsAsync(cases, "after the rollback was taken back");
        await lmr.PlansAsync(0);
        await lmr.RollsBackAsync();
        await IsAsBeforeAsync();

        // A link that a person takes down comes up again, and the host's network daemon may put back what belongs to it: then once more.
        async Task IsFoundChangedByHandAsync()
        {
            for (var tries = 3; ; tries--)
            {
                await view.RunAsync(string.Join("; ", cases.Select(it => it.ByHand)));
                var plan = await lmr.PlansAsync(2);
                if (Changes().Match(plan) is { Success: true } found && int.Parse(found.Groups[1].Value) >= cases.Count) return;
                Assert.True(tries > 1, $"not all of {cases.Count} changes made by hand are found:\n{plan}");
            }
        }

        async Task IsAsBeforeAsync()
        {
            var after = await ReadAsync(cases);
            Assert.All(cases.Index(), it => Assert.Equal((it.Item.ToString(), before[it.Index]), (it.Item.ToString(), after[it.Index])));
            Assert.Equal(etc, await view.AskAsync(HostView.Etc));
        }
    }

    [GeneratedRegex(@"(\d+) to change")]
    private static partial Regex Changes();

    /// <summary>Whether the rollback is taken back too, which an emulated host has no time for.</summary>
    protected virtual bool GoesBothWays => true;

    /// <summary>What stands before the play of the cases.</summary>
    protected virtual string Head => "name: Lab\nplays:\n";

    /// <summary>Whether nothing in <see cref="Head"/> writes what the case does.</summary>
    protected virtual bool IsOwn(SettingCase it) => true;

    private static string Steps(IEnumerable<SettingCase> cases) => string.Concat(cases.Select(it => $"      - {it.Step.Replace("\n", "\n        ", StringComparison.Ordinal)}\n"));

    private async Task HoldsAsync(List<SettingCase> cases, string when)
    {
        var readings = await ReadAsync(cases);
        Assert.All(cases.Index(), it => Assert.All(it.Item.Wanted, wanted =>
            Assert.True(readings[it.Index].Split('\n').Contains(wanted), $"{it.Item} {when}, expected \"{wanted}\":\n{readings[it.Index]}")));
    }

    // One login for all: each costs an emulated host a second.
    private async Task<string[]> ReadAsync(IEnumerable<SettingCase> cases) =>
        (await new HostView(host).RunAsync(string.Join($"\necho {Parting}\n", cases.Select(it => it.Reading)))).Output.Split(Parting + "\n");
}

/// <summary>A host with the machine's kernel.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Hosts)]
public sealed class ContainerRebootTests() : RebootTests("kvm2");

/// <summary>A host with a kernel of its own, with the whole tuning as it ships and the kinds that this has not: one restart is a minute there.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Vm)]
public sealed class VmRebootTests() : RebootTests("vm1")
{
    protected override bool GoesBothWays => false;

    protected override string Head => WholeTuningTests.Runbook("vm1");

    protected override bool IsOwn(SettingCase it) => it.Kind is not ("nic.mtu" or "nic.ring" or "sysctl" or "cpu.reserve");
}

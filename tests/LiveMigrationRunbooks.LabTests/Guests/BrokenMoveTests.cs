using LiveMigrationRunbooks.LabTests.Lab;
using LiveMigrationRunbooks.LabTests.Observing;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>Moves that are broken off in mid-copy: by the death of <c>lmr</c> or by Ctrl-C, and go on with the next run, or the same one.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Bare)]
public sealed class BrokenMoveTests : IClassFixture<OpenBarePorts>
{
    [Theory]
    [InlineData("KILL", "fault-2")]
    [InlineData("INT", "fault-3")]
    public async Task A_run_that_is_ended_in_mid_move_is_finished_by_the_next_apply_or_by_resume(string signal, string name)
    {
        var guests = await Task.WhenAll(Guest.StartAsync(name, "kvm8"), Guest.StartAsync(name + "-z", "kvm8"));
        await using var first = guests[0];
        await using var second = guests[1];
        await using var observer = Observer.Start(first, second);
        using var lmr = new Lmr(Evacuation.Slowly("kvm8", "kvm9"));
        using var apply = lmr.Start("apply", "--yes");
        await apply.SaysAsync("left, ");
        await apply.SignalAsync(signal);
        var ended = await apply.EndAsync();
        Assert.True(ended.ExitCode == (signal == "KILL" ? 137 : 130), ended.All);

        // A run that goes on keeps to its runbook; a new one may have another.
        var resumes = signal == "INT";
        if (!resumes) lmr.Write(Evacuation.Quickly("kvm8", "kvm9"));
        using var next = resumes ? lmr.Start(["resume", "last"]) : lmr.Start("apply", "--yes");
        await next.SaysAsync("is still at work on kvm8");
        await Evacuation.HurryAsync(first, "kvm8");
        while (resumes && !next.HasEnded)
        {
            await new HostView("kvm8").RunAsync($"virsh migrate-setspeed {second.Uuid} 1024");
            await Task.Delay(500);
        }
        var again = await next.EndAsync();
        Assert.True(again.ExitCode == 0, again.All);
        Assert.Contains($"{name}: ", again.Output + again.Error, StringComparison.Ordinal);
        foreach (var guest in guests)
            Assert.Equal((guest.Name, "absent", "running yes enable"), (guest.Name, await guest.OnAsync("kvm8"), await guest.OnAsync("kvm9")));
        Assert.Equal(("", ""), (await Evacuation.LeftoversAsync("kvm8"), await Evacuation.LeftoversAsync("kvm9")));
        await observer.AssertSoundAsync();
        Assert.Equal(["kvm8", "kvm9"], observer.HostsOf(first));
    }
}

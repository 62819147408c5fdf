using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;

namespace LiveMigrationRunbooks.LabTests.Guests;

/// <summary>Guests that cannot leave kvm4, because kvm5 lets no migration in: they go down by their policies, or are left; and one of which only the definition leaves.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Odd)]
public sealed class CannotMoveTests : IClassFixture<OddLeftovers>
{
    private const string Written = "/etc/lmr-trip-cannot-move";
    private const string Step = $"    steps:\n      - file: {{ path: {Written}, content: nobody is there }}\n";
    private readonly HostView _host = new("kvm4");

    [Fact]
    public async Task One_is_shut_down_one_is_saved_and_goes_on_where_it_was_and_one_that_ignores_its_button_stays()
    {
        var guests = await Task.WhenAll(
            Guest.StartAsync("down-1", "kvm4", button: true, autostart: false), Guest.StartAsync("save-1", "kvm4"), Guest.StartAsync("deaf-1", "kvm4", autostart: false));
        await using var down = guests[0];
        await using var saved = guests[1];
        await using var deaf = guests[2];
        using var lmr = new Lmr("guests: guests.yml\n" + Runbook("{ shutdown: { within: 10m } }"));
        await File.WriteAllTextAsync(Path.Combine(lmr.Folder, "guests.yml"), "guests: [{ name: save-1, cannot_move: managed-save }, { name: deaf-1, cannot_move: leave }]\n");
        var plan = await lmr.PlansAsync(2);
        Assert.Contains("down-1: cannot leave kvm4: is asked to shut down, and may take 10m; stays down on kvm4; what starts it again: virsh start down-1", plan, StringComparison.Ordinal);
        Assert.Contains("save-1: cannot leave kvm4: its memory is saved to disk; stays down on kvm4; it starts when the host boots (autostart), or by virsh start save-1", plan, StringComparison.Ordinal);

        var ended = await lmr.RunAsync("apply", "--yes");

        Assert.True(ended.ExitCode == 16, ended.All);
        Assert.Contains("down  kvm4  down-1: has shut down", ended.Output, StringComparison.Ordinal);
        Assert.Contains("down  kvm4  save-1: its memory is saved to disk", ended.Output, StringComparison.Ordinal);
        Assert.Equal(("shut off yes disable", "shut off yes enable", "running yes disable"), (await down.OnAsync("kvm4"), await saved.OnAsync("kvm4"), await deaf.OnAsync("kvm4")));
        Assert.Equal(saved.Uuid, await _host.AskAsync("virsh -q list --all --with-managed-save --uuid"));
        var before = await TicksAsync(saved);
        await _host.AskAsync($"virsh -q start {saved.Uuid}");
        await Eventually.HoldsAsync("the guest goes on", async () => (await TicksAsync(saved)).Length > before.Length + 1);
        // From its saved memory: it counts on.
        Assert.Equal(Enumerable.Range(1, before.Length + 2).Select(number => $"tick {number}"), (await TicksAsync(saved))[..(before.Length + 2)]);

        // Asked by its own policy it does not hear either, and nothing is changed on its host.
        await down.DisposeAsync();
        await saved.DisposeAsync();
        lmr.Write(Runbook("{ shutdown: { within: 4s } }") + Step);
        var late = await lmr.RunAsync("apply", "--yes");
        Assert.True(late.ExitCode == 16, late.All);
        Assert.Contains("deaf-1: was asked to shut down and still runs on kvm4 after 0.1 min", late.All, StringComparison.Ordinal);
        Assert.Equal(("running yes disable", "gone"), (await deaf.OnAsync("kvm4"), await _host.AskAsync($"if [ -e {Written} ]; then echo there; else echo gone; fi")));
    }

    [Fact]
    [Trait("Category", Campaign.Name)]
    public async Task A_run_that_dies_while_a_guest_shuts_down_is_ended_by_resume()
    {
        await using var guest = await Guest.StartAsync("deaf-2", "kvm4");
        using var lmr = new Lmr(Runbook("{ shutdown: { within: 2h } }") + Step);
        using var apply = lmr.Start("apply", "--yes");
        await apply.SaysAsync("deaf-2: is asked to shut down");
        await apply.SignalAsync("KILL");
        Assert.Equal(137, (await apply.EndAsync()).ExitCode);
        using var resumed = lmr.Start(["resume", "last"]);
        await resumed.SaysAsync("deaf-2: is asked to shut down");
        // It went at last: for whoever looks at it from its host, that is all the same.
        await _host.AskAsync($"virsh -q destroy {guest.Uuid}");
        var ended = await resumed.EndAsync();
        try
        {
            Assert.True(ended.ExitCode == 0, ended.All);
            Assert.Contains("down  kvm4  deaf-2: has shut down; stays down on kvm4; it starts when the host boots (autostart)", ended.Output, StringComparison.Ordinal);
            Assert.Equal(("shut off yes enable", "there"), (await guest.OnAsync("kvm4"), await _host.AskAsync($"if [ -e {Written} ]; then echo there; else echo gone; fi")));
        }
        finally
        {
            await lmr.RollsBackAsync();
        }
    }

    [Fact]
    public async Task The_definition_of_a_guest_that_does_not_run_leaves_where_that_is_asked_for()
    {
        await using var guest = await Guest.StartAsync("off-1", "kvm4");
        await _host.AskAsync($"virsh -q destroy {guest.Uuid}");
        using var lmr = new Lmr("name: Lab\nplays:\n  - { hosts: kvm4, evacuate: { to: kvm5 } }\n");
        Assert.Contains("off-1: stays (shut off (destroyed)) on kvm4", await lmr.PlansAsync(0), StringComparison.Ordinal);
        lmr.Write("name: Lab\nplays:\n  - { hosts: kvm4, evacuate: { to: kvm5, shut_off: move } }\n");

        Assert.Contains("off-1: kvm4 -> kvm5, shut off: its definition alone, autostart carried over", await lmr.PlansAsync(2), StringComparison.Ordinal);
        await lmr.ApplyAsync();

        Assert.Equal(("absent", "shut off yes enable"), (await guest.OnAsync("kvm4"), await guest.OnAsync("kvm5")));
        Assert.Equal(("", ""), (await Evacuation.LeftoversAsync("kvm4"), await Evacuation.LeftoversAsync("kvm5")));
    }

    private static string Runbook(string cannot) => $$"""
        name: Lab
        policies:
          stranded: { cannot_move: {{cannot}} }
        plays:
          - name: Empty kvm4
            hosts: kvm4
            evacuate: { to: kvm5, policy: stranded }

        """;

    private static async Task<string[]> TicksAsync(Guest guest) => [.. (await File.ReadAllLinesAsync($"{LabFolder.Lab}/shared/serial/{guest.Name}.log")).Where(line => line.StartsWith("tick ", StringComparison.Ordinal))];
}

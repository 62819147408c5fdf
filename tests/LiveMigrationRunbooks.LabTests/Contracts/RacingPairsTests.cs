using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Hosts.Connections;
using LiveMigrationRunbooks.Hosts.Jobs;
using LiveMigrationRunbooks.LabTests.Lab;
using Xunit;
using Xunit.Abstractions;

namespace LiveMigrationRunbooks.LabTests.Contracts;

/// <summary>Two sessions that want the same host at the same instant, again and again: one has it, and of the other nothing is left.</summary>
[Trait("Category", "Lab")]
[Collection(Lanes.Sessions)]
public sealed class RacingPairsTests(ITestOutputHelper told)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    [Fact]
    public Task Of_a_pair_one_wins() => RaceAsync(25);

    internal async Task RaceAsync(int pairs)
    {
        // Each host has a state folder of its own, so that they race side by side.
        var shares = await Task.WhenAll(Enumerable.Range(0, 5).Select(share => RaceOnAsync(pairs / 5, new Random(Campaign.Seed + share))));
        Campaign.Tell(told, $"sessions that raced, seed {Campaign.Seed}: claim against claim {shares.Sum(share => share.Claims)}, claim against reservation {shares.Sum(share => share.Mixed)}: one winner each; the first to be sent won {shares.Sum(share => share.First)}");
        Assert.Equal(pairs, shares.Sum(share => share.Claims + share.Mixed));
    }

    private static async Task<(int Claims, int Mixed, int First)> RaceOnAsync(int pairs, Random random)
    {
        await using var session = new SshSession();
        await using var one = Assert.IsType<Opened>(await session.OpenAsync()).Connection;
        await using var two = Assert.IsType<Opened>(await session.OpenAsync()).Connection;
        await using var judge = Assert.IsType<Opened>(await session.OpenAsync()).Connection;
        var (claims, mixed, first) = (0, 0, 0);
        for (var number = 0; number < pairs; number++)
        {
            var mixes = random.Next(3) == 0;
            Racer[] racers = [new(one, $"one-{number}", true), new(two, $"two-{number}", !mixes)];
            if (random.Next(2) == 0) Array.Reverse(racers);
            var begun = await Task.WhenAll(racers.Select(racer => racer.RunAsync()));
            var winner = Assert.Single(begun, racer => racer.Won);
            var loser = Assert.Single(begun, racer => !racer.Won);
            // The winner alone is on the host: in the claim, among the reservations, and by the mark that comes after them.
            var reading = ClaimReading.Read(await AskAsync(judge, HostClaim.ReadClaim));
            var held = reading.Claim is { State: ClaimState.Open } claim ? [claim.RunId] : reading.Reservations.Select(each => each.RunId).ToArray();
            Assert.Equal([winner.Run], held);
            var marks = (await AskAsync(judge, Command.Sh("cd \"$LMR_ROOT\" && ls -d mark-*-\"$1\" 2>/dev/null", $"{number}"))).Lines;
            Assert.Equal([$"mark-{winner.Run}"], marks);
            Assert.DoesNotContain(loser.Run, (await AskAsync(judge, Command.Sh("cd \"$LMR_ROOT\" && cat claim reserved/* 2>/dev/null; ls"))).Text, StringComparison.Ordinal);
            await winner.EndAsync(reading);
            (claims, mixed, first) = (claims + (mixes ? 0 : 1), mixed + (mixes ? 1 : 0), first + (winner == begun[0] ? 1 : 0));
        }
        return (claims, mixed, first);
    }

    private static async Task<CommandResult> AskAsync(IConnection host, Command command) =>
        Assert.IsType<Answered>(await host.SendAsync(Request.Of(new RequestItem("it", command, s_patience)), default))["it"];

    private sealed record Racer(IConnection Host, string Run, bool Claims)
    {
        public bool Won { get; private init; }

        public async Task<Racer> RunAsync()
        {
            List<RequestItem> items = Claims
                ? [Required("lock", HostClaim.TakeLock), Required("claim", HostClaim.TakeClaim(Run, "race"))]
                : [Required("lock", HostClaim.ShowLife), Required("claim", HostClaim.Reserve(Run, "race", 1024))];
            items.Add(Required("mark", Command.Sh(": >\"$LMR_ROOT/mark-$1\"", Run)));
            var answer = Assert.IsType<Answered>(await Host.SendAsync(new Request([.. items]), default));
            var won = answer["claim"].Succeeded;
            // Whoever has the lock without the claim lets go of it, as a run does.
            if (!won && Claims && answer["lock"].Succeeded) await AskAsync(Host, HostClaim.DropLock);
            return this with { Won = won };
        }

        public async Task EndAsync(ClaimReading reading)
        {
            await AskAsync(Host, Claims ? HostClaim.ReleaseClaim(Run, reading.Claim?.Epoch ?? 0) : HostClaim.FreeReservation(Run, reading.Reservations[0].Epoch));
            if (Claims) await AskAsync(Host, HostClaim.DropLock);
        }

        private static RequestItem Required(string id, Command command) => new(id, command, s_patience) { Required = true };
    }
}

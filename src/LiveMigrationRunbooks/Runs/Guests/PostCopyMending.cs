using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Plans;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>
/// Takes a post-copy up again whose path was cut, once it is back. Before each thing that is done both sides are asked; where that does not lead to
/// an end in time, they are left as they are, for a person or for <c>lmr resume</c>. Nothing is ever aborted or destroyed.
/// </summary>
internal sealed class PostCopyMending(Func<string, IHypervisor> at, RunRecord record, GuestSides sides, Func<int, Task<MoveEnd>> watch, TimeProvider time)
{
    private const int MostTries = 10;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <returns>
    /// When it is no longer broken, or nothing more is tried; where the guest is, is to be asked then. What stands in the way, as far as anybody said it.
    /// </returns>
    public async Task<string?> DoAsync(MoveDeed deed, CancellationToken stop)
    {
        var begun = time.GetTimestamp();
        var pause = s_shortest;
        string? last = null;
        string? complaint = null;
        record.Tell(deed.Host, $"{deed.Move.Name}: the path broke while its memory followed it to {deed.Move.Target}: it stands still, and is taken up again when the path is back");
        for (var tries = MostTries; tries > 0 && time.GetElapsedTime(begun) < s_patience && !stop.IsCancellationRequested;)
        {
            var (source, target) = await sides.AskAsync(deed.Move);
            if (source is SideReading.Present here && target is SideReading.Present there)
            {
                if (Outcomes.Judge(source, target) is not Outcome.PostCopyBroken) return null;
                var (next, said) = await NextAsync(deed, here, there);
                if (said != last) record.Tell(deed.Host, $"{deed.Move.Name}: {last = said}");
                if (next is not PostCopyMend.Wait) tries--;
                if (next is PostCopyMend.TakeUpAgain)
                {
                    var ended = await TakeUpAsync(deed);
                    // A second command would be refused for as long as the first one is at it.
                    if (ended.Hangs) return $"taking it up again hangs: {deed.Move.Target}'s QEMU answers nobody, most likely because it waits for a page of that memory itself";
                    if (ended.Said is { } refused && refused != complaint) record.Tell(deed.Host, $"{deed.Move.Name}: {complaint = refused}");
                }
            }
            await Task.Delay(pause, time, CancellationToken.None);
            pause = pause * 2 < s_longest ? pause * 2 : s_longest;
        }
        return complaint;
    }

    private async Task<(PostCopyMend Next, string Said)> NextAsync(MoveDeed deed, SideReading.Present here, SideReading.Present there)
    {
        var move = deed.Move;
        var links = await Task.WhenAll(at(move.Source).LinksAsync(move.Uuid), at(move.Target).LinksAsync(move.Uuid));
        var next = PostCopyMend.Next(here, there, links[0], links[1], await PathAsync(deed));
        switch (next)
        {
            case PostCopyMend.HangUp up:
                var host = up.OnSource ? move.Source : move.Target;
                var problem = await at(host).HangUpAsync(move.Uuid, up.Link);
                return (next, problem is null ? $"{host} had not noticed; its connection to {up.Link.Peer}, which is gone, is ended" : $"{host} has not noticed, and cannot be told: {problem}");
            case PostCopyMend.Wait wait:
                return (next, $"waits: {wait.Why}");
            default:
                return (next, "the path is back: it is taken up again");
        }
    }

    // As libvirt will go, and as its memory will.
    private async Task<string?> PathAsync(MoveDeed deed)
    {
        if ((await at(deed.Move.Target).SurveyAsync()).Reading is not Hypervisor target) return $"libvirt on {deed.Move.Target} does not answer";
        var (peer, address) = (deed.Move.Peer, new Endpoint(deed.Move.TargetAddress, target.Ports.Last));
        var byTls = deed.Move.Terms.Control == MoveControl.Tls;
        var answers = await at(deed.Host).AnswerAsync(new ProbeQuestions([], [address], byTls ? [] : [peer], []) { TlsPeers = byTls ? [MigrationCommand.Bracketed(address.Host)] : [] });
        if (answers.Address(address) is not { Reach: Reach.Open or Reach.Refused }) return $"{deed.Host} does not reach {address}: {answers.Address(address)?.Said ?? answers.Broken ?? "not answered"}";
        return (byTls ? answers.TlsPeer(address.Host) : answers.Peer(peer)) is { HostUuid: not null } ? null : $"{deed.Host} does not reach libvirt on {peer}";
    }

    private async Task<MoveEnd> TakeUpAsync(MoveDeed deed)
    {
        var batch = record.NextBatch(deed.Host);
        record.Mean(new BatchMeant(deed.Host, batch, [deed.Id]));
        return await at(deed.Host).TakeUpAgainAsync(deed.Move, deed.Id, batch) is { } problem && !await at(deed.Host).HasBegunAsync(batch) ? new MoveEnd(problem, ByRule: false) : await watch(batch);
    }
}

using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Hosts.Hypervisors;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations.Preflights;
using LiveMigrationRunbooks.Plans;
using LiveMigrationRunbooks.Plans.Moves;
using LiveMigrationRunbooks.Runbooks;
using LiveMigrationRunbooks.Runs.Claiming;

namespace LiveMigrationRunbooks.Runs.Guests;

/// <summary>
/// Guests that are on a host when it should be empty and that the plan did not move: started, or moved here, since it was made. No step runs
/// over a guest that nobody looked at.
/// </summary>
internal sealed class Latecomers(Plan plan, Func<string, IHypervisor> at, Claims claims, RunRecord record, MoveTerms terms)
{
    private const string Mark = ".new";

    /// <summary>The deeds that move them; whoever cannot or may not move is recorded as failed, and so is its host. Empty where nobody came.</summary>
    public async Task<ValueList<Deed>> DeedsAsync(int play, int stage, string host)
    {
        if ((await at(host).SurveyAsync()).Reading is not Hypervisor source)
        {
            Fail(play, stage, host, new GuestRefusal("", "guests", host, []), $"libvirt on {host} does not answer: whether it is empty is not known");
            return [];
        }
        var guests = New(play, source, host).ToValueList();
        if (guests.Count == 0) return [];
        if (plan.Plays[play].Evacuation is { NewGuests: NewGuests.Refuse })
        {
            foreach (var guest in guests) Fail(play, stage, host, Refusal(guest, host), $"it came to {host} after the plan (new_guests: refuse)");
            return [];
        }
        foreach (var guest in guests) record.Tell(host, $"{guest.Name}: came after the plan; it is moved too");
        var placed = await PlaceAsync(play, host, source with { Guests = guests, Moves = [], Unread = [], QemuUuids = [.. guests.Select(guest => guest.Uuid)] });
        foreach (var refused in placed.Refused)
            Fail(play, stage, host, refused, $"it came to {host} after the plan, and cannot leave: {Why(refused)}");
        // Nobody has seen in a plan that these go down, or that their host is changed while they run.
        foreach (var stays in placed.Stays.Where(stay => stay.Runs)) Fail(play, stage, host, new GuestRefusal(stays.Uuid, stays.Name, host, []), $"came to {host} after the plan: {stays.Why}", MoveFigures.StayedByRule);
        foreach (var stop in placed.Stops) Fail(play, stage, host, new GuestRefusal(stop.Uuid, stop.Name, host, []), $"it came to {host} after the plan, and cannot leave ({stop.Why}); only who is named by a plan is taken down: apply again", MoveFigures.StayedByRule);
        return [.. placed.Moves.SelectMany(move => EvacuationPlanner.DeedsOf(terms.Known(move), play, stage, Mark))];
    }

    // A guest whose move was tried and did not succeed is known; one that left and is back is new.
    private IEnumerable<GuestReading> New(int play, Hypervisor source, string host)
    {
        var known = record.Results.Select(result => (result.Deed as MoveDeed, result.End)).Where(each => each.Item1?.Host == host && each.End != DeedEnd.Done).Select(each => each.Item1?.Move.Uuid).ToHashSet();
        known.UnionWith((plan.Plays[play].Evacuation?.Stays ?? []).Where(stay => stay.Runs).Select(stay => stay.Uuid));
        return source.Guests.Where(guest => guest.Condition.IsActive && !known.Contains(guest.Uuid) && terms.Waves(play).Takes(guest.Name, guest.Uuid));
    }

    private async Task<EvacuationPlan> PlaceAsync(int play, string host, Hypervisor source)
    {
        // Only hosts that this run has taken or reserved: nobody else may be about to change them.
        var names = (plan.Plays[play].Evacuation?.Targets ?? []).Where(claims.Has).ToList();
        var read = await Task.WhenAll(names.Select(name => at(name).SurveyAsync()));
        var bare = names.Zip(read).Select(each => Target(play, each.First, each.Second, ProbeAnswers.NotAsked)).ToList();
        var answers = await at(host).AnswerAsync(EvacuationQuestions.ForSource(source, bare, terms.Waves(play).PolicyOf));
        var pairs = await Task.WhenAll(names.Select(name => at(name).AnswerAsync(EvacuationQuestions.ForTarget([source], terms.Waves(play).PolicyOf))));
        var targets = names.Index().Select(entry => Target(play, entry.Item, read[entry.Index], pairs[entry.Index]));
        return EvacuationPlan.Make([new EvacuationSource(host, source, answers)], targets, terms.Waves(play));
    }

    private MoveTarget Target(int play, string name, HostSurvey survey, ProbeAnswers pairs) => terms.Target(play, name, survey, pairs);

    private void Fail(int play, int stage, string host, GuestRefusal guest, string why, ValueMap<long>? figures = null)
    {
        var move = new GuestMove(0, guest.Uuid, guest.Name, host, "", "", "", 0, false, false, null, []);
        record.End(EvacuationPlanner.DeedsOf(move, play, stage, Mark)[0], DeedEnd.Failed, $"{guest.Name}: {why}", figures);
    }

    private static GuestRefusal Refusal(GuestReading guest, string host) => new(guest.Uuid, guest.Name, host, []);

    private static string Why(GuestRefusal refused) => refused.Reasons.Count == 0
        ? "this run holds no host that could take it; apply again"
        : string.Join("; ", refused.Reasons.Select(target => $"{target.Target}: {string.Join(", ", target.Blocked.Select(finding => finding.What))}"));
}

using LiveMigrationRunbooks.Inventories.Guests;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;
using LiveMigrationRunbooks.Migrations;
using LiveMigrationRunbooks.Schedules;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>
/// The runbook that nobody wrote: an evacuation of one guest. So that one guest moves by the same plan, claim, preflight and journal as all
/// guests of a rack.
/// </summary>
public static class MoveRunbook
{
    /// <summary>Null where nothing can be made of it; look at <paramref name="findings"/> for errors in either case.</summary>
    /// <param name="path">The runbook that lends its terms; without one a name in the folder in which runs are kept.</param>
    public static Runbook? Read(string path, MoveAsked asked, Findings findings)
    {
        var terms = asked.HasTerms ? RunbookReader.WithTerms(path, findings) : Bare(path, findings);
        if (terms is not { } lent) return null;
        if (asked.From == asked.To)
        {
            findings.Add(GuestChoiceProblems.SameHost(Word("--to", asked.To).Span, asked.To));
            return null;
        }
        return lent.Runbook with { Name = $"Move {asked.Guest}", Inputs = [], Variables = [], Plays = [Play(asked, lent.Policies, lent.Guests, findings)] };
    }

    /// <summary>The same once it is known which host has the guest.</summary>
    public static Runbook From(Runbook runbook, string host)
    {
        var play = runbook.Plays[0];
        var evacuate = play.Evacuate ?? throw new InvalidOperationException("This runbook moves a guest.");
        return runbook with { Plays = [play with { Hosts = Word("--from", host), Evacuate = evacuate with { To = To(evacuate.To.Text.Text, host) } }] };
    }

    private static (Runbook Runbook, Policies Policies, GuestPolicies Guests)? Bare(string path, Findings findings)
    {
        var policies = Policies.Of(null, findings);
        return (new Runbook(path, "", [], [], [], []), policies, GuestPolicies.Of(GuestCatalogue.Empty, policies, findings));
    }

    private static Play Play(MoveAsked asked, Policies policies, GuestPolicies guests, Findings findings)
    {
        var guest = Word("GUEST", asked.Guest);
        var policy = asked.Policy is null ? null : Word("--policy", asked.Policy);
        var form = new EvacuateForm(
            guest.Span, To(asked.To, asked.From), Policy: policy is null ? null : new Placed<string>(policy.Text, policy.Span), NewGuests: NewGuests.Refuse,
            Guests: [new Placed<string>(asked.Guest, guest.Span)], Watch: asked.Watch is { } watch ? Read(watch, findings) : null);
        var evacuate = Evacuate.Of(form, policies, guests, findings);
        if (asked.Address is { } address && evacuate.Waves.Watch is { } told) evacuate = evacuate with { Waves = evacuate.Waves with { Watch = each => told(each) with { Address = address } } };
        return new Play(
            $"Move {asked.Guest}", Word("--from", asked.From ?? ""), Rollout.AllAtOnce, FailureBudget.None, FailedHost.Keep, OrRefused(evacuate),
            StepList.Empty, StepList.Empty, StepList.Empty, [], guest.Span);
    }

    // As it stands between braces in a runbook.
    private static WatchForm? Read(string watch, Findings findings) =>
        YamlReader.Read(new SourceFile("--watch", $"{{ {watch} }}"), YamlDialect.Core, findings) is { } tree ? RecordBinder.Bind<WatchForm>(tree, findings) : null;

    // Whoever wants a guest moved has not asked for it to go down where that cannot be, whatever its policy says of a host that must be empty.
    private static Evacuate OrRefused(Evacuate move) => move with
    {
        Waves = move.Waves with { Own = (guest, policy) => (move.Waves.Own?.Invoke(guest, policy) ?? policy) with { CannotMove = CannotMove.Refuse } },
    };

    // Hosts that take guests cannot be among those that they leave.
    private static HostsPattern To(string pattern, string? from) => new(Word("--to", from is null || pattern == from ? pattern : $"{pattern}:!{from}"));

    private static YamlScalar Word(string option, string text) => new(text, false, new SourceSpan(new SourceFile(option, text), 0, text.Length));
}

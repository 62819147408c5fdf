using LiveMigrationRunbooks.Inventories.Guests;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Libvirt;
using LiveMigrationRunbooks.Migrations;

namespace LiveMigrationRunbooks.Runbooks;

/// <summary>What the guest catalogue says about how single guests move, with the policies behind its names.</summary>
internal sealed class GuestPolicies
{
    private readonly GuestCatalogue _catalogue;
    private readonly Dictionary<GuestEntry, MigrationPolicy> _policies = new(ReferenceEqualityComparer.Instance);

    private GuestPolicies(GuestCatalogue catalogue) => _catalogue = catalogue;

    public bool IsEmpty => _catalogue.Entries.Count == 0;

    public static GuestPolicies Of(GuestCatalogue catalogue, Policies policies, Findings findings)
    {
        var guests = new GuestPolicies(catalogue);
        foreach (var entry in catalogue.Entries.Where(entry => entry.Policy is not null))
            guests._policies[entry] = policies.Named(entry.Policy, MigrationPolicy.Balanced, findings);
        return guests;
    }

    /// <summary>Where it answers, as its owner says; null where nobody does.</summary>
    public string? AddressOf(GuestReading guest) =>
        _catalogue.EntryOf(guest.Name, GuestMetadata.Of(guest.Xml)) is { } entry ? (entry.Address ?? entry.Readiness?.Address)?.Value : null;

    /// <summary>How its owner finds out that it serves again after a move; null where nobody says.</summary>
    public ReadyCheck? ReadyOf(GuestReading guest) => _catalogue.EntryOf(guest.Name, GuestMetadata.Of(guest.Xml)) is { Readiness: { } ready }
        ? new ReadyCheck(SignOf(ready.By), ready.Address?.Value, ready.Port, ready.Deadline.TotalSeconds) : null;

    /// <summary>The guest's own policy, else that of its wave; what its owner says of a guest that cannot move, no longer pause than its owner bears, and post-copy where its owner accepts what it risks.</summary>
    /// <param name="above">What the evacuation says whatever a policy says.</param>
    public MigrationPolicy Over(GuestReading guest, MigrationPolicy wave, Func<MigrationPolicy, MigrationPolicy> above)
    {
        if (_catalogue.EntryOf(guest.Name, GuestMetadata.Of(guest.Xml)) is not { } entry) return wave;
        var policy = _policies.TryGetValue(entry, out var own) ? above(own) : wave;
        if (entry.AcceptGuestLoss) policy = policy with { LossAcceptedBy = Consent(entry) };
        if (Policies.Of(entry.CannotMove) is { } cannot) policy = policy with { CannotMove = cannot };
        if (entry.Pause is not { } pause) return policy;
        var ceiling = Math.Min(policy.PauseCeilingMs, (int)Math.Clamp(pause.Value.TotalMilliseconds, 1, MigrationPolicy.LongestPauseMs));
        return policy with { PauseCeilingMs = ceiling, PauseStartMs = Math.Min(policy.PauseStartMs, ceiling) };
    }

    private static ReadySign SignOf(ReadinessSign sign) => sign switch { ReadinessSign.Ping => ReadySign.Ping, ReadinessSign.Tcp => ReadySign.Tcp, _ => ReadySign.Agent };

    // The folder says nothing that a plan made elsewhere from the same files would say too.
    private static string Consent(GuestEntry entry) =>
        $"accept_guest_loss in {Path.GetFileName(entry.Span.File.Path)}, line {entry.Span.Line}{(entry.Owner is { } owner ? $", of {owner}" : "")}";
}

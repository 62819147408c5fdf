using System.IO.Enumeration;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;

namespace LiveMigrationRunbooks.Inventories.Guests;

/// <summary>What the catalogue says about the guests that it matches: by name, by libvirt metadata, or by both, which then must both match.</summary>
public sealed record GuestEntry(
    SourceSpan Span,
    [Key("Names of guests, as virsh list shows them: one or a list, with * for any letters and ? for one.", Example = "[\"web-*\", \"proxy-?\"]")]
    IReadOnlyList<Placed<string>>? Name = null,
    [Key("Elements under 'metadata' of the guest's definition in libvirt, and the text each must have, with * and ?. Names are without prefix; elements inside of others are written with a slash, as app/tier.",
        Example = "{ \"tier\": \"database\" }")]
    MetadataPattern? Metadata = null,
    [Key("How they move: one of the runbook's policies, or balanced, gentle, must-leave, huge. It counts above the policy of evacuate and of the wave.", Example = "gentle")]
    Placed<string>? Policy = null,
    [Key("The longest time that they may stand still at the end of a move, whatever their policy allows: from 1ms to 2000s.", Example = "300ms")]
    Placed<TimeSpan>? Pause = null,
    [Key("The only consent to post-copy: their owner accepts that they are lost when the network or a host fails during a move.")]
    bool AcceptGuestLoss = false,
    [Key("Hosts where they belong: a host pattern.", Example = "rack_a")]
    Placed<string>? Home = null,
    [Key("Groups of guests, of which no two may be on one host: one name or a list.", Example = "database-replicas")]
    IReadOnlyList<Placed<string>>? Apart = null,
    [Key("Groups of guests that must be on one host: one name or a list.", Example = "shop")]
    IReadOnlyList<Placed<string>>? Together = null,
    [Key("Who is asked before something is done to them: a word for people.", Example = "dba@example.org")]
    string? Owner = null,
    [Key("IP address or name that they answer at; 'watch' asks there. Without it 'readiness' says it, or the host is asked.", Example = "192.0.2.40")]
    Placed<string>? Address = null,
    [Key("How it is found out that they serve again after a move.")]
    Readiness? Readiness = null,
    [Key("What is done when no target can take them, whatever their policy says of it: see policies.", Example = "leave")]
    CannotMoveForm? CannotMove = null)
{
    /// <param name="metadata">Path and text of the elements under <c>metadata</c>.</param>
    public bool Matches(string guest, IReadOnlyDictionary<string, string> metadata) =>
        (Name is not null || Metadata is not null)
        && (Name?.Any(pattern => IsLike(pattern.Value, guest)) ?? true)
        && (Metadata?.Matches(metadata) ?? true);

    internal static bool IsLike(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}

using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Shapes;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Language.Yaml;

namespace LiveMigrationRunbooks.Inventories.Guests;

/// <summary>
/// What people know about guests and libvirt does not: how each may be moved, where it belongs, whose it is. Of the entries that match a
/// guest the first counts, as a whole; nothing is mixed from several.
/// </summary>
public sealed record GuestCatalogue(IReadOnlyList<GuestEntry> Entries)
{
    private static readonly IReadOnlyDictionary<string, string> s_noMetadata = new Dictionary<string, string>();

    /// <summary>The catalogue of whoever has none.</summary>
    public static GuestCatalogue Empty { get; } = new([]);

    /// <summary>Null where the file cannot be read as a catalogue; look at <paramref name="findings"/> for errors in either case.</summary>
    public static GuestCatalogue? Read(SourceFile file, Findings findings) => YamlReader.Read(file, YamlDialect.Core, findings) is { } tree ? Read(tree, findings) : null;

    /// <summary>The entry that counts for a guest; null where none matches.</summary>
    /// <param name="metadata">Path and text of the elements under <c>metadata</c> of its definition; null where they are not known.</param>
    public GuestEntry? EntryOf(string guest, IReadOnlyDictionary<string, string>? metadata = null) =>
        Entries.FirstOrDefault(entry => entry.Matches(guest, metadata ?? s_noMetadata));

    /// <summary>What can be said only with the inventory: whether the hosts of <c>home</c> exist.</summary>
    public void Check(Inventory inventory, Findings findings)
    {
        foreach (var home in Entries.Select(entry => entry.Home).OfType<Placed<string>>())
            HostPattern.Select(inventory, home.Value, home.Span, findings);
    }

    private static GuestCatalogue? Read(YamlNode tree, Findings findings)
    {
        if (RecordBinder.Bind<GuestsForm>(tree, findings) is not { } form) return null;
        if (form.Guests.Count == 0) findings.Add(GuestProblems.Empty(tree.Span));
        GuestChecks.LookForMatches((tree as YamlMapping)?["guests"], findings);
        GuestChecks.Look(form.Guests, findings);
        return new GuestCatalogue(form.Guests);
    }
}

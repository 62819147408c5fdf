using LiveMigrationRunbooks.Inventories;
using LiveMigrationRunbooks.Inventories.Guests;
using LiveMigrationRunbooks.Language.Diagnostics;
using LiveMigrationRunbooks.Language.Text;
using LiveMigrationRunbooks.Tests.Language;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Inventories.Guests;

public sealed class GuestCatalogueTests
{
    private static readonly Dictionary<string, string> s_database = new() { ["app/tier"] = "database" };

    [Fact]
    public void The_first_entry_that_matches_counts_as_a_whole()
    {
        var catalogue = Sound("""
            guests:
              - { name: db-01, pause: 100ms }
              - { name: "db-*", policy: gentle, pause: 300ms, owner: dba }
              - { metadata: { app/tier: "data*" }, owner: data }
              - { name: "*", owner: everybody }
            """);
        Assert.Equal((TimeSpan.FromMilliseconds(100), null), (catalogue.EntryOf("db-01")?.Pause?.Value, catalogue.EntryOf("db-01")?.Owner));
        Assert.Equal(("gentle", "dba"), (catalogue.EntryOf("db-02")?.Policy?.Value, catalogue.EntryOf("db-02", s_database)?.Owner));
        Assert.Equal("data", catalogue.EntryOf("shop", s_database)?.Owner);
        Assert.Equal("everybody", catalogue.EntryOf("shop")?.Owner);
    }

    [Fact]
    public void Name_and_metadata_must_both_match()
    {
        var catalogue = Sound("""guests: [{ name: ["db-*", "sql-?"], metadata: { app/tier: database }, owner: dba }]""");
        Assert.Equal("dba", catalogue.EntryOf("sql-1", s_database)?.Owner);
        Assert.Null(catalogue.EntryOf("sql-10", s_database));
        Assert.Null(catalogue.EntryOf("sql-1"));
        Assert.Null(GuestCatalogue.Empty.EntryOf("sql-1", s_database));
    }

    [Fact]
    public void What_is_not_written_has_its_default()
    {
        var entry = Sound("guests: [{ name: db }]").Entries[0];
        Assert.Equal((false, null, null), (entry.AcceptGuestLoss, entry.CannotMove, entry.Pause));
        Assert.Equal(TimeSpan.FromMinutes(1), Sound("guests: [{ name: db, readiness: { by: agent } }]").Entries[0].Readiness?.Deadline);
    }

    [Theory]
    [InlineData("leave", CannotMoveForm.Leave, null)]
    [InlineData("managed-save", CannotMoveForm.ManagedSave, null)]
    [InlineData("shutdown", CannotMoveForm.Shutdown, null)]
    [InlineData("{ shutdown: { within: 90s } }", CannotMoveForm.Shutdown, 90)]
    public void What_is_done_about_a_guest_that_cannot_move(string written, string word, int? seconds) =>
        Assert.Equal(new CannotMoveForm(word, seconds is { } within ? TimeSpan.FromSeconds(within) : null), Sound($"guests: [{{ name: db, cannot_move: {written} }}]").Entries[0].CannotMove);

    [Theory]
    [InlineData("guests: []", "LMR427 1:1 The catalogue has no entry.")]
    [InlineData("guests: [{ owner: dba }]", "LMR420 1:10 This entry matches no guest.")]
    [InlineData("guests: [{ name: [] }]", "LMR420 1:10 This entry matches no guest.")]
    [InlineData("guests: [{ name: \"\" }]", "LMR420 1:18 This entry matches no guest.")]
    [InlineData("guests: [{ name: db, polici: gentle }]", "LMR031 1:22 Unknown key 'polici'.")]
    [InlineData("guests: [{ name: db, pause: 0s }]", "LMR425 1:29 A pause cannot be 0s.")]
    [InlineData("guests: [{ name: db, pause: 300 }]", "LMR050 1:29 'pause' cannot be '300'.")]
    [InlineData("guests: [{ name: db, accept_guest_loss: maybe }]", "LMR050 1:41 'accept_guest_loss' cannot be 'maybe'.")]
    [InlineData("guests: [{ name: db, cannot_move: stay }]", "LMR050 1:35 'cannot_move' cannot be 'stay'.")]
    [InlineData("guests: [{ name: db, cannot_move: { leave: { within: 5m } } }]", "LMR050 1:35 'cannot_move' cannot be a mapping.")]
    [InlineData("guests: [{ name: db, cannot_move: { shutdown: { within: 0s } } }]", "LMR050 1:35 'cannot_move' cannot be a mapping.")]
    [InlineData("guests: [{ name: db, cannot_move: { shutdown: { after: 5m } } }]", "LMR050 1:35 'cannot_move' cannot be a mapping.")]
    [InlineData("guests: [{ metadata: { tier: [] } }]", "LMR050 1:22 'metadata' cannot be a mapping.")]
    [InlineData("guests: [{ name: \"*\" }, { name: db }]", "LMR421 1:25 This entry is never reached.")]
    [InlineData("guests: [{ name: [\"a*\", b] }, { name: [ab, b] }]", "LMR421 1:31 This entry is never reached.")]
    [InlineData("guests: [{ metadata: { tier: db } }, { name: a, metadata: { tier: db } }]", "LMR421 1:38 This entry is never reached.")]
    public void What_is_wrong_is_told_where_it_stands(string yaml, string told) => Assert.Equal([told], Read(yaml).Told);

    [Theory]
    [InlineData("guests: [{ name: \"db-?\" }, { name: \"db-*\" }]")]
    [InlineData("guests: [{ name: \"db-*\", metadata: { tier: db } }, { name: db-1 }]")]
    [InlineData("guests: [{ metadata: { tier: db } }, { name: db-1 }]")]
    [InlineData("guests: [{ name: \"a*\" }, { metadata: { tier: db } }]")]
    public void An_entry_that_may_still_match_somebody_is_sound(string yaml) => Assert.NotEmpty(Sound(yaml).Entries);

    [Theory]
    [InlineData("{ by: ping }", "LMR423 1:33 'readiness' by ping needs 'address'.")]
    [InlineData("{ by: tcp, address: 192.0.2.40 }", "LMR423 1:33 'readiness' by tcp needs 'port'.")]
    [InlineData("{ by: agent, port: 22 }", "LMR424 1:33 'readiness' by agent takes no 'port'.")]
    [InlineData("{ by: tcp, address: a, port: 0 }", "LMR052 1:62 'port' cannot be '0'.")]
    public void Readiness_must_know_whom_to_ask(string readiness, string told) =>
        Assert.Contains(told, Read($"guests: [{{ name: db, readiness: {readiness} }}]").Told);

    [Fact]
    public void Guests_cannot_be_apart_and_together()
    {
        var told = Read("""
            guests:
              - { name: db-1, apart: replicas, together: [rack, shop] }
              - { name: db-2, apart: [replicas], together: rack }
            """).Told;
        Assert.Contains("LMR422 2:47 Guests cannot be both apart and on one host.", told);
        Assert.Contains("LMR422 3:48 Guests cannot be both apart and on one host.", told);
    }

    [Fact]
    public void Home_must_be_hosts_of_the_inventory()
    {
        var (catalogue, _) = Read("guests: [{ name: db, home: rack_b }, { name: web, home: kvm1 }]");
        var findings = new Findings();
        var inventory = InventoryReader.Read(["kvm1,kvm2,"], findings);
        Assert.NotNull(inventory);
        catalogue?.Check(inventory, findings);
        var told = Assert.Single(Told.Lines(findings));
        Assert.Contains("1:28 ", told, StringComparison.Ordinal);
        Assert.Contains("rack_b", told, StringComparison.Ordinal);
    }

    private static GuestCatalogue Sound(string yaml)
    {
        var (catalogue, told) = Read(yaml);
        Assert.Empty(told);
        Assert.NotNull(catalogue);
        return catalogue;
    }

    private static (GuestCatalogue? Catalogue, string[] Told) Read(string yaml)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, yaml);
            var findings = new Findings();
            return (SourceFile.Read(path, findings) is { } file ? GuestCatalogue.Read(file, findings) : null, Told.Lines(findings));
        }
        finally
        {
            File.Delete(path);
        }
    }
}

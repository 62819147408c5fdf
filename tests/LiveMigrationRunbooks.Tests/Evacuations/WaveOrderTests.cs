using LiveMigrationRunbooks.Evacuations;
using LiveMigrationRunbooks.Migrations;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Evacuations;

public sealed class WaveOrderTests
{
    private static readonly string[] s_guests = ["db-1", "mail", "web-01", "web-02"];

    [Theory]
    [InlineData("canary=web-01 web=web-*", "canary: web-01; web: web-02; (rest): db-1 mail", "web-01 is named by the waves canary, web: it goes with canary")]
    [InlineData("rest= db=db-?", "rest: mail web-01 web-02; db: db-1", "")]
    [InlineData("web=web-* canary=web-01", "web: web-01 web-02; canary: ; (rest): db-1 mail", "web-01 is named by the waves web, canary: it goes with web|the wave canary has no guest (web-01)")]
    [InlineData("gone=old-*,older all=*", "gone: ; all: db-1 mail web-01 web-02; (rest): ", "the wave gone has no guest (old-*, older)")]
    [InlineData("WEB=WEB-*", "WEB: ; (rest): db-1 mail web-01 web-02", "the wave WEB has no guest (WEB-*)")]
    [InlineData("", "(rest): db-1 mail web-01 web-02", "")]
    public void Each_guest_belongs_to_the_first_wave_that_names_it_and_the_others_go_where_nobody_is_named(string waves, string expected, string notes)
    {
        var order = WaveOrder.Of([.. waves.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Wave)], MigrationPolicy.Balanced);

        Assert.Equal(expected, string.Join("; ", order.Waves.Select(wave => $"{wave.Name}: {string.Join(' ', s_guests.Where(guest => order.Of(guest) == wave))}")));
        Assert.Equal(notes, string.Join('|', order.Notes(s_guests)));
    }

    private static Wave Wave(string text)
    {
        var (name, patterns) = (text[..text.IndexOf('=')], text[(text.IndexOf('=') + 1)..]);
        return new Wave(name, patterns.Length == 0 ? null : [.. patterns.Split(',')], TimeSpan.Zero, MigrationPolicy.Balanced);
    }
}

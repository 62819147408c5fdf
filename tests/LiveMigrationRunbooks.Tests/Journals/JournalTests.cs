using System.Security.Cryptography;
using System.Text;
using LiveMigrationRunbooks.Commands;
using LiveMigrationRunbooks.Journals;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Journals;

public sealed class JournalTests : IDisposable
{
    private static readonly JournalRecord[] s_records =
    [
        new RunBegan("20260101-120000-abcd", "runbook.yml", "0f", ["kvm1", "kvm2"], null),
        new BatchMeant("kvm1", 1, ["p1.s1@kvm1"]),
        new DeedMeant("p1.move.web@kvm1", "kvm1"),
        new DeedEnded("p1.s1@kvm1", "kvm1", DeedEnd.Done, "größe \"9000\"\nzweite Zeile", new ValueMap<long>([KeyValuePair.Create("pause_ms", 59L)])),
        new HostLost("kvm2", "host.unreachable", "kvm2 does not answer.", "Look whether it is up."),
        new RunEnded(6, "host.failed"),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("lmr-journal-").FullName;

    private string Journal => Path.Combine(_folder, "journal.jsonl");

    [Fact]
    public void What_was_appended_is_read()
    {
        var reading = JournalReading.Of(Written());

        Assert.Equal(s_records, reading.Records);
        Assert.Null(reading.Damage);
        Assert.Equal(0, reading.TornBytes);
    }

    [Fact]
    public void A_journal_goes_on_where_it_ended_even_behind_a_torn_record()
    {
        File.WriteAllBytes(Journal, [.. Written()[..^20]]);
        using (var journal = JournalFile.Continue(Journal, JournalReading.Of(Journal), TimeProvider.System)) journal.Append(new RunEnded(0, "done"));

        Assert.Equal([.. s_records[..^1], new RunEnded(0, "done")], JournalReading.Of(Journal).Records);
    }

    [Fact]
    public void A_last_record_torn_at_any_byte_is_left_out_and_the_rest_stands()
    {
        var whole = Written();
        var last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (var length = last; length < whole.Length; length++)
        {
            var reading = JournalReading.Of(whole.AsSpan(0, length));
            Assert.Equal((s_records.Length - 1, last, length - last, null), (reading.Records.Count, reading.SoundBytes, reading.TornBytes, reading.Damage));
        }
    }

    [Fact]
    public void A_torn_end_of_zeros_is_left_out()
    {
        // Some file systems give a file its new length before its new bytes.
        var reading = JournalReading.Of([.. Written(), .. new byte[300]]);

        Assert.Equal((s_records.Length, 300, null), (reading.Records.Count, reading.TornBytes, reading.Damage));
    }

    [Fact]
    public void Any_flipped_bit_before_the_last_record_is_damage()
    {
        var whole = Written();
        var secondLast = Array.LastIndexOf(whole, (byte)'\n', Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) - 1);
        for (var bit = 0; bit < secondLast * 8; bit++)
        {
            var flipped = whole.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            var reading = JournalReading.Of(flipped);
            Assert.True(reading.Damage is not null, $"bit {bit % 8} of byte {bit / 8} went unseen: {Encoding.UTF8.GetString(whole.AsSpan(Math.Max(0, (bit / 8) - 20), 40))}");
        }
    }

    [Fact]
    public void A_last_record_that_was_changed_is_damage_not_a_torn_end()
    {
        var text = Encoding.UTF8.GetString(Written());

        Assert.NotNull(JournalReading.Of(Encoding.UTF8.GetBytes(text.Replace("\"exit_code\":6", "\"exit_code\":0", StringComparison.Ordinal))).Damage);
    }

    [Fact]
    public void A_sound_record_of_a_kind_from_later_is_named_not_passed_over()
    {
        var (text, _) = JournalLine.Write(1, JournalLine.Seed, DateTimeOffset.UnixEpoch, new DeedMeant("p1.s1@kvm1", "kvm1"));
        var record = """{"is":"guest_sang","deed":"x"}""";
        var line = JournalLine.Parse(text)!;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{JournalLine.Seed}\n1\n{line.At}\n{record}")))[..32];

        Assert.Contains("does not know", JournalReading.Of(Encoding.UTF8.GetBytes($$"""{"seq":1,"at":"{{line.At}}","record":{{record}},"digest":"{{digest}}"}""" + "\n")).Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_gone_or_moved_is_damage()
    {
        var lines = Encoding.UTF8.GetString(Written()).Split('\n')[..^1];
        for (var line = 0; line < lines.Length - 1; line++)
        {
            Assert.NotNull(Read([.. lines[..line], .. lines[(line + 1)..]]).Damage);
            Assert.NotNull(Read([.. lines[..line], lines[line + 1], lines[line], .. lines[(line + 2)..]]).Damage);
            Assert.NotNull(Read([.. lines[..(line + 1)], .. lines[line..]]).Damage);
        }

        static JournalReading Read(string[] lines) => JournalReading.Of(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
    }

    [Fact]
    public async Task Appends_from_several_threads_stand_in_one_order()
    {
        using (var journal = JournalFile.Create(Journal, TimeProvider.System))
            await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
            {
                for (var count = 0; count < 20; count++) journal.Append(new DeedMeant($"{thread}.{count}", "kvm1"));
            })));
        var reading = JournalReading.Of(Journal);

        Assert.Null(reading.Damage);
        Assert.Equal(80, reading.Records.OfType<DeedMeant>().Select(record => record.Deed).Distinct().Count());
        Assert.All(Enumerable.Range(0, 4), thread => Assert.Equal(
            Enumerable.Range(0, 20).Select(count => $"{thread}.{count}"),
            reading.Records.OfType<DeedMeant>().Select(record => record.Deed).Where(deed => deed.StartsWith($"{thread}.", StringComparison.Ordinal))));
    }

    [Fact]
    public void A_journal_is_for_its_owner_alone()
    {
        Written();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Journal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private byte[] Written()
    {
        using (var journal = JournalFile.Create(Journal, TimeProvider.System))
            foreach (var record in s_records) journal.Append(record);
        return File.ReadAllBytes(Journal);
    }
}

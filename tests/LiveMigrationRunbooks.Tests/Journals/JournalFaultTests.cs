using System.Text;
using LiveMigrationRunbooks.Journals;
using LiveMigrationRunbooks.Tests.Steps;
using Xunit;

namespace LiveMigrationRunbooks.Tests.Journals;

/// <summary>What a disk does to a journal, and what people do to it.</summary>
public sealed class JournalFaultTests : IDisposable
{
    private const string Id = "20260101-120000-abcd";
    private static readonly JournalRecord[] s_records =
        [new RunBegan(Id, "runbook.yml", "0f", ["kvm1"], null), .. Enumerable.Range(1, 4).Select(batch => new BatchMeant("kvm1", batch, [$"p1.s{batch}@kvm1"])), new RunEnded(0, "done")];

    private readonly string _folder = Directory.CreateTempSubdirectory("lmr-journal-").FullName;

    private string Journal => Path.Combine(_folder, "journal.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whichever_write_or_flush_fails_no_host_is_touched_without_a_durable_intent(bool sticky)
    {
        var calls = Faulted(int.MaxValue, sticky).Calls;
        Assert.Equal(2 * (s_records.Length + 1), calls);
        for (var nth = 1; nth <= calls; nth++)
        {
            var (_, touched) = Faulted(nth, sticky);
            // A write and its flush are one record; the first is the header. What failed is not tried again, and nothing comes after it.
            Assert.Equal(Math.Max(0, ((nth - 1) / 2) - 1), touched.Count);
            var read = JournalReading.Of(Journal);
            Assert.Null(read.Damage);
            Assert.Equal(touched, read.Records.Take(touched.Count));
            // A flush that failed may have left a whole record that nobody acted upon; a write that failed a half one.
            Assert.InRange(read.Records.Count, touched.Count, touched.Count + (nth % 2 == 0 ? 1 : 0));
        }
    }

    [Fact]
    public void Its_room_is_taken_at_the_start_and_given_back_at_the_end()
    {
        using (var journal = JournalFile.Create(Journal, TimeProvider.System))
        {
            journal.Append(s_records[0]);
            Assert.True(BytesOnDisk() >= 16 << 20, $"{BytesOnDisk()}");
            Assert.Equal(File.ReadAllText(Journal).Length, new FileInfo(Journal).Length);
        }

        Assert.True(BytesOnDisk() < 1 << 20, $"{BytesOnDisk()}");
        using (var journal = JournalFile.Continue(Journal, JournalReading.Of(Journal), TimeProvider.System)) journal.Append(s_records[^1]);
        Assert.Equal([s_records[0], s_records[^1]], JournalReading.Of(Journal).Records);
    }

    [Fact]
    public void Its_first_line_says_what_it_is_and_who_wrote_it()
    {
        Write(s_records);
        Assert.Matches("""^\{"seq":1,"at":"[^"]+","record":\{"is":"journal","format":1,"tool":"lmr \d+\.\d+\.\d+[^"]*"\},"digest":"[0-9a-f]{32}"\}""", File.ReadLines(Journal).First());

        var read = JournalReading.Of(Journal);
        Assert.Equal((s_records.Length + 1, JournalHeader.ThisTool), (read.Lines, read.Tool));
    }

    [Fact]
    public void One_from_a_newer_version_is_refused_and_both_are_named()
    {
        var (header, digest) = JournalLine.Write(1, JournalLine.Seed, DateTimeOffset.UnixEpoch, """{"is":"journal","format":2,"tool":"lmr 9.1.0","colour":"blue"}""");
        var (next, _) = JournalLine.Write(2, digest, DateTimeOffset.UnixEpoch, s_records[0]);
        var damage = Of(header, next).Damage;

        Assert.Equal($"It has format 2, written by lmr 9.1.0; this is {JournalHeader.ThisTool}, which reads format 1 and older.", damage);
    }

    [Fact]
    public void One_that_is_older_than_headers_is_read_and_goes_on()
    {
        var (first, digest) = JournalLine.Write(1, JournalLine.Seed, DateTimeOffset.UnixEpoch, s_records[0]);
        var (second, _) = JournalLine.Write(2, digest, DateTimeOffset.UnixEpoch, s_records[1]);
        Keep($"{first}\n{second}\n");
        using (var journal = JournalFile.Continue(Journal, JournalReading.Of(Journal), TimeProvider.System)) journal.Append(s_records[^1]);

        Assert.Equal([s_records[0], s_records[1], s_records[^1]], JournalReading.Of(Journal).Records);
    }

    [Fact]
    public void A_member_from_later_is_passed_over_and_a_record_from_later_is_named()
    {
        var (known, digest) = JournalLine.Write(1, JournalLine.Seed, DateTimeOffset.UnixEpoch, """{"is":"deed_meant","deed":"d","host":"h","mood":{"of":["the",1]}}""");
        Assert.Equal([new DeedMeant("d", "h")], Of(known).Records);
        var (unknown, _) = JournalLine.Write(2, digest, DateTimeOffset.UnixEpoch, """{"is":"guest_sang","deed":"x"}""");
        Assert.Equal($"Record 2 (byte {known.Length + 1}) is of a kind that this version ({JournalHeader.ThisTool}) does not know.", Of(known, unknown).Damage);
    }

    [Fact]
    public void Two_journals_spliced_together_are_damage()
    {
        Write(s_records);
        var lines = File.ReadAllLines(Journal);
        File.Delete(Journal);
        Write([s_records[0] with { }, new BatchMeant("kvm2", 1, ["p1.s1@kvm2"]), .. s_records[2..]]);
        var others = File.ReadAllLines(Journal);

        Assert.Contains("comes from elsewhere", Of([.. lines[..3], .. others[3..]]).Damage, StringComparison.Ordinal);
        Assert.Contains("has the number 1", Of([.. lines, .. others]).Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void The_journal_of_another_run_is_not_believed()
    {
        var store = new RunStore(_folder);
        store.Create(Id, TimeProvider.System).Dispose();
        var path = Path.Combine(_folder, Id, "journal.jsonl");
        File.Delete(path);
        using (var journal = JournalFile.Create(path, TimeProvider.System)) journal.Append(new RunBegan("20260101-120000-zzzz", "runbook.yml", "0f", [], null));

        Assert.Equal("It is the journal of run 20260101-120000-zzzz.", store.JournalOf(Id).Damage);
        Assert.Equal("It is the journal of run 20260101-120000-zzzz.", store.LookAt(Id).Damage);
    }

    [Fact]
    public void Whoever_else_could_have_written_it_is_not_believed()
    {
        Write(s_records);
        File.SetUnixFileMode(Journal, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.StartsWith("It is open to others than its owner", JournalReading.Of(Journal).Damage, StringComparison.Ordinal);
        // Whose the machine's own files are nobody chooses: a test run by root has to give one away first.
        var foreign = ShellRun.Run("sh", "id -u", "").Out.Trim() == "0" ? Journal : "/etc/passwd";
        if (foreign == Journal) ShellRun.Run("sh", $"chown 1 '{Journal}'", "");
        Assert.Equal("It belongs to somebody else.", JournalReading.Of(foreign).Damage);
    }

    [Fact]
    public void What_is_no_file_or_not_there_is_damage_and_an_empty_one_a_run_that_never_began()
    {
        Assert.Equal("There is no such file.", JournalReading.Of(Journal).Damage);
        Assert.Equal("It is a directory.", JournalReading.Of(_folder).Damage);
        Assert.Equal("It is a device, which has no end.", JournalReading.Of("/dev/zero").Damage);
        Keep("");
        Assert.Equal((0, null), (JournalReading.Of(Journal).Records.Count, JournalReading.Of(Journal).Damage));
    }

    [Fact]
    public void However_long_it_is_no_more_than_a_line_of_it_is_held()
    {
        using var endless = new EndlessJournal(lines: 40_000);
        var read = JournalReading.Of(endless, keep: false);

        Assert.Equal((40_000L, 1, null), (read.Lines, read.Records.Count, read.Damage));
        Assert.True(read.SoundBytes > 40_000 * 1000L);
        using var zeros = new FileStream("/dev/zero", FileMode.Open);
        Assert.Equal("Record 1 (byte 0) is no record.", JournalReading.Of(zeros, keep: true).Damage);
    }

    private (int Calls, List<JournalRecord> Touched) Faulted(int nth, bool sticky)
    {
        File.Delete(Journal);
        using var file = new FaultingFile(Journal, nth, sticky);
        var touched = new List<JournalRecord>();
        try
        {
            using var journal = JournalFile.Create(file, Journal, TimeProvider.System);
            foreach (var record in s_records)
            {
                // A run that does not stop at the first failure, as its other hosts do until they hear of it.
                try
                {
                    journal.Append(record);
                    touched.Add(record);
                }
                catch (IOException problem)
                {
                    Assert.StartsWith(Journal, problem.Message, StringComparison.Ordinal);
                }
            }
        }
        catch (IOException problem)
        {
            Assert.StartsWith(Journal, problem.Message, StringComparison.Ordinal);
        }
        return (file.Calls, touched);
    }

    private void Write(IEnumerable<JournalRecord> records)
    {
        using var journal = JournalFile.Create(Journal, TimeProvider.System);
        foreach (var record in records) journal.Append(record);
    }

    private static JournalReading Of(params string[] lines) => JournalReading.Of(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    private void Keep(string text)
    {
        File.WriteAllText(Journal, text);
        File.SetUnixFileMode(Journal, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private long BytesOnDisk() => long.Parse(ShellRun.Run("sh", $"stat -c %b '{Journal}'", "").Out.Trim(), System.Globalization.CultureInfo.InvariantCulture) * 512;
}
